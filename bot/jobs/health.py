"""GET /healthz and /metrics: whether the bot is well, for whoever watches over it, and its figures for Prometheus."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tornado.web import RequestHandler

from bot.context import hop, utc_now
from bot.jobs.listen import listening
from bot.jobs.pulse import Pulse
from bot.metrics import CONTENT_TYPE, Metrics, age
from bot.threads import ThreadPool
from bot.usecases.check_vitals import CheckVitals, outbox_trouble
from storage.errors import StorageError
from storage.records import Vitals

log = logging.getLogger(__name__)

#: The store has so long to answer, and the event loop's lateness is measured so often, in seconds.
_PATIENCE = 5.0
_LAG_EVERY = 0.5


@dataclass(slots=True)
class HealthPage:
    """Serves both pages on `address` and `port` until cancelled. `listens` is the port that was taken."""

    address: str
    port: int
    pulse: Pulse
    metrics: Metrics
    check: CheckVitals
    clock: Callable[[], datetime] = utc_now
    listens: int = 0
    _pool: ThreadPool = field(default_factory=lambda: ThreadPool(1, "health"))

    async def run(self) -> None:
        """Work until cancelled. Raises NotListening."""
        try:
            pages = {"page": self}
            with listening(r"/(healthz|metrics)", _Page, pages, address=self.address, port=self.port) as self.listens:
                log.info("/healthz and /metrics on %s:%d", self.address, self.listens)
                await self._measure_lag()
        finally:
            self._pool.shutdown(wait=False, cancel_futures=True)

    async def _measure_lag(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _LAG_EVERY
            await asyncio.sleep(_LAG_EVERY)
            self.metrics.lagged(max(0.0, loop.time() - due))

    async def health(self) -> dict[str, Any]:
        """What /healthz says; "troubles" is empty when all is well."""
        vitals, now = await self._vitals(), self.clock()
        troubles = [*_deafness(self.pulse), *(f"the loop {name!r} is stuck" for name in self.pulse.stuck())]
        if vitals is None:
            return {"troubles": [*troubles, "the database does not answer"]}
        if trouble := outbox_trouble(vitals, now):
            troubles.append(trouble)
        return {
            "troubles": troubles,
            "oldest_due_delivery_seconds": round(age(vitals.oldest_due, now), 1),
            "open_deliveries": sum(vitals.deliveries.values()),
            "updates_in_work": vitals.updates,
        }

    async def figures(self) -> bytes:
        """What /metrics says."""
        return self.metrics.page(await self._vitals(), self.clock())

    async def _vitals(self) -> Vitals | None:
        """How the work stands; None when the store does not say, or not in time."""
        try:
            async with asyncio.timeout(_PATIENCE):
                return await hop(self._pool, self.check, self.clock())
        except (StorageError, TimeoutError) as error:
            log.warning("the health of the store cannot be asked for: %s", error or "no answer")
            return None


class _Page(RequestHandler):
    """One request for a page."""

    def initialize(self, page: HealthPage) -> None:
        self._health = page

    async def get(self, name: str) -> None:
        if name == "metrics":
            self.set_header("Content-Type", CONTENT_TYPE)
            self.finish(await self._health.figures())
            return
        said = await self._health.health()
        self.set_status(503 if said["troubles"] else 200)
        self.finish({"status": "failing" if said["troubles"] else "ok", **said})


def _deafness(pulse: Pulse) -> list[str]:
    return [f"Telegram is out of reach ({way})" for way in pulse.deaf()]
