"""The sentences to quote: candidates scored by the table of weights, near-repeats dropped, and how sure the first is.

Fourth step of answering: question -> retrieval -> evidence -> choice -> answer.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.news.evidence import Candidate
from bot.news.weights import CERTAINTY, WEIGHTS

SURE = 0.5
"""From this probability on the quote is given as an answer; below, as "the closest I have"."""

NOTHING = 0.12
"""Below this probability the answer is refused."""

_REPEAT = 0.8


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate with its score (any number, higher is better) and the probability that it answers."""

    candidate: Candidate
    score: float
    certainty: float


def choose(candidates: Sequence[Candidate], limit: int) -> tuple[Chosen, ...]:
    """At most `limit` candidates, best first, none nearly the same as a better one."""
    scored = sorted(((score(candidate.row), at) for at, candidate in enumerate(candidates)), reverse=True)
    kept: list[Chosen] = []
    for value, at in scored:
        if len(kept) == limit:
            break
        candidate = candidates[at]
        if not any(_repeats(candidate, other.candidate) for other in kept):
            kept.append(Chosen(candidate, value, certainty(candidate.row, value)))
    return tuple(kept)


def score(row: Mapping[str, float]) -> float:
    """The weighted sum of the evidence."""
    return sum(WEIGHTS[name] * value for name, value in row.items() if name in WEIGHTS)


def certainty(row: Mapping[str, float], value: float) -> float:
    """The probability that the sentence answers, from its score and how much of the question it covers at all."""
    total = CERTAINTY["bias"] + CERTAINTY["score"] * value
    total += sum(weight * row[name] for name, weight in CERTAINTY.items() if name in row)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def _repeats(candidate: Candidate, other: Candidate) -> bool:
    mine, theirs = candidate.sighting.passage.held, other.sighting.passage.held
    return len(mine & theirs) >= _REPEAT * min(len(mine), len(theirs))
