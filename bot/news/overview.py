"""Several articles to one overview: sentences of different outlets, near-repeats once, the newest state first.

The sibling of summary.py for a story, a topic or a digest: what sumy cannot do (it summarises one
document). Each sentence keeps its article, and names the others that say the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.news.standing import dangles, is_balanced, lacks_speaker
from bot.news.summary import summarise
from bot.text.sentences import Sentence
from bot.text.tokens import content_terms

# Two sentences that share this part of the smaller one's terms say the same (chosen by hand).
_SAME = 0.55
_FEWEST_SHARED = 4
_FROM_EACH = 4
_OUTLET_AGAIN = 0.35  # what a sentence loses for each one its outlet has already
_AGE_COST = 0.3  # for each place further down when the articles stand newest first
_CONFIRMED = 0.4  # for each other outlet that says the same


@dataclass(frozen=True, slots=True)
class Source:
    """An article as an overview needs it; `published` is aware UTC, or None where the page does not say."""

    title: str
    text: str
    outlet: str
    url: str = ""
    published: datetime | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class OverviewSentence:
    """A sentence, the place of its article among those given, and the places of the others that say the same."""

    sentence: Sentence
    source: int
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """The sentences of an overview, the newest state first."""

    sentences: tuple[OverviewSentence, ...]


@dataclass(slots=True)
class _Telling:
    """A fact: its best sentence and who else has it."""

    sentence: Sentence
    source: int
    rank: int
    terms: frozenset[str]
    also: list[int]


def overview(articles: Sequence[Source], count: int = 5) -> Overview:
    """At most `count` sentences that tell what the articles tell together.

    Each article gives its summary's sentences; what several say is taken once, from the newest, and
    credited to all; outlets take turns; the newest article's sentences come first, and those of one
    article in its order. An overview of no articles is empty.
    """
    order = sorted(range(len(articles)), key=lambda place: (_time(articles[place]), -place), reverse=True)
    tellings = _merged([telling for place in order for telling in _tellings(articles[place], place)])
    age = {place: rank for rank, place in enumerate(order)}
    chosen = _chosen(tellings, articles, age, count)
    chosen.sort(key=lambda telling: (age[telling.source], telling.sentence.start))
    return Overview(tuple(OverviewSentence(one.sentence, one.source, tuple(sorted(set(one.also)))) for one in chosen))


def _time(article: Source) -> datetime:
    return article.published or datetime.min.replace(tzinfo=UTC)


def _tellings(article: Source, place: int) -> list[_Telling]:
    """The sentences of the article's summary that stand without the others."""
    chosen = summarise(article.title, article.text, _FROM_EACH, language=article.language).sentences
    return [
        _Telling(sentence, place, rank, frozenset(content_terms(sentence.text, article.language)), [])
        for rank, sentence in enumerate(chosen)
        if is_balanced(sentence.text) and not _leans(sentence)
    ]


def _leans(sentence: Sentence) -> bool:
    """Whether a sentence needs the one before it."""
    return sentence.start > 0 and (dangles(sentence.text) or lacks_speaker(sentence.text))


def _merged(tellings: Sequence[_Telling]) -> list[_Telling]:
    """Each fact once: a later sentence that says the same as an earlier one is credited there."""
    merged: list[_Telling] = []
    for telling in tellings:
        same = next((one for one in merged if one.source != telling.source and _is_same(one, telling)), None)
        if same is None:
            merged.append(telling)
        elif telling.source not in same.also:
            same.also.append(telling.source)
    return merged


def _is_same(one: _Telling, other: _Telling) -> bool:
    shared = len(one.terms & other.terms)
    return shared >= _FEWEST_SHARED and shared >= _SAME * min(len(one.terms), len(other.terms))


def _chosen(
    tellings: Sequence[_Telling], articles: Sequence[Source], age: dict[int, int], count: int
) -> list[_Telling]:
    """The best tellings, one by one: early in their article, new, said by many, and of outlets not heard yet."""
    left = list(tellings)
    chosen: list[_Telling] = []
    heard: dict[str, int] = {}
    while left and len(chosen) < count:
        best = max(left, key=lambda one: _worth(one, heard.get(articles[one.source].outlet, 0), age[one.source]))
        left.remove(best)
        chosen.append(best)
        heard[articles[best.source].outlet] = heard.get(articles[best.source].outlet, 0) + 1
    return chosen


def _worth(telling: _Telling, heard: int, age: int) -> float:
    return _CONFIRMED * len(telling.also) - telling.rank * 0.5 - _AGE_COST * age - _OUTLET_AGAIN * heard * 2
