"""How well each sentence answers: a row of plain numbers for every candidate, which `weights` turns into one score.

Third step of answering: question -> retrieval -> evidence -> choice -> answer. `coverage` looks at all sentences of the
retrieved articles at once; what needs reading (values of the wanted kind, causes, agreement) is computed here, for the
candidates with the best coverage only.
"""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.news import values as find
from bot.news.agreement import Ballot, hold_ballot
from bot.news.causes import BACKGROUND, SPOKEN, STATED
from bot.news.coverage import Coverage, Sighting
from bot.news.fitting import asked_terms, fits, stands_beside, wanted_values
from bot.news.kinds import Kind
from bot.news.lexicon import Lexicon
from bot.news.nomination import Nominee, nominate
from bot.news.question import Question
from bot.news.question_words import SAY
from bot.news.values import Value
from bot.text.stopwords import stop_words
from bot.text.tokens import content_terms

_SAY = re.compile(r"\b(?:" + "|".join(sorted(SAY)) + r"|according to)\b")
_JUNK = re.compile(
    r"(?i)\b(?:subscribe|sign up|newsletter|click here|read more|watch:|follow (?:us|me|him|her)|getty images|"
    r"advertisement|all rights reserved|just watched|must watch|replay|contributed to this report|photo by|cookies?)\b"
)
_CENTRE = 30
_FEW = 3
_TRIED = 3
_BEING = frozenset({"is", "are", "was", "were", "has", "have", "had"})
_OPENING = 5
_HEADS = 5
_CENTRAL = 40

VALUED = frozenset(
    {
        Kind.PERSON, Kind.GROUP, Kind.COUNTRY, Kind.STATE, Kind.PLACE, Kind.DATE, Kind.AMOUNT, Kind.NAME, Kind.THING,
    }
)  # fmt: skip
"""Kinds whose answers are values; the others are answered by whole clauses."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer: where it was seen, its numbers by name, its values of the wanted kind, best first."""

    sighting: Sighting
    row: dict[str, float]
    nominees: tuple[Nominee, ...]


def gather(question: Question, coverage: Coverage, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """Every sighting with its evidence; the order is the sightings'."""
    sightings = coverage.sightings
    asked = asked_terms(question)
    found = [wanted_values(question, sighting.text, asked, lexicon) for sighting in sightings]
    ballot = hold_ballot(question, sightings, found, coverage.titles, lexicon)
    centre = _centre(question, sightings, lexicon)
    heads = _heads(question, coverage.titles, lexicon)
    return tuple(
        _candidate(question, sighting, values, ballot, centre, heads)
        for sighting, values in zip(sightings, found, strict=True)
    )


def _centre(question: Question, sightings: Sequence[Sighting], lexicon: Lexicon) -> dict[str, float]:
    """What the best covered sentences speak of beside the question: their rarer terms, weighted by coverage."""
    dropped = {term.term for term in question.terms} | stop_words(question.language)
    said: dict[str, float] = defaultdict(float)
    for sighting in sightings[:_CENTRE]:
        for term in sighting.passage.held - dropped:
            said[term] += sighting.row["near"] ** 2
    most = sorted(said, key=said.__getitem__, reverse=True)[:_CENTRAL]
    return {term: said[term] * lexicon.idf(term) for term in most}


def _heads(question: Question, titles: Sequence[str], lexicon: Lexicon) -> dict[str, float]:
    """What the first articles' titles speak of beside the question: their terms by rarity, nearer articles' more."""
    asked = {term.term for term in question.terms}
    heads: dict[str, float] = defaultdict(float)
    for at, title in enumerate(titles[:_HEADS]):
        for term in set(content_terms(title, question.language)) - asked:
            heads[term] += lexicon.idf(term) / (1.0 + at)
    return dict(heads)


def _candidate(
    question: Question,
    sighting: Sighting,
    values: Sequence[Value],
    ballot: Ballot,
    centre: dict[str, float],
    heads: dict[str, float],
) -> Candidate:
    nominees = nominate(question, sighting, values, ballot)
    row = (
        sighting.row
        | _form(sighting, _subject(question, sighting), _defines(question, sighting))
        | _answering(question, sighting, values, ballot)
    )
    total = sum(centre.values()) or 1.0
    row["central"] = sum(centre.get(term, 0.0) for term in sighting.passage.held) / total
    row["central why"] = row["central"] if question.kind is Kind.WHY else 0.0
    row["heads"] = sum(heads.get(term, 0.0) for term in sighting.passage.held) / (sum(heads.values()) or 1.0)
    row["chance"] = nominees[0].chance if nominees and question.kind in VALUED else 0.0
    return Candidate(sighting, row, nominees)


def _subject(question: Question, sighting: Sighting) -> float:
    """Share of the question's names that stand among the sentence's first words: it speaks of them."""
    named = {term.term for term in question.terms if term.name}
    return len(named & set(sighting.passage.terms[:_OPENING])) / len(named) if named else 0.0


def _defines(question: Question, sighting: Sighting) -> float:
    """Whether a short question about one thing meets a sentence that begins with it and a form of "be" or "have"."""
    if not 0 < len(question.terms) <= _FEW:
        return 0.0
    named = {term.term for term in question.terms if term.name} or {term.term for term in question.terms}
    opening = sighting.passage.terms[:_OPENING]
    last = max((at for at, term in enumerate(opening) if term in named), default=-1)
    return float(last >= 0 and last + 1 < len(opening) and opening[last + 1] in _BEING)


def _form(sighting: Sighting, subject: float, defines: float) -> dict[str, float]:
    size = len(sighting.passage.terms)
    return {
        "short": float(size < 6),
        "long": float(size > 45),
        "size": min(size, 40) / 40.0,
        "asks": float(sighting.text.rstrip("\"'”’)").endswith("?")),
        "junk": float(bool(_JUNK.search(sighting.text))),
        "first": float(sighting.place == 0),
        "second": float(sighting.place == 1),
        "lead": float(sighting.place in {2, 3}),
        "early": 1.0 / (1.0 + sighting.place),
        "subject": subject,
        "defines": defines,
        "depth": math.log1p(sighting.place) / 4.0,
    }


def _answering(question: Question, sighting: Sighting, values: Sequence[Value], ballot: Ballot) -> dict[str, float]:
    """Whether the sentence holds something that may be the answer, and what speaks for it."""
    text = sighting.text
    fitting = [value for value in values if fits(question, text, value)]
    best = sorted(fitting or values, key=ballot.share, reverse=True)
    common = frozenset(term.term for term in question.terms if not term.name)
    row = {
        "beside": float(any(stands_beside(text, value, common, question.language) for value in best[:_TRIED])),
        "value": float(bool(values)),
        "fits": float(bool(fitting)),
        "share": max((ballot.share(value) for value in best), default=0.0),
        "others": max((ballot.others(value, sighting.article) for value in best), default=0.0),
        "titles": max((ballot.in_titles(value) for value in best), default=0.0),
        "cause": float(bool(STATED.search(text) or SPOKEN.search(text))) if question.kind is Kind.WHY else 0.0,
        "background": float(bool(BACKGROUND.search(text))) if question.kind is Kind.WHY else 0.0,
        "said": _said(text) if question.kind is Kind.SAID else 0.0,
    }
    if question.kind in VALUED:
        row[f"fits {question.kind}"] = row["fits"]
        row[f"share {question.kind}"] = row["share"]
        row[f"beside {question.kind}"] = row["beside"]
    return row


def _said(text: str) -> float:
    return 0.5 * bool(_SAY.search(text)) + 0.5 * bool(find.quotations(text))
