"""The words of a quoted sentence that answer, for bold: a name, place, date, amount, quotation or a cause's clause.

Read by `replies`, which puts quotes together.
"""

from bot.news.answer import Span
from bot.news.causes import STRONG, clause_after
from bot.news.evidence import Candidate
from bot.news.kinds import Kind
from bot.news.question import Question

_VALUED = frozenset({Kind.PERSON, Kind.GROUP, Kind.COUNTRY, Kind.STATE, Kind.PLACE, Kind.DATE, Kind.AMOUNT, Kind.SAID})


def answering_spans(question: Question, candidate: Candidate) -> tuple[Span, ...]:
    """Where the answering words stand in the sentence, at most one stretch; none when nothing stands out."""
    text = candidate.sighting.text
    if question.kind is Kind.WHY:
        match = STRONG.search(text)
        return (Span(match.start(), clause_after(text, match.end())),) if match else ()
    if question.kind in _VALUED or (question.focus and question.kind in {Kind.NAME, Kind.THING}):
        return tuple(Span(value.start, value.end) for value in candidate.values[:1])
    return ()
