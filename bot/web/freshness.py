"""How long a server says that its answer stays good: a hint not to ask sooner."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from bot.web.page import Page

_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NO_HINT = re.compile(r"(?:^|,)\s*(?:no-cache|no-store)\b", re.IGNORECASE)


def freshness(page: Page) -> float:
    """Seconds by `Cache-Control: max-age` less `Age`, or `Expires` less `Date` (RFC 9111, 4.2); 0.0 without a hint."""
    control = page.header("cache-control")
    if _NO_HINT.search(control):
        return 0.0
    if found := _MAX_AGE.search(control):
        age = page.header("age").strip()
        return max(float(found[1]) - (float(age[:9]) if age.isascii() and age.isdigit() else 0.0), 0.0)
    expires, date = _moment(page.header("expires")), _moment(page.header("date"))
    if expires is None or date is None:
        return 0.0
    return max((expires - date).total_seconds(), 0.0)


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else None
