"""Which error a status stands for, and how long the server asks to wait."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.web.errors import BadStatus, Busy, Gone, NotFound, Refused, ServerError

LONGEST_WAIT = 7 * 24 * 3600.0  # seconds; who asks for more is not believed

_KINDS: dict[int, type[BadStatus]] = {
    401: Refused,
    402: Refused,
    403: Refused,
    404: NotFound,
    407: Refused,
    410: Gone,
    429: Busy,
    451: Refused,
    503: Busy,
}


def status_error(status: int, headers: Mapping[str, str]) -> BadStatus:
    """The error for an answer that is no page."""
    wait = retry_after(headers.get("retry-after", ""), headers.get("date", ""))
    return _kind(status)(status, wait)


def _kind(status: int) -> type[BadStatus]:
    if status in _KINDS:
        return _KINDS[status]
    if status >= 600:
        return Refused  # 999 is how LinkedIn turns bots away
    return ServerError if status >= 500 else BadStatus


def retry_after(value: str, date: str) -> float | None:
    """Seconds to wait by the header Retry-After, None when it says nothing of use.

    A point in time counts from the server's own clock (its header `Date`), so a wrong clock does no harm.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), LONGEST_WAIT)
    until, now = moment(value), moment(date)
    if until is None or now is None:
        return None
    return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)


def moment(value: str) -> datetime | None:
    """The point in time in a header, None when it is none."""
    try:
        found = parsedate_to_datetime(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found
    except (ValueError, TypeError, OverflowError):
        return None
