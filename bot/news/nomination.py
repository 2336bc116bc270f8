"""How likely each value of a sentence is the one asked for: signs of it, weighed by the table NOMINATION.

Between `agreement` and `evidence`. A sentence that answers may hold five names; only the one that answers is set bold,
and none when none is likely.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.news.agreement import Ballot
from bot.news.coverage import Sighting
from bot.news.fitting import fits, has_wrong_unit, stands_beside
from bot.news.question import Question
from bot.news.speech import SAID
from bot.news.values import Value
from bot.news.weights import NOMINATION

_AROUND = 70
_SAYS = re.compile(rf"(?:,[^,]{{2,60}},)?\s(?:{SAID})\b")
_TOLD = re.compile(r"\b(?:told|to|by|via|with)\s(?:the\s)?$|[(@]$", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:in|at|from|near|on|outside)\s(?:the\s)?$", re.IGNORECASE)
_QUOTED = re.compile(r"[“‘\"']$")

LIKELY = 0.35
"""From this probability on a value is set bold.

On a news quiz (2026-11-22, cross-validated) seven of ten bold values of first quotes are the answer, and half of the
first quotes that hold the answer have it bold; with the best value always bold two of five were right.
"""
_FULL = 0.85


@dataclass(frozen=True, slots=True)
class Nominee:
    """A value and the probability that it is the one asked for."""

    value: Value
    chance: float


def nominate(question: Question, sighting: Sighting, values: Sequence[Value], ballot: Ballot) -> tuple[Nominee, ...]:
    """The values with their chances, the likeliest first."""
    alone = {"alone": 1.0 / max(len(values), 1)}
    found = [
        Nominee(value, 0.0)
        if has_wrong_unit(question, sighting.text, value)
        else Nominee(value, chance(signs(question, sighting, value, ballot) | alone))
        for value in values
    ]
    return tuple(sorted(found, key=lambda nominee: -nominee.chance))


def chance(row: dict[str, float]) -> float:
    """The probability that signs such as these speak of the value asked for."""
    total = sum(NOMINATION[name] * sign for name, sign in row.items() if name in NOMINATION)
    return 1.0 / (1.0 + math.exp(-total))


def signs(question: Question, sighting: Sighting, value: Value, ballot: Ballot) -> dict[str, float]:
    """What speaks for and against the value, by name; with a kind ("share date") for questions of that kind only."""
    text, kind = sighting.text, question.kind
    common = frozenset(term.term for term in question.terms if not term.name)
    beside = float(stands_beside(text, value, common, question.language))
    covered = sighting.row["alone"]
    row = _place(text, value) | {
        "bias": 1.0,
        "share": ballot.share(value),
        "titles": ballot.in_titles(value),
        "fits": float(fits(question, text, value)),
        "beside": beside,
        "digits": float(value.text[:1].isdigit()),
        "covered": covered,
        "beside joined": beside * sighting.row["joined"],
        "full": float(covered > _FULL),
    }
    row |= {f"{name} {kind}": sign for name, sign in row.items()}
    return row | {"recent": sighting.row["recent"]}


def _place(text: str, value: Value) -> dict[str, float]:
    """What stands around the value."""
    before, behind = text[max(0, value.start - _AROUND) : value.start], text[value.end : value.end + _AROUND]
    return {
        "says": float(bool(_SAYS.match(behind))),
        "told": float(bool(_TOLD.search(before))),
        "within": float(bool(_WITHIN.search(before))),
        "quoted": float(bool(_QUOTED.search(before))),
        "bracketed": float(before.endswith("(")),
    }
