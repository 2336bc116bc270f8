"""Which of several workers talks to Telegram: one at a time, by a lease in the database they share.

Telegram gives updates to one caller, and only one pacer can keep its limits. A SQLite file has one program anyway
(`storage.lock`), so nothing is written there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database


@dataclass(frozen=True, slots=True)
class HoldTelegram:
    """The right to talk as one bot, as one worker sees it. Raises StorageError."""

    database: Database
    bot_id: int
    worker: str
    lease: timedelta = timedelta(seconds=15)

    def take(self) -> bool:
        """Whether this worker may talk, from now on or still, for the time of the lease."""
        if self.database.file is not None:
            return True
        with self.database.write() as uow:
            taken = uow.leases.take(self._task, self.worker, uow.clock(), self.lease)
            uow.commit()
        return taken

    def release(self) -> None:
        """Another worker may talk from now on, if it was this one's turn."""
        if self.database.file is None:
            with self.database.write() as uow:
                uow.leases.release(self._task, self.worker)
                uow.commit()

    def shared_time(self) -> datetime | None:
        """What time it is for all who share the database; None where nobody does."""
        if self.database.file is not None:
            return None
        with self.database.read() as uow:
            return uow.clock()

    @property
    def _task(self) -> str:
        return f"telegram {self.bot_id}"
