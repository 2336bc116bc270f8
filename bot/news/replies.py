"""Chosen sentences to the value people get: quotes with bold words, further outlets, notes.

Last step of answering, pure; the use case calls it with what `choice` kept.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.news.answer import Answer, NoAnswer, Note, Origin, Quote, Subject
from bot.news.causes import STATED
from bot.news.choice import NOTHING, Chosen, is_sure
from bot.news.coverage import RankedArticle, Sighting
from bot.news.evidence import Candidate
from bot.news.fragments import text_fragment
from bot.news.kinds import Kind
from bot.news.passages import ReadArticle
from bot.news.question import Question
from bot.news.spans import answering_spans
from bot.news.standing import dangles, stands
from bot.news.values import LANDS, dates, normal

SHOWN = 3
OLD = timedelta(days=180)
_CLOSEST = 3
_ABOUT = 0.6
_CAUSED = 0.45
_NEAR = 0.65  # of the first quote's probability; chosen by reading answers on 2026-11-22
_CONTEXT = 400  # characters of a sentence shown before a quote
_SEVERAL = frozenset({Note.CLOSEST, Note.DIFFERENT, Note.COMPARISON, Note.EVIDENCE_ONLY})

_UNSURE = frozenset({Note.CLOSEST, Note.NO_STATED_REASON})  # nothing stands out as the answer then


def origin(article: ReadArticle) -> Origin:
    """Where the article came from."""
    return Origin(article.id, article.title, article.source, article.published, article.url)


def reply(
    question: Question, chosen: Sequence[Chosen], articles: Sequence[RankedArticle], subject: Subject, now: datetime
) -> Answer | NoAnswer:
    """An answer when the best sentence is likely enough to be one, else the closest headlines."""
    if not chosen or chosen[0].certainty < NOTHING:
        closest = tuple(origin(ranked.article) for ranked in articles[:_CLOSEST])
        return NoAnswer(question, closest, subject)
    quotes = _grouped([_quote(question, one, articles, now) for one in chosen])
    notes = _notes(question, chosen, quotes, articles)
    if not _UNSURE.isdisjoint(notes):
        quotes = tuple(replace(quote, bold=()) for quote in quotes)
    if Note.DIFFERENT in notes:
        quotes = (*sorted(quotes[:SHOWN], key=_age_key), *quotes[SHOWN:])
    shown = _shown(quotes, notes)
    return Answer(
        question=question,
        quotes=_without_repeats(quotes[:shown]),
        more=quotes[shown:],
        notes=notes,
        certainty=chosen[0].certainty,
        subject=replace(subject, article_ids=tuple(dict.fromkeys(quote.origin.article_id for quote in quotes[:shown]))),
    )


def _without_repeats(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotes, none with a sentence before it that is quoted itself."""
    said = {quote.sentence for quote in quotes}
    return tuple(replace(quote, before="") if quote.before in said else quote for quote in quotes)


def _shown(quotes: Sequence[Quote], notes: Sequence[Note]) -> int:
    """How many quotes are shown: where the first answers, only those that come near it."""
    if not _SEVERAL.isdisjoint(notes):
        return SHOWN
    floor = _NEAR * quotes[0].score
    far = (place for place, quote in enumerate(quotes) if quote.score < floor)
    return min(SHOWN, next(far, len(quotes)))


def _quote(question: Question, chosen: Chosen, articles: Sequence[RankedArticle], now: datetime) -> Quote:
    sighting = chosen.candidate.sighting
    article = articles[sighting.article].article
    bold = answering_spans(question, chosen.candidate)
    return Quote(
        origin=origin(article),
        sentence=sighting.text,
        bold=bold,
        value=sighting.text[bold[0].start : bold[0].end] if bold else "",
        score=chosen.certainty,
        paragraph=_paragraph(article, chosen.candidate),
        fragment=text_fragment(sighting.text) if article.url else "",
        option=next((option for option in question.options if option.lower() in sighting.text.lower()), ""),
        old=article.published is not None and now - article.published > OLD,
        before=_before(article, sighting),
    )


