"""Whether a topic's query matches an article, and the anchors that find the few queries worth asking.

Flow: query -> `anchors` -> stored in an indexed table; article -> topic_terms.read_terms -> its `lookup_keys` found
in that table -> `match` for each query found. An article without any anchor of a query cannot match it.

An anchor is a key, or two with a space between them, both of which the article has: two words of a query that are each
in many articles stand together in few.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from bot.news.topic_query import Need, Phrase, TopicQuery
from bot.news.topic_terms import ArticleTerms, all_keys, key, key_sets, phrase_words, source_key

BROAD_A_DAY = 30.0  # stories; more than one every half hour awake
BROAD_SHARE = 0.1  # of all stories


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """Where a query met an article: whether the title alone has all it needs, and how often its phrases stand there."""

    in_title: bool
    mentions: int


def match(query: TopicQuery, article: ArticleTerms) -> TopicMatch | None:
    """The match, or None. Words are compared by stem in the article's language, phrases as runs of them."""
    if not _allowed(query, article):
        return None
    if any(places(phrase, article) for phrase in query.without):
        return None
    if not all(_is_met(need, article, before=None) for need in query.needs):
        return None
    in_title = bool(query.needs) and all(_is_met(need, article, before=article.title_end) for need in query.needs)
    return TopicMatch(in_title, sum(len(places(phrase, article)) for phrase in query.wanted))


def _allowed(query: TopicQuery, article: ArticleTerms) -> bool:
    hosts = article.hosts
    return not (
        (query.languages and article.language not in query.languages)
        or (query.not_languages and article.language in query.not_languages)
        or (query.sources and not any(host in hosts for host in query.sources))
        or any(host in hosts for host in query.not_sources)
    )


def _is_met(need: Need, article: ArticleTerms, before: int | None) -> bool:
    return any(all(_stands(phrase, article, before) for phrase in phrases) for phrases in need.alternatives)


def _stands(phrase: Phrase, article: ArticleTerms, before: int | None) -> bool:
    found = places(phrase, article)
    return bool(found) and (before is None or found[0] < before)


def places(phrase: Phrase, article: ArticleTerms) -> tuple[int, ...]:
    """Where the phrase begins in the article, rising; counted in words, the title first."""
    keys = [key(word, article.language) for word in phrase_words(phrase.text)]
    first, *rest = (article.places.get(found, ()) for found in keys)
    if not rest:
        return first
    following = [frozenset(at) for at in rest]
    return tuple(at for at in first if all(at + step in later for step, later in enumerate(following, 1)))


def anchors(query: TopicQuery, frequency: Callable[[str], float]) -> frozenset[str]:
    """The anchors to store a query under: for each alternative of its rarest need the two rarest words it requires.

    In every language the article may be in. `frequency` says in how many articles (or what part of them) a key occurs;
    a constant will do at the start.
    """
    if not query.needs:
        return frozenset(source_key(host) for host in query.sources)

    @cache
    def cost(word: str) -> tuple[float, int, str]:
        keys = all_keys(word)
        # Without counts the longest word is likely the rarest.
        return sum(map(frequency, keys)), -max(map(len, keys)), word

    def need_cost(need: Need) -> tuple[float, int, str]:
        costs = [min(map(cost, _words(phrases))) for phrases in need.alternatives]
        return sum(each for each, _, _ in costs), *max(costs)[1:]

    need = min(query.needs, key=need_cost)
    always = [word for other in query.needs if len(other.alternatives) == 1 for word in _words(other.alternatives[0])]
    found: set[tuple[str, ...]] = set()
    for phrases in need.alternatives:
        first = min(_words(phrases), key=cost)
        second = sorted({*_words(phrases), *always} - {first}, key=cost)[:1]
        found |= key_sets((first, *second), query.languages)
    return frozenset(" ".join(dict.fromkeys(keys)) for keys in found)


def _words(phrases: tuple[Phrase, ...]) -> list[str]:
    return [word for phrase in phrases for word in phrase_words(phrase.text)]


@dataclass(frozen=True, slots=True)
class Breadth:
    """What a topic would bring: stories a day over the days looked at, and whether that is too many to follow."""

    a_day: float
    is_broad: bool


def breadth(stories: int, days: float, all_stories: int) -> Breadth:
    """How broad a topic is that met `stories` of `all_stories` in `days` (at least an hour's part of one)."""
    a_day = stories / max(days, 1 / 24)
    is_broad = a_day > BROAD_A_DAY or (stories >= 20 and stories > BROAD_SHARE * all_stories)
    return Breadth(round(a_day, 1), is_broad)
