"""tick -> due feeds polled, waiting entries made articles: two lines of work beside the chat, in threads of their own.

Everything stands in due columns and leases, so a restart or a second worker continues where the first stopped.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Generic, TypeVar

from bot.context import P, R, hop, utc_now
from bot.jobs.pause import pause
from bot.jobs.pulse import Pulse
from bot.log_ids import log_ids
from bot.threads import ThreadPool
from bot.usecases.read_entries import ReadEntries
from bot.usecases.refresh_feeds import RefreshFeeds
from bot.usecases.tidy_feeds import TidyFeeds
from storage.errors import StorageError
from storage.feed_records import Entry, Feed

log = logging.getLogger(__name__)

T = TypeVar("T", Feed, Entry)

#: Feeds and pages under way at once. They wait for other people's servers, so they need more threads than processors.
FEEDS_AT_ONCE, PAGES_AT_ONCE = 6, 6
#: Without work, look for due feeds at least so often, in seconds; with work, as soon as a host may be asked again.
_LOOK_AROUND, _HOST_PAUSE = 5.0, 1.0
#: Hosts are asked once a second: so long after a claim there may be more behind it, in seconds.
_MORE_BEHIND = 2.5
_TIDY = timedelta(hours=1)


@dataclass(slots=True)
class Line(Generic[T]):
    """One kind of work, so many at once: what claims it, frees what a former life held, and does one piece."""

    kind: str
    claim: Callable[[int, datetime, str], tuple[T, ...]]
    take_over: Callable[[str], None]
    work: Callable[[T, datetime], object]
    at_once: int
    working: set[asyncio.Task[None]] = field(default_factory=set)


@dataclass(slots=True)
class Poller:
    """Polls feeds and reads entries. `every` is the setting POLL_INTERVAL_SECONDS; `worker` names it in leases."""

    refresh_feeds: RefreshFeeds
    read_entries: ReadEntries
    tidy_feeds: TidyFeeds
    worker: str
    every: float
    clock: Callable[[], datetime] = utc_now
    pulse: Pulse = field(default_factory=Pulse)
    _pool: ThreadPool = field(init=False)
    _lines: tuple[Line[Any], ...] = field(init=False)
    _wake: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _tidied: datetime | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._pool = ThreadPool(FEEDS_AT_ONCE + PAGES_AT_ONCE + 1, "poll")
        feeds, pages = self.refresh_feeds, self.read_entries
        self._lines = (
            Line("feed", feeds.claim, feeds.take_over, feeds, FEEDS_AT_ONCE),
            Line("entry", pages.claim, pages.take_over, pages, PAGES_AT_ONCE),
        )

    def wake(self) -> None:
        """There may be something due: a chat has just followed a feed."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        for line in self._lines:
            await self._safely(line.take_over, self.worker)
        loop, busy_until = asyncio.get_running_loop(), 0.0
        with self.pulse.loop("poll") as turn:
            while True:
                turn(_LOOK_AROUND)
                self._wake.clear()
                if await self.start_due():
                    busy_until = loop.time() + _MORE_BEHIND
                await self._tidy()
                idle = not self.is_working and loop.time() > busy_until
                await pause(self._wake, min(self.every, _LOOK_AROUND) if idle else _HOST_PAUSE)

    @property
    def is_working(self) -> bool:
        """Whether anything is under way."""
        return any(line.working for line in self._lines)

    async def start_due(self) -> int:
        """How many feeds and entries were claimed just now; they are worked on from here on.

        The lines take turns at going first: a host with many feeds would leave no second for its pages otherwise.
        """
        self._lines = (*self._lines[1:], self._lines[0])
        return sum([await self._start(line) for line in self._lines])

    async def drain(self, seconds: float) -> None:
        """Let what is under way end, for at most `seconds`; what is left is claimed again at the next start."""
        working: Sequence[asyncio.Task[None]] = [task for line in self._lines for task in line.working]
        if working:
            await asyncio.wait(working, timeout=seconds)
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _start(self, line: Line[T]) -> int:
        room = line.at_once - len(line.working)
        if room <= 0:
            return 0
        claimed = await self._safely(line.claim, room, self.clock(), self.worker) or ()
        for one in claimed:
            with log_ids(**{line.kind: one.id}):  # the task takes it along
                task = asyncio.create_task(self._work(line, one))
            line.working.add(task)
            task.add_done_callback(partial(self._done, line.working))
        return len(claimed)

    def _done(self, working: set[asyncio.Task[None]], task: asyncio.Task[None]) -> None:
        working.discard(task)
        self.wake()

    async def _work(self, line: Line[T], claimed: T) -> None:
        try:
            await hop(self._pool, line.work, claimed, self.clock())
        except StorageError as error:
            log.warning("%s waits until its claim is over: %s", type(claimed).__name__, error)
        except Exception:
            # One feed or entry must not stop the others; it is claimed again when the lease is over.
            log.exception("%s failed", type(claimed).__name__)

    async def _tidy(self) -> None:
        now = self.clock()
        if self._tidied is None or now - self._tidied >= _TIDY:
            self._tidied = now
            await self._safely(self.tidy_feeds, now)

    async def _safely(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """What the call gives, None where it fails: the lines of work go on, whatever it is."""
        try:
            return await hop(self._pool, call, *args, **kwargs)
        except StorageError as error:
            log.warning("polling waits for the store: %s", error)
        except Exception:
            log.exception("polling failed just now")
        return None
