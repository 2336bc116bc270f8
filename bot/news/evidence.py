"""How well each sentence answers: a row of plain numbers for every candidate, which `weights` turns into one score.

Third step of answering: question -> retrieval -> evidence -> choice -> answer. `coverage` looks at all sentences of the
retrieved articles at once; what needs reading (values of the wanted kind, causes, agreement) is computed here, for the
candidates with the best coverage only.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.news import values as find
from bot.news.causes import STRONG, WEAK
from bot.news.coverage import Coverage, Sighting
from bot.news.kinds import Kind
from bot.news.question import Question, numbers
from bot.news.question_words import SAY
from bot.news.values import Value

_SAY = re.compile(r"\b(?:" + "|".join(sorted(SAY)) + r"|according to)\b")
_JUNK = re.compile(
    r"(?i)\b(?:subscribe|sign up|newsletter|click here|read more|watch:|follow (?:us|me|him|her)|getty images|"
    r"advertisement|all rights reserved|just watched|must watch|replay|contributed to this report|photo by|cookies?)\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer: where it was seen, its numbers by name, and its values of the wanted kind."""

    sighting: Sighting
    row: dict[str, float]
    values: tuple[Value, ...]


def gather(question: Question, coverage: Coverage) -> tuple[Candidate, ...]:
    """Every sighting with its evidence; the order is the sightings'."""
    asked = _asked_words(question)
    found = [_new(_wanted(question, sighting.text), asked) for sighting in coverage.sightings]
    support = _support(coverage.sightings, found)
    return tuple(
        Candidate(sighting, _row(question, sighting, values, support), values)
        for sighting, values in zip(coverage.sightings, found, strict=True)
    )


def _asked_words(question: Question) -> frozenset[str]:
    return frozenset(find.normal(word) for word in re.findall(r"[\w'’.&-]+", question.text)) | numbers(question)


_FINDERS: dict[Kind, Callable[[str], tuple[Value, ...]]] = {
    Kind.COUNTRY: find.countries,
    Kind.STATE: find.states,
    Kind.PLACE: find.places,
    Kind.DATE: find.dates,
    Kind.AMOUNT: find.amounts,
    Kind.SAID: find.quotations,
}


def _wanted(question: Question, text: str) -> tuple[Value, ...]:
    return _FINDERS.get(question.kind, find.names)(text)


def _new(values: Sequence[Value], asked: frozenset[str]) -> tuple[Value, ...]:
    return tuple(value for value in values if not all(word in asked for word in value.norm.split()))


def _support(sightings: Sequence[Sighting], found: Sequence[Sequence[Value]]) -> dict[str, dict[int, float]]:
    """For each value the best coverage that an article gives it in one sentence."""
    support: dict[str, dict[int, float]] = defaultdict(dict)
    for sighting, values in zip(sightings, found, strict=True):
        for value in values:
            seen = support[value.norm]
            seen[sighting.article] = max(seen.get(sighting.article, 0.0), sighting.row["near"])
    return support


def _agreement(values: Sequence[Value], article: int, support: dict[str, dict[int, float]]) -> float:
    """How much other articles say of the best value: the sum of their coverages, squared so that near ones count."""
    return max(
        (sum(seen**2 for other, seen in support[value.norm].items() if other != article) for value in values),
        default=0.0,
    )


def _row(
    question: Question, sighting: Sighting, values: Sequence[Value], support: dict[str, dict[int, float]]
) -> dict[str, float]:
    text = sighting.text
    size = len(sighting.passage.terms)
    row = dict(sighting.row)
    row["value"] = float(bool(values))
    row["agreement"] = min(_agreement(values, sighting.article, support), 3.0)
    row["short"] = float(size < 6)
    row["long"] = float(size > 45)
    row["asks"] = float(text.rstrip("\"'”’)").endswith("?"))
    row["junk"] = float(bool(_JUNK.search(text)))
    row["first"] = float(sighting.place == 0)
    row["early"] = 1.0 / (1.0 + sighting.place)
    row["cause"] = _cause(text) if question.kind is Kind.WHY else 0.0
    row["said"] = _said(text) if question.kind is Kind.SAID else 0.0
    return row


def _cause(text: str) -> float:
    return 1.0 if STRONG.search(text) else 0.5 if WEAK.search(text) else 0.0


def _said(text: str) -> float:
    return 0.5 * bool(_SAY.search(text)) + 0.5 * bool(find.quotations(text))
