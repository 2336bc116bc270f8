"""Time expressions of a question against the chat's own day: "this week", "in March", "since Monday", "latest".

Read by the use case, which prefers articles of that time; English.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_DAYS = {name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_MONTH = re.compile(
    r"\b(since|in|during|last|this|of|early|late|mid)\s+(" + "|".join(_MONTHS) + r")(?:\s+(\d{4}))?\b", re.IGNORECASE
)
_DAY = re.compile(r"\b(since|on|last)?\s*\b(" + "|".join(_DAYS) + r")\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(since|in|during)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_SPAN = re.compile(r"\b(?:last|past)\s+(\d{1,3})\s+(day|week|month)s?\b", re.IGNORECASE)
_LENGTHS = {"day": 1, "week": 7, "month": 30}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in UTC, both ends included. `words` is the expression as typed."""

    start: datetime
    end: datetime
    words: str


def read_period(text: str, now: datetime, zone: tzinfo = UTC) -> Period | None:
    """The time `text` speaks of, by the day that `now` is in `zone`; None when it names none."""
    today = now.astimezone(zone).date()
    for reader in (_plain, _span, _since_day, _month, _year):
        found = reader(text, today)
        if found is not None:
            first, last, words = found
            return Period(_moment(first, time.min, zone), _moment(last, time.max, zone), words)
    return None


Found = tuple[date, date, str] | None


def _moment(day: date, hour: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)


def _plain(text: str, today: date) -> Found:
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    year = today.replace(month=1, day=1)
    day = timedelta(days=1)
    expressions = {
        "today": (today, today),
        "yesterday": (today - day, today - day),
        "this week": (monday, today),
        "last week": (monday - 7 * day, monday - day),
        "this month": (first, today),
        "last month": (before, first - day),
        "this year": (year, today),
        "last year": (year.replace(year=year.year - 1), year - day),
        "latest": (today - 14 * day, today),
        "recently": (today - 30 * day, today),
    }
    low = f" {text.lower()} "
    for words, (start, end) in expressions.items():
        if re.search(rf"\b{words}\b", low):
            return start, end, words
    return None


def _span(text: str, today: date) -> Found:
    match = _SPAN.search(text)
    if not match:
        return None
    return today - timedelta(days=int(match[1]) * _LENGTHS[match[2].lower()]), today, match.group()


def _since_day(text: str, today: date) -> Found:
    match = _DAY.search(text)
    if not match:
        return None
    back = (today.weekday() - _DAYS[match[2].lower()]) % 7
    day = today - timedelta(days=back)
    return day, today if (match[1] or "").lower() == "since" else day, match.group().strip()


def _month(text: str, today: date) -> Found:
    match = _MONTH.search(text)
    if not match:
        return None
    month = _MONTHS[match[2].lower()]
    year = int(match[3]) if match[3] else today.year - (month > today.month)
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first, today if match[1].lower() == "since" else last, match.group()


def _year(text: str, today: date) -> Found:
    match = _YEAR.search(text)
    if not match:
        return None
    year = int(match[2])
    return date(year, 1, 1), today if match[1].lower() == "since" else date(year, 12, 31), match.group()
