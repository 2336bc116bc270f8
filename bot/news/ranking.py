"""Which stories come first: those that several publishers tell independently, and the fresh ones.

Used by /news, digests and briefings. Publishers are counted by publishers.publisher_family, copies by grouping.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

HALF_LIFE = timedelta(hours=12)
COPY_VALUE = 0.25  # an outlet that reprints finds the story worth telling, but has not looked for itself


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who tells a story: publishers with a text of their own, those with copies only; when the last article came."""

    independent: int
    copying: int
    last_seen: datetime


def coverage(originals: frozenset[str], copies: frozenset[str], last_seen: datetime) -> Coverage:
    """The coverage of a story by the families of its own texts and of its copies; one that has both is independent."""
    return Coverage(len(originals), len(copies - originals), last_seen)


def rank(story: Coverage, now: datetime) -> float:
    """The story's worth at `now`, above 0: the logarithm of its voices, halved with every `HALF_LIFE` of age.

    A story from the future counts as new.
    """
    voices = story.independent + COPY_VALUE * story.copying
    age = max(timedelta(), now - story.last_seen)
    return math.log2(1 + voices) * math.exp2(-(age / HALF_LIFE))
