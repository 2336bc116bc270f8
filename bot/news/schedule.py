"""When a feed is due next, and what its failures and redirects lead to. Pure: the clock and the dice are arguments.

The polling job asks `next_poll` after each answer and `FeedHealth` what to do about trouble.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import pairwise
from statistics import median

SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(hours=6)
UNKNOWN = timedelta(hours=1)  # for a feed whose entries carry no dates
LONGEST_BACK_OFF = timedelta(hours=24)
TRIAL = timedelta(minutes=1)
JITTER = 0.1  # of the interval, to either side
STALE = timedelta(days=14)  # a feed that said nothing for so long has no rhythm any more
RECENT = 20  # entries whose gaps are looked at
MOVES_SEEN = 3  # polls that must name the same new address
MISSING_POLLS, MISSING_FOR = 5, timedelta(days=3)  # a 404 lasts when both are reached


class Trouble(Enum):
    """What a failed poll met."""

    GONE = auto()  # 410
    MISSING = auto()  # 404
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """What must be remembered of a feed's polls.

    `failures` in a row since `failing_since`; `missing` of them in a row, up to the last, were 404. `moved_to` was
    named by permanent redirects on `moved_seen` polls in a row. A paused feed is not polled until somebody says so.
    """

    failures: int = 0
    failing_since: datetime | None = None
    missing: int = 0
    moved_to: str = ""
    moved_seen: int = 0
    paused: bool = False

    @property
    def has_moved(self) -> bool:
        """Whether the feed's address is to be replaced by `moved_to`."""
        return self.moved_seen >= MOVES_SEEN


def after_success(health: FeedHealth, moved_to: str = "") -> FeedHealth:
    """The health after a poll that gave a feed or "not changed"; `moved_to` is the page's, "" without a redirect."""
    seen = 0 if not moved_to else health.moved_seen + 1 if moved_to == health.moved_to else 1
    return FeedHealth(moved_to=moved_to, moved_seen=seen)


def after_failure(health: FeedHealth, trouble: Trouble, now: datetime) -> FeedHealth:
    """The health after a failed poll. Gone pauses at once, missing when it lasts; other trouble is only waited out."""
    since = health.failing_since or now
    missing = health.missing + 1 if trouble is Trouble.MISSING else 0
    lasting = missing >= MISSING_POLLS and now - since >= MISSING_FOR
    return replace(
        health,
        failures=health.failures + 1,
        failing_since=since,
        missing=missing,
        paused=trouble is Trouble.GONE or lasting,
    )


def limits(seconds: float) -> tuple[timedelta, timedelta]:
    """The shortest and longest wait between two polls of a feed, for a wanted interval in seconds.

    Above SHORTEST it changes nothing. Under a minute, as in trials, every feed is polled just so often.
    """
    shortest = min(timedelta(seconds=seconds), SHORTEST)
    return shortest, shortest if shortest < TRIAL else LONGEST


def next_poll(
    dates: Iterable[datetime],
    now: datetime,
    *,
    least_interval: float | None = None,
    dice: float = 0.5,
    between: tuple[timedelta, timedelta] = (SHORTEST, LONGEST),
) -> datetime:
    """When to poll after a success: half the median gap of the last entries, within limits, with jitter.

    `dates` are those of the entries, in any order; `dice` is a number from 0 to 1; `between` are the shortest and the
    longest wait. Never sooner than the feed's own `least_interval` in seconds asks.
    """
    wait = _jittered(min(max(_rhythm(dates, now), between[0]), between[1]), dice)
    return now + max(wait, timedelta(seconds=least_interval or 0))


def next_try(
    health: FeedHealth,
    now: datetime,
    *,
    retry_after: float | None = None,
    dice: float = 0.5,
    first: timedelta = SHORTEST,
) -> datetime:
    """When to poll after a failure: the wait doubles from `first` to a day; never below `retry_after` seconds."""
    doublings = min(max(health.failures - 1, 0), 10)
    wait = _jittered(min(first * 2**doublings, LONGEST_BACK_OFF), dice)
    return now + max(wait, timedelta(seconds=retry_after or 0))


def _rhythm(dates: Iterable[datetime], now: datetime) -> timedelta:
    """Half the median gap, the time since the last entry being a gap too when it is the longer one."""
    recent = sorted((date for date in dates if date <= now), reverse=True)[:RECENT]
    if not recent:
        return UNKNOWN
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(recent)]
    if now - recent[0] > STALE or not gaps:
        return LONGEST if now - recent[0] > STALE else UNKNOWN
    return timedelta(seconds=median(gaps) / 2)


def _jittered(wait: timedelta, dice: float) -> timedelta:
    return wait * (1 + JITTER * (2 * dice - 1))