def _before(article: ReadArticle, sighting: Sighting) -> str:
    """The sentence before one that opens on "He" or "But", so that it can be understood; "" where none is needed."""
    if sighting.place == 0 or article.language != "en" or not dangles(sighting.text):
        return ""
    before = article.passage(sighting.place - 1).sentence.text
    return before if len(before) <= _CONTEXT and stands(before) else ""


def _paragraph(article: ReadArticle, candidate: Candidate) -> str:
    """The paragraph of the sentence, with the one before when the sentence is a paragraph of its own."""
    sentence = candidate.sighting.passage.sentence
    start = article.text.rfind("\n", 0, sentence.start) + 1
    end = article.text.find("\n", sentence.end)
    end = len(article.text) if end < 0 else end
    if end - start <= len(sentence.text) + 1 and start > 0:
        start = article.text.rfind("\n", 0, start - 1) + 1
    return article.text[start:end].strip()


def _grouped(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Quotes that give the same value as a better one become further outlets of that one."""
    kept: list[Quote] = []
    for quote in quotes:
        same = next((at for at, other in enumerate(kept) if _same(quote, other)), None)
        if same is None:
            kept.append(quote)
        else:
            first = kept[same]
            known = {first.origin.article_id, *(other.article_id for other in first.others)}
            if quote.origin.article_id not in known:
                kept[same] = _with_outlet(first, quote.origin)
    return tuple(kept)


def _same(quote: Quote, other: Quote) -> bool:
    return bool(quote.value) and normal(quote.value) == normal(other.value)


def _with_outlet(quote: Quote, outlet: Origin) -> Quote:
    return replace(quote, others=(*quote.others, outlet))


def _differ(question: Question, chosen: Sequence[Chosen], quotes: Sequence[Quote]) -> bool:
    """Whether articles give different amounts, each in a sentence about what was asked."""
    if question.kind is not Kind.AMOUNT:
        return False
    near = [one for one in chosen[:SHOWN] if one.candidate.row["fits"] and one.candidate.row["alone"] >= _ABOUT]
    given = {
        quote.value for quote in quotes[:SHOWN] if any(one.candidate.sighting.text == quote.sentence for one in near)
    }
    return len(given) > 1 and len({one.candidate.sighting.article for one in near}) > 1


def _age_key(quote: Quote) -> float:
    return -quote.origin.published.timestamp() if quote.origin.published else 0.0


def _states_reason(question: Question, chosen: Chosen, title: frozenset[str]) -> bool:
    """Whether a cause is named in a sentence that is itself about what was asked."""
    sighting = chosen.candidate.sighting
    is_about = sighting.row["alone"] >= _CAUSED and _asked_names(question) <= sighting.passage.held | title
    return is_about and STATED.search(sighting.text) is not None


def _asked_names(question: Question) -> frozenset[str]:
    """The names of the question that a sentence about it must hold; days and countries are often left out."""
    return frozenset(
        term.term for term in question.terms if term.name and not dates(term.word) and normal(term.word) not in LANDS
    )


def _has_reason(question: Question, chosen: Sequence[Chosen], articles: Sequence[RankedArticle]) -> bool:
    """Whether one of the sentences to show states a reason."""
    titled = ((one, articles[one.candidate.sighting.article].article.title_terms) for one in chosen[:SHOWN])
    return any(_states_reason(question, one, title) for one, title in titled)


def _notes(
    question: Question, chosen: Sequence[Chosen], quotes: Sequence[Quote], articles: Sequence[RankedArticle]
) -> tuple[Note, ...]:
    """The most telling first."""
    told = {
        Note.NO_STATED_REASON: question.kind is Kind.WHY and not _has_reason(question, chosen, articles),
        Note.EVIDENCE_ONLY: question.kind is Kind.YES_NO,
        Note.CLOSEST: not is_sure(chosen[0], question),
        Note.DIFFERENT: _differ(question, chosen, quotes),
        Note.COMPARISON: len(question.options) > 1,
        Note.OLD: quotes[0].old,
    }
    return tuple(note for note, holds in told.items() if holds)
