"""How the work stands, for the health page and for figures."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.check import vitals
from storage.database import Database
from storage.records import Vitals

#: At the full rate of sending, a delivery waits so long behind more than 20,000 others: something is wrong.
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class CheckVitals:
    """Asks the store. Raises StorageError."""

    database: Database

    def __call__(self, now: datetime) -> Vitals:
        """How the work stands now."""
        return vitals(self.database, now)


def outbox_trouble(facts: Vitals, now: datetime) -> str:
    """What is wrong with the sending of messages, "" when nothing is."""
    if facts.oldest_due is None or now - facts.oldest_due <= LONGEST_WAIT:
        return ""
    return f"a message has been due for {(now - facts.oldest_due).total_seconds() / 60:.0f} minutes and is not sent"
