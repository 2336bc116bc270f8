"""New articles -> stories -> followers, and due digests -> outbox: one line of work in a thread of its own.

Everything stands in marks and due columns, so a restart or a second worker continues where the first stopped. What it
publishes `deliver` sends.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.context import hop, utc_now
from bot.jobs.pulse import Pulse
from bot.threads import ThreadPool
from bot.usecases.group_stories import GroupStories
from bot.usecases.match_topics import MatchTopics
from bot.usecases.send_digests import SendDigests
from storage.errors import StorageError

log = logging.getLogger(__name__)

_AT_ONCE = 20


@dataclass(slots=True)
class Cycle:
    """Runs the news cycle until cancelled; `on_published` wakes whoever sends.

    It looks for new articles and due digests each `every` seconds, and `after_failure` seconds after a failure.
    """

    group_stories: GroupStories
    match_topics: MatchTopics
    send_digests: SendDigests
    on_published: Callable[[], None]
    clock: Callable[[], datetime] = utc_now
    every: float = 2.0
    after_failure: float = 10.0
    pulse: Pulse = field(default_factory=Pulse)
    _pool: ThreadPool = field(default_factory=lambda: ThreadPool(1, "cycle"))

    async def run(self) -> None:
        """Work until cancelled."""
        await self._safely(self.send_digests.take_over)
        with self.pulse.loop("cycle") as turn:
            while True:
                turn(self.after_failure)
                done = await self._safely(self.step)
                if not done:
                    await asyncio.sleep(self.after_failure if done is None else self.every)

    def step(self) -> int:
        """How much was done: articles placed and matched, digests made. Raises StorageError."""
        placed = self.group_stories(_AT_ONCE)
        matched = self.match_topics(self.clock(), _AT_ONCE)
        return placed + matched + self.send_digests(self.clock())

    def close(self) -> None:
        """Begin nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _safely(self, call: Callable[[], int | None]) -> int | None:
        """What the call gave, None after a failure; whatever fails, the line of work goes on."""
        try:
            done = await hop(self._pool, call)
        except StorageError as error:
            log.warning("the news cycle waits for the store: %s", error)
            return None
        except Exception:
            log.exception("the news cycle failed")
            return None
        if done:
            self.on_published()
        return done or 0
