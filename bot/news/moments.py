"""Points in time as pages, feeds and mails write them, to aware UTC."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_EARLIEST_YEAR = 1990  # an earlier year is a mistake or no date of news
_LATEST_YEAR = 2100
_SPACED = re.compile(r"(?<=\d)\s+(?=[+-]\d)|\s*\(.*\)$")
_ZONES = re.compile(r"\s*(?:GMT|UTC|Z)\s*$")
_LOOSE_FORMS = (
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y %I:%M %p",
    "%Y-%m-%d %I:%M %p",
    "%m/%d/%Y",
)
_HAS_TIME = re.compile(r"\d:\d\d|T\d{4}")


def read_date(text: str) -> datetime | None:
    """The moment `text` names, in UTC; without a zone it is taken as UTC, without a time as midnight.

    ISO 8601, RFC 2822 and a few plain English and American forms; None for anything else.
    """
    text = text.strip()[:60]
    for read in (_iso, _mail, _loose):
        try:
            moment = read(text)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        if _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR:
            return moment
    return None


def has_time(text: str) -> bool:
    """Whether a date as written holds a time of day too."""
    return bool(_HAS_TIME.search(text))


def _iso(text: str) -> datetime:
    return datetime.fromisoformat(_SPACED.sub("", text))


def _mail(text: str) -> datetime:
    return parsedate_to_datetime(text)


def _loose(text: str) -> datetime:
    plain = _ZONES.sub("", " ".join(text.replace(".", " ").split()))
    for form in _LOOSE_FORMS:
        try:
            return datetime.strptime(plain, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise ValueError(text)
