"""A chat's own hours: when its next digest is due, and until when it is asleep.

Zones are IANA names, so summer time comes right by itself. Used by the use cases that plan deliveries.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

EVERY_DAY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class DigestHour:
    """When a digest comes: local minutes after midnight, on these days (Monday is 0)."""

    minute: int
    days: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local minutes after midnight between which nothing rings; `start` after `end` spans midnight, equal is never."""

    start: int
    end: int


def next_digest(hour: DigestHour, zone: str, now: datetime) -> datetime:
    """The first digest after `now`, aware UTC.

    A minute that the clocks skip in spring comes when they have jumped, one that they repeat in autumn comes once.
    Raises ValueError without a day, or for a minute or a zone that does not exist.
    """
    _check_minute(hour.minute)
    if not hour.days & EVERY_DAY:
        raise ValueError("a digest needs a day of the week")
    place = _zone(zone)
    yesterday = now.astimezone(place).date() - timedelta(days=1)
    # Ten days hold every day of the week after `now`, whatever the zone.
    days = (yesterday + timedelta(days=step) for step in range(10))
    return min(due for day in days if day.weekday() in hour.days and (due := _moment(day, hour.minute, place)) > now)


def quiet_until(quiet: QuietHours, zone: str, now: datetime) -> datetime | None:
    """When the quiet hours that `now` falls in end, aware UTC; None outside them. Raises as `next_digest` does."""
    _check_minute(quiet.start)
    _check_minute(quiet.end)
    place = _zone(zone)
    today = now.astimezone(place).date()
    if quiet.start == quiet.end:
        return None
    for day in (today - timedelta(days=1), today):
        last = day if quiet.start < quiet.end else day + timedelta(days=1)
        end = _moment(last, quiet.end, place)
        if _moment(day, quiet.start, place) <= now < end:
            return end
    return None


def _check_minute(minute: int) -> None:
    if not 0 <= minute < MINUTES_A_DAY:
        raise ValueError(f"{minute} is no minute of a day")


def _moment(day: date, minute: int, place: ZoneInfo) -> datetime:
    """The UTC moment of a local minute; the first of two, and the jump's other side when there is none."""
    local = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=place)
    moment = local.astimezone(UTC)
    if moment.astimezone(place).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _end_of_gap(local)


def _end_of_gap(local: datetime) -> datetime:
    """The moment the clocks jump over a local time that does not exist."""
    before, after = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    early, late = min(before, after), max(before, after)
    offset = early.astimezone(local.tzinfo).utcoffset()
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        if middle.astimezone(local.tzinfo).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late.replace(second=0, microsecond=0)


def _zone(name: str) -> ZoneInfo:
    if not is_zone(name):
        raise ValueError(f"there is no time zone {name!r}")
    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA time zone known here."""
    return name in _zones()


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def find_zones(text: str, count: int = 6) -> tuple[str, ...]:
    """Zones that a typed city or zone may mean, best first: "berlin", "new york", "Europe/Ber"."""
    wanted = "_".join(text.split()).casefold()
    if not wanted:
        return ()
    named = (name for name in _zones() if not name.startswith("Etc/"))
    found = [(rank, name) for name in named if (rank := _closeness(wanted, name.casefold())) is not None]
    return tuple(name for _, name in sorted(found)[:count])


def _closeness(wanted: str, name: str) -> int | None:
    city = name.rpartition("/")[2]
    if wanted in (name, city):
        return 0
    if city.startswith(wanted):
        return 1
    return 2 if wanted in name else None
