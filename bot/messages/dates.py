"""Dates as people read them."""

from datetime import datetime


def day(moment: datetime) -> str:
    """The day of an aware time, such as "22 Mar 2018"."""
    return f"{moment.day} {moment:%b %Y}"
