"""Every hour: what is over is let go of."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.context import Threads, hop, utc_now
from bot.usecases.tidy_news import TidyNews
from storage.errors import StorageError

log = logging.getLogger(__name__)

_PAUSE = 3600.0
#: Between two batches of articles, so that whoever waits for the database has a turn.
_BREATH = 0.05


@dataclass(slots=True)
class Tidier:
    """Tidies until cancelled."""

    tidy_news: TidyNews
    threads: Threads
    clock: Callable[[], datetime] = utc_now

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self.step()
            await asyncio.sleep(_PAUSE)

    async def step(self) -> None:
        """Tidy once; what fails is tidied the next time."""
        try:
            gone = await hop(self.threads.slow, self.tidy_news, self.clock())
            articles = await self._forget_articles()
        except StorageError as error:
            log.warning("tidying goes on later: %s", error)
        except Exception:
            log.exception("tidying failed and goes on later")
        else:
            log.info("tidied: %d old stories and posts, %d old articles", gone, articles)

    async def _forget_articles(self) -> int:
        """Batch by batch, so that the bot can be stopped in between."""
        gone = 0
        while batch := await hop(self.threads.slow, self.tidy_news.forget_articles, self.clock()):
            gone += batch
            await asyncio.sleep(_BREATH)
        return gone
