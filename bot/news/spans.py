"""The words of a quoted sentence that answer, for bold: a name, place, date, amount, quotation or a cause's clause.

Read by `replies`, which puts quotes together.
"""

import re
from collections.abc import Sequence

from bot.news.answer import Span
from bot.news.causes import STATED, clause_after
from bot.news.evidence import Candidate
from bot.news.fitting import fits
from bot.news.kinds import Kind
from bot.news.nomination import LIKELY
from bot.news.question import Question
from bot.news.values import Value

_VALUED = frozenset({Kind.PERSON, Kind.GROUP, Kind.COUNTRY, Kind.STATE, Kind.PLACE, Kind.DATE, Kind.AMOUNT, Kind.SAID})


_LINK = re.compile(r",?\s(?:and|or|&)\s|,\s")


def answering_spans(question: Question, candidate: Candidate) -> tuple[Span, ...]:
    """Where the answering words stand in the sentence, several when they are listed; none when nothing stands out."""
    text = candidate.sighting.text
    if question.kind is Kind.WHY:
        match = STATED.search(text)
        return (Span(match.start(), clause_after(text, match.end())),) if match else ()
    if question.kind in _VALUED or (question.focus and question.kind in {Kind.NAME, Kind.THING}):
        return _listed(text, _likely(question, candidate))
    return ()


def _likely(question: Question, candidate: Candidate) -> list[Value]:
    """The values, when the first is likely to be the answer; an amount of something else is none."""
    values = [nominee.value for nominee in candidate.nominees]
    if question.kind is Kind.AMOUNT:
        values = values if values and fits(question, candidate.sighting.text, values[0]) else []
    return values if question.kind is Kind.SAID or candidate.row["chance"] >= LIKELY else []


def _listed(text: str, values: Sequence[Value]) -> tuple[Span, ...]:
    """The best value, and those listed beside it: "FBI and CIA"."""
    if not values:
        return ()
    spans = [Span(values[0].start, values[0].end)]
    for value in sorted(values, key=lambda value: value.start):
        if value.start > spans[-1].end and _LINK.fullmatch(text[spans[-1].end : value.start]):
            spans.append(Span(value.start, value.end))
    for value in sorted(values, key=lambda value: -value.start):
        if value.end < spans[0].start and _LINK.fullmatch(text[value.end : spans[0].start]):
            spans.insert(0, Span(value.start, value.end))
    return tuple(spans)
