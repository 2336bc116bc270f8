"""What needs a person: looked for every minute, told to the owner once, and once more when it is over.

Each worry that was told stands in a mark, set in the transaction that puts the message into the outbox, so neither a
restart nor a second worker tells it again. A database that cannot be written can keep no mark: there the message goes
out directly, and an empty file in the data folder stands for the mark (`Watcher` in bot/jobs/worry.py sends it).
"""

import logging
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.usecases.notices import WORRY, Worry, WorryNotice
from storage.database import Database
from storage.errors import StorageError
from storage.outbox_records import ALERT
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

#: With less room left the owner is told; the worry is over when there is twice as much.
NEARLY_FULL = 500_000_000
#: So many feeds, and half of all, must fail; the worry is over when fewer than a quarter do.
MANY_FEEDS = 3
#: A worry must be there at so many looks in a row, and be gone for so many: a restart makes a conflict for some
#: seconds, and two programs that share a token take turns in having one.
_LOOKS_TO_BEGIN, _LOOKS_TO_END = 2, 5
_TASK, _LEASE = "watch", timedelta(minutes=3)
#: Written at each look: a database that takes this can be written.
_HEARTBEAT = "watched"


def free_bytes(folder: Path) -> int:
    """How much room is left on the disk of the folder."""
    return shutil.disk_usage(folder).free


@dataclass(slots=True)
class WatchOver:
    """Looks for worries. `folder` is the data folder; `room` tells the bytes left there."""

    database: Database
    worker: str
    folder: Path
    room: Callable[[Path], int] = free_bytes
    _looks: dict[Worry, int] = field(default_factory=dict)
    _owner_id: int | None = None
    _failures: int = 0

    def __call__(self, now: datetime, *, has_conflict: bool | None = False) -> int:
        """Look once; how many messages to the owner are on their way now. Raises StorageError.

        `has_conflict` says that Telegram refused to give updates because another program asked for them; None where
        it is not this worker that asks.
        """
        with self.database.write() as uow:
            uow.marks.set(_HEARTBEAT, now.isoformat())
            owner = uow.people.owner()
            self._owner_id = owner.user_id if owner else None
            if self._owner_id is None:
                uow.commit()
                return 0
            told = sum(
                self._settle(uow, worry, detail, now) for worry, detail in self._seen(uow, now, has_conflict).items()
            )
            told += self._database_works(uow, now)
            uow.commit()
        self._failures = 0
        self._file.unlink(missing_ok=True)
        return told

    def database_failed(self) -> int | None:
        """The owner's number, when a look that failed for the database is to be told directly; else None."""
        self._failures += 1
        if self._failures < _LOOKS_TO_BEGIN or self._file.exists():
            return None
        return self._owner_id or self._owner()

    def _owner(self) -> int | None:
        """The owner, from a database that may still be read."""
        try:
            with self.database.read() as uow:
                owner = uow.people.owner()
        except StorageError as error:
            log.warning("the owner cannot be told, and is not known: %s", error)
            return None
        return owner.user_id if owner else None

    def database_told(self) -> None:
        """The owner was told directly that the database fails."""
        try:
            self._file.touch()
        except OSError as error:
            log.warning("a restart will tell again that the database fails: %s", error)

    def token_refused(self, now: datetime) -> None:
        """Telegram refuses the token. Nobody can be told before it takes one again. Raises StorageError."""
        with self.database.write() as uow:
            if uow.marks.get(self._mark(Worry.TOKEN)) is None:
                uow.marks.set(self._mark(Worry.TOKEN), now.isoformat())
            uow.commit()

    def _seen(self, uow: UnitOfWork, now: datetime, has_conflict: bool | None) -> Mapping[Worry, str | None]:  # noqa: FBT001
        """What is seen of each worry, None where it is not there; those that another worker looks for are left out."""
        seen = {Worry.DISK: self._disk(uow), Worry.TOKEN: None}
        if has_conflict is not None:
            seen[Worry.CONFLICT] = "" if has_conflict else None
        if uow.leases.take(_TASK, self.worker, now, _LEASE):
            seen[Worry.FEEDS] = self._feeds(uow)
        return seen

    def _disk(self, uow: UnitOfWork) -> str | None:
        room = self.room(self.folder)
        enough = NEARLY_FULL * (1 if uow.marks.get(self._mark(Worry.DISK)) is None else 2)
        return f"{room / 1_000_000:,.0f} MB" if room < enough else None

    def _feeds(self, uow: UnitOfWork) -> str | None:
        counts = uow.feeds.health()
        failing = counts.get("failing", 0)
        total = failing + counts.get("active", 0)
        share = 2 if uow.marks.get(self._mark(Worry.FEEDS)) is None else 4
        return f"{failing} of {total}" if failing >= MANY_FEEDS and failing * share >= total else None

    def _settle(self, uow: UnitOfWork, worry: Worry, detail: str | None, now: datetime) -> int:
        """Tell that a worry begins or is over, when that is new; how many messages that makes."""
        mark = self._mark(worry)
        since = uow.marks.get(mark)
        if (detail is None) is (since is None):
            self._looks.pop(worry, None)
            return 0
        self._looks[worry] = looks = self._looks.get(worry, 0) + 1
        if since is None and looks >= _LOOKS_TO_BEGIN:
            uow.marks.set(mark, now.isoformat())
            self._tell(uow, WorryNotice(worry.name, detail or "", now.isoformat(), is_over=False), now)
        elif since is not None and (looks >= _LOOKS_TO_END or worry is Worry.TOKEN):
            uow.marks.drop(mark)
            self._tell(uow, WorryNotice(worry.name, "", since, is_over=True), now)
        else:
            return 0
        del self._looks[worry]
        return 1

    def _database_works(self, uow: UnitOfWork, now: datetime) -> int:
        """Tell that the database works again, when the owner was told that it does not."""
        if not self._file.exists():
            return 0
        since = datetime.fromtimestamp(self._file.stat().st_mtime, now.tzinfo)
        self._tell(uow, WorryNotice(Worry.DATABASE.name, "", since.isoformat(), is_over=True), now)
        return 1

    def _tell(self, uow: UnitOfWork, notice: WorryNotice, now: datetime) -> None:
        if self._owner_id is not None:
            post = uow.posts.add(WORRY, notice.payload, now, chat_id=self._owner_id)
            uow.posts.deliver(post, self._owner_id, now, ALERT)

    def _mark(self, worry: Worry) -> str:
        """Feeds are everybody's, and so are the updates; a disk and the token it is started with are one worker's."""
        return f"worry:{worry.name}" if worry in {Worry.FEEDS, Worry.CONFLICT} else f"worry:{worry.name}:{self.worker}"

    @property
    def _file(self) -> Path:
        return self.folder / "database-failed"
