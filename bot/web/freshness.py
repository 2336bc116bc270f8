"""How long a server says that its answer stays fresh (RFC 9111), so that a feed is not asked for again too soon."""

import re

from bot.web.page import Page
from bot.web.statuses import moment

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_ALWAYS_STALE = re.compile(r"(?:^|[\s,])(?:no-cache|no-store)(?:$|[\s,=])", re.IGNORECASE)
MOST = 6 * 3600.0  # seconds; longer times are meant for pictures and scripts and set for everything


def fresh_for(page: Page) -> float | None:
    """Seconds from now for which `page` is fresh, by Cache-Control and Age, else Expires and Date; None when silent."""
    control = page.header("cache-control")
    if _ALWAYS_STALE.search(control):
        return None
    if found := _MAX_AGE.search(control):
        seconds = float(found[1]) - _age(page)
    else:
        expires, date = moment(page.header("expires")), moment(page.header("date"))
        if expires is None or date is None:
            return None
        seconds = (expires - date).total_seconds()
    return min(seconds, MOST) if seconds > 0 else None


def _age(page: Page) -> float:
    age = page.header("age").strip()
    return float(age[:9]) if age.isascii() and age.isdigit() else 0.0
