"""Says that the bot is alive while its loops truly turn: to systemd, and in the data folder for `newsdesk check`.

A loop that is stuck silences it; then systemd's watchdog starts the bot again, which loses nothing.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.context import Threads, hop
from bot.jobs.pulse import Pulse
from bot.jobs.systemd import notify, watchdog_seconds
from storage.errors import StorageError

log = logging.getLogger(__name__)

#: A sign at least so often, in seconds, and so many in the time that the watchdog leaves.
_EVERY = 10.0
_SIGNS_A_WATCHDOG = 3


@dataclass(slots=True)
class Watchman:
    """Gives signs of life until cancelled; `sign` leaves one in the data folder and may raise StorageError."""

    pulse: Pulse
    sign: Callable[[], None]
    threads: Threads
    every: float = field(default_factory=lambda: min(_EVERY, (watchdog_seconds() or _EVERY) / _SIGNS_A_WATCHDOG))

    async def run(self) -> None:
        """Work until cancelled."""
        notify("READY=1")
        try:
            while True:
                await self.step()
                await asyncio.sleep(self.every)
        finally:
            notify("STOPPING=1")

    async def step(self) -> bool:
        """Whether a sign was given."""
        if stuck := self.pulse.stuck():
            log.error("these loops are stuck: %s", ", ".join(stuck))
            return False
        try:
            # In a thread: with no thread free nothing gets done, and that is no life either.
            await hop(self.threads.quick, self.sign)
        except StorageError as error:
            log.warning("no sign of life could be left: %s", error)
        notify("WATCHDOG=1")
        return True
