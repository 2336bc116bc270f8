"""Dates as people read them."""

from datetime import datetime, timedelta


def day(moment: datetime) -> str:
    """The day of an aware time, such as "22 Mar 2018"."""
    return f"{moment.day} {moment:%b %Y}"


def span(time: timedelta) -> str:
    """A length of time, such as "5 min", "3 h" or "2 days"."""
    minutes = max(round(time.total_seconds() / 60), 1)
    if minutes < 90:
        return f"{minutes} min"
    return f"{round(minutes / 60)} h" if minutes < 48 * 60 else f"{round(minutes / 1440)} days"
