"""Telegram -> inbox: asks for updates, stores them, and only then confirms them."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from telegram import Bot, Update
from telegram.error import Conflict, NetworkError, RetryAfter, TimedOut

from bot.context import Threads, hop, utc_now
from bot.usecases.keep_inbox import KeepInbox
from storage.errors import StorageError

log = logging.getLogger(__name__)

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
#: How long the server holds an empty answer back, and the pauses after failures, in seconds.
_LONG_POLL = 30
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


@dataclass(slots=True)
class Receiver:
    """The one caller of getUpdates. `on_accepted` wakes whoever handles what was stored."""

    bot: Bot
    inbox: KeepInbox
    threads: Threads
    on_accepted: Callable[[], None]

    async def run(self) -> None:
        """Receive until cancelled. An outage only makes it wait; a wrong token raises InvalidToken."""
        offset = await hop(self.threads.quick, self.inbox.next_offset, utc_now())
        pause = _FIRST_PAUSE
        while True:
            try:
                offset = await self._receive(offset)
                pause = _FIRST_PAUSE
            except TimedOut:
                continue
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error.retry_after))
            except (NetworkError, Conflict, StorageError) as error:
                log.warning("no updates for %.0f s: %s", pause, _reason(error))
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    async def _receive(self, offset: int) -> int:
        updates = await self.bot.get_updates(offset=offset, timeout=_LONG_POLL, allowed_updates=ALLOWED_UPDATES)
        if not updates:
            return offset
        rows = [(u.update_id, u.effective_chat.id if u.effective_chat else None, u.to_json()) for u in updates]
        await hop(self.threads.quick, self.inbox.accept, rows, utc_now())
        self.on_accepted()
        return updates[-1].update_id + 1


def _seconds(retry_after: float | timedelta) -> float:
    return retry_after.total_seconds() if isinstance(retry_after, timedelta) else float(retry_after)


def _reason(error: Exception) -> str:
    if isinstance(error, Conflict):
        return "another process polls with the same token; only one may"
    return f"{type(error).__name__}: {error}"
