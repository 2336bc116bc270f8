"""The words of a quoted sentence that answer, for bold: a name, place, date, amount, quotation or a cause's clause.

Read by `replies`, which puts quotes together.
"""

import re
from collections.abc import Sequence

from bot.news.answer import Span
from bot.news.causes import STATED, clause_after
from bot.news.evidence import Candidate
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
        likely = question.kind is Kind.SAID or candidate.row["chance"] >= LIKELY
        return _listed(text, [nominee.value for nominee in candidate.nominees]) if likely else ()
    return ()


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
