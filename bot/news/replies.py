"""Chosen sentences to the value people get: quotes with bold words, further outlets, notes.

Last step of answering, pure; the use case calls it with what `choice` kept.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.news.answer import Answer, NoAnswer, Note, Origin, Quote, Subject
from bot.news.causes import STRONG
from bot.news.choice import NOTHING, SURE, Chosen
from bot.news.coverage import RankedArticle
from bot.news.evidence import Candidate
from bot.news.fragments import text_fragment
from bot.news.kinds import Kind
from bot.news.passages import ReadArticle
from bot.news.question import Question
from bot.news.spans import answering_spans
from bot.news.values import normal

SHOWN = 3
OLD = timedelta(days=180)
_CLOSEST = 3
_AGREEING = 0.5


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
    return Answer(
        question=question,
        quotes=quotes[:SHOWN],
        more=quotes[SHOWN:],
        notes=_notes(question, chosen, quotes),
        certainty=chosen[0].certainty,
        subject=subject,
    )


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
        old=article.published is not None and now - article.published > OLD,
    )


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


def _notes(question: Question, chosen: Sequence[Chosen], quotes: Sequence[Quote]) -> tuple[Note, ...]:
    notes = []
    if chosen[0].certainty < SURE:
        notes.append(Note.CLOSEST)
    if question.kind is Kind.WHY and not any(STRONG.search(quote.sentence) for quote in quotes[:SHOWN]):
        notes.append(Note.NO_STATED_REASON)
    if question.kind is Kind.YES_NO:
        notes.append(Note.EVIDENCE_ONLY)
    if quotes[0].old:
        notes.append(Note.OLD)
    return tuple(notes)
