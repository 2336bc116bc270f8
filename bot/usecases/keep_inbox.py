"""Accepted updates: stored before they are confirmed to Telegram, claimed for handling, finished when handled.

Telegram counts an update as delivered when the next one is asked for, before any handler has run. So each is
written down first, and what a crash interrupts is handled at the next start.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database
from storage.records import AcceptedUpdate

#: An update whose handling has ended the process this often is given up; the chat is told.
MOST_ATTEMPTS = 3
_SUSPICIOUS = 2


@dataclass(frozen=True, slots=True)
class KeepInbox:
    """The inbox of one bot, as one worker sees it; `worker` names it in leases, the same after a restart."""

    database: Database
    bot_id: int
    worker: str
    lease: timedelta = timedelta(minutes=2)

    def next_offset(self, now: datetime) -> int:
        """The offset that confirms to Telegram all that is stored."""
        with self.database.read() as uow:
            return uow.inbox(self.bot_id).next_offset(now)

    def accept(self, updates: Sequence[tuple[int, int | None, str]], now: datetime) -> int:
        """Store (update id, chat id, JSON); how many were new."""
        with self.database.write() as uow:
            accepted = uow.inbox(self.bot_id).accept(updates, now)
            uow.commit()
        return accepted

    def claim(self, limit: int, now: datetime) -> tuple[AcceptedUpdate, ...]:
        """At most `limit` updates to handle, oldest first, one a chat."""
        with self.database.write() as uow:
            claimed = uow.inbox(self.bot_id).claim(limit, now, self.lease, self.worker)
            uow.commit()
        return claimed

    def detach(self, update_id: int) -> None:
        """Let the chat's next update be claimed while this one's slow work goes on."""
        with self.database.write() as uow:
            uow.inbox(self.bot_id).detach(update_id)
            uow.commit()

    def extend(self, update_ids: Sequence[int], now: datetime) -> None:
        """Renew the leases of updates still in work."""
        with self.database.write() as uow:
            uow.inbox(self.bot_id).extend(update_ids, now + self.lease)
            uow.commit()

    def postpone(self, update_ids: Sequence[int], until: datetime) -> None:
        """Handle these again from then on; the reason is not theirs, so the attempt does not count."""
        with self.database.write() as uow:
            uow.inbox(self.bot_id).postpone(update_ids, until)
            uow.commit()

    def finish(self, update_id: int) -> None:
        """The update is handled and forgotten."""
        with self.database.write() as uow:
            uow.inbox(self.bot_id).finish(update_id)
            uow.commit()

    def take_over(self) -> int:
        """At the start: what a former process of this name held is free again; how many of those were in two crashes.

        One of them may be the cause. Handled one at a time, it cannot use up the attempts of the others.
        """
        with self.database.write() as uow:
            attempts = uow.inbox(self.bot_id).release(self.worker)
            uow.commit()
        return sum(number >= _SUSPICIOUS for number in attempts)
