"""One worker talks to Telegram, the others stand by: whoever holds the lease receives, answers and delivers.

Polling feeds, reading pages, grouping and matching is everybody's. Neighbour: `hold_telegram` keeps the lease.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from bot.context import Threads, hop
from bot.jobs.clock import SharedClock
from bot.usecases.hold_telegram import HoldTelegram
from storage.errors import StorageError

log = logging.getLogger(__name__)

_RENEWALS_A_LEASE = 3


@dataclass(slots=True)
class Speaker:
    """Talks while it is this worker's turn; sets the clock that the workers share on the way."""

    hold: HoldTelegram
    threads: Threads
    clock: SharedClock
    _until: float = 0.0
    _is_waiting: bool = False

    async def tune(self) -> None:
        """Set the shared clock; on StorageError it goes on as it was."""
        try:
            now = await hop(self.threads.quick, self.hold.shared_time)
        except StorageError as error:
            log.warning("the database does not tell the time: %s", error)
        else:
            if now is not None:
                self.clock.set(now)

    async def run(self, talk: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run `talk` whenever it is this worker's turn, until cancelled. What `talk` raises ends it."""
        while True:
            if await self._take(self.hold.lease.total_seconds()):
                await self._talk(talk)
            else:
                self._say_that_it_waits()
            await asyncio.sleep(self._every)
            await self.tune()

    @property
    def is_talking(self) -> bool:
        """Whether it is this worker's turn."""
        return self._left > 0

    @property
    def _every(self) -> float:
        return self.hold.lease.total_seconds() / _RENEWALS_A_LEASE

    def _say_that_it_waits(self) -> None:
        if not self._is_waiting:
            log.info("another worker talks to Telegram; this one reads, groups and matches, and stands by")
        self._is_waiting = True

    async def _talk(self, talk: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if self._is_waiting:
            log.info("this worker talks to Telegram from now on")
        self._is_waiting = False
        talking = asyncio.create_task(talk())
        try:
            while not talking.done() and await self._renewed():
                await asyncio.wait({talking}, timeout=min(self._every, self._left))
                await self.tune()
            if talking.done():
                talking.result()
        finally:
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)
            await self._release()

    async def _renewed(self) -> bool:
        """Whether it is still this worker's turn; a database that is away for less than the lease changes nothing."""
        if await self._take(self._left) or self._left > 0:
            return True
        log.warning("this worker no longer talks to Telegram: its turn could not be renewed")
        return False

    @property
    def _left(self) -> float:
        """Seconds until the turn is over, unless it is renewed."""
        return max(0.0, self._until - time.monotonic())

    async def _take(self, patience: float) -> bool:
        """Whether the turn was taken or renewed; so many seconds are waited for the database to say so."""
        asked = time.monotonic()
        try:
            async with asyncio.timeout(patience):
                taken = await hop(self.threads.quick, self.hold.take)
        except (StorageError, TimeoutError) as error:
            log.warning("the database does not say who talks to Telegram: %s", error or "no answer")
            return False
        self._until = asked + self.hold.lease.total_seconds() if taken else 0.0
        return taken

    async def _release(self) -> None:
        try:
            await hop(self.threads.quick, self.hold.release)
        except StorageError as error:
            log.warning("others wait until this worker's turn is over: %s", error)
