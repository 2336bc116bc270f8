"""Every minute: whether something needs a person. Most goes to the owner through the outbox; a failing database not."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.context import Threads, hop, utc_now
from bot.messages.worries import database_failed_message
from bot.refusals import was_not_sent
from bot.usecases.watch_over import WatchOver
from storage.errors import StorageError

log = logging.getLogger(__name__)

_PAUSE = 60.0


@dataclass(slots=True)
class Watcher:
    """Watches until cancelled.

    `has_conflict` asks whoever receives, `is_talking` whether it is this worker's turn to talk to Telegram;
    `on_published` wakes whoever sends.
    """

    bot: ExtBot[int]
    watch_over: WatchOver
    threads: Threads
    has_conflict: Callable[[], bool]
    is_talking: Callable[[], bool]
    on_published: Callable[[], None]
    clock: Callable[[], datetime] = utc_now
    _talked: bool = False

    async def run(self) -> None:
        """Work until cancelled; whatever fails, it goes on."""
        while True:
            try:
                await self.step()
            except Exception:
                log.exception("the watch failed")
            await asyncio.sleep(_PAUSE)

    async def step(self) -> None:
        """Look once, and tell the owner what is new."""
        has_conflict = self.has_conflict() if self.is_talking() else None
        try:
            told = await hop(self.threads.quick, self.watch_over, self.clock(), has_conflict=has_conflict)
        except StorageError as error:
            log.error("the database cannot be used: %s", error)  # noqa: TRY400 - the cause is in the sentence
            await self._tell_directly(error)
        else:
            self._talked = self.is_talking()
            if told:
                self.on_published()

    async def token_refused(self) -> None:
        """Keep in mind that Telegram refused the token, for when it takes one again."""
        try:
            await hop(self.threads.quick, self.watch_over.token_refused, self.clock())
        except StorageError as error:
            log.warning("that the token was refused is not kept: %s", error)

    async def _tell_directly(self, error: StorageError) -> None:
        if not (self._talked or self.is_talking()):
            return  # another worker tells: the one whose turn it was when the database still worked
        owner_id = await hop(self.threads.quick, self.watch_over.database_failed)
        if owner_id is None:
            return
        try:
            await self.bot.send_message(owner_id, database_failed_message(error).html, parse_mode="HTML")
        except TelegramError as failure:
            log.warning("the owner could not be told of the database: %s", failure)
            if was_not_sent(failure):
                return
        await hop(self.threads.quick, self.watch_over.database_told)
