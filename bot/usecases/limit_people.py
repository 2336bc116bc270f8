"""What one person may do in a while, so that one who overdoes it costs the others nothing; 0 is no limit.

The rates stand in the database (`storage/rates.py`): a restart or a second worker forgets nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from storage.database import Database

#: Bot API: bots can download files of up to 20 MB.
MOST_UPLOADED = 20_000_000


class Deed(Enum):
    """What is counted; the values are how storage knows them."""

    READING = "reading"
    QUESTION = "question"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `most` within `span`; 0 is no limit."""

    most: int
    span: timedelta


@dataclass(frozen=True, slots=True)
class TooOften:
    """The rate that was exceeded, when the deed is possible again, and whether the person was told already."""

    deed: Deed
    rate: Rate
    again: datetime
    is_told: bool


@dataclass(frozen=True, slots=True)
class LimitPeople:
    """Counts what people do against their rates; `upload_bytes` is how large a file may be."""

    database: Database
    rates: Mapping[Deed, Rate] = field(default_factory=dict)
    upload_bytes: int = MOST_UPLOADED

    def __call__(self, user_id: int, deed: Deed, now: datetime) -> TooOften | None:
        """None when the person may do it, and it is counted."""
        rate = self.rates.get(deed)
        if rate is None or not rate.most:
            return None
        with self.database.write() as uow:
            excess = uow.rates.spend(user_id, deed.value, rate.most, rate.span, now)
            uow.commit()
        return TooOften(deed, rate, excess.again, not excess.is_first) if excess else None
