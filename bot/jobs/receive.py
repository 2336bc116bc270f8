"""Telegram -> inbox: asks for updates, stores them, and only then confirms them."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.context import NewsdeskBot, Threads, hop, utc_now
from bot.jobs.pulse import Pulse
from bot.refusals import seconds_of
from bot.usecases.keep_inbox import KeepInbox
from storage.errors import StorageError

log = logging.getLogger(__name__)

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
#: How long the server holds an empty answer back, and the pauses after failures, in seconds.
_LONG_POLL = 30
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


@dataclass(slots=True)
class Receiver:
    """The one caller of getUpdates, where there is no webhook. `on_accepted` wakes whoever handles what was stored.

    `has_conflict` says that another process asked for updates with the same token.
    """

    bot: NewsdeskBot
    inbox: KeepInbox
    threads: Threads
    on_accepted: Callable[[], None]
    clock: Callable[[], datetime] = utc_now
    pulse: Pulse = field(default_factory=Pulse)
    has_conflict: bool = False

    async def run(self) -> None:
        """Receive until cancelled. An outage only makes it wait; a wrong token raises InvalidToken."""
        with self.pulse.loop("receive") as turn, self.pulse.receiving("polling") as heard:
            offset: int | None = None
            pause = _FIRST_PAUSE
            while True:
                turn(_LONG_POLL)
                try:
                    offset = await self._receive(await self._start() if offset is None else offset)
                    heard()
                    pause, self.has_conflict = _FIRST_PAUSE, False
                except (TimedOut, RetryAfter) as error:
                    turn(_seconds(error))
                    await asyncio.sleep(_seconds(error))
                except InvalidToken:
                    raise
                except (TelegramError, StorageError) as error:
                    self.has_conflict = isinstance(error, Conflict)
                    log.warning("no updates for %.0f s: %s", pause, _reason(error))
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, _LONGEST_PAUSE)

    async def _start(self) -> int:
        """The first offset. Where a webhook was, what it failed to bring may be older than what it brought: all."""
        if (await self.bot.get_webhook_info()).url:
            await self.bot.delete_webhook()
            log.info("the webhook is removed; updates are asked for from now on")
            return 0
        return await hop(self.threads.quick, self.inbox.next_offset, self.clock())

    async def _receive(self, offset: int) -> int:
        """The offset that confirms what has now been stored."""
        updates = await self.bot.raw_updates(offset, _LONG_POLL, ALLOWED_UPDATES)
        if not updates:
            return offset
        rows = [(update["update_id"], chat_of(update), json.dumps(update)) for update in updates]
        await hop(self.threads.quick, self.inbox.accept, rows, self.clock())
        self.on_accepted()
        return int(updates[-1]["update_id"]) + 1


def chat_of(update: dict[str, Any]) -> int | None:
    """The number of the chat an update is about, None when it names none."""
    for kind in (Update.MESSAGE, Update.MY_CHAT_MEMBER):
        if kind in update:
            return _chat_id(update[kind])
    return _chat_id((update.get(Update.CALLBACK_QUERY) or {}).get("message") or {})


def _chat_id(subject: dict[str, Any]) -> int | None:
    number = (subject.get("chat") or {}).get("id")
    return number if isinstance(number, int) else None


def _seconds(error: TimedOut | RetryAfter) -> float:
    """How long to wait: a time-out has taken its time already."""
    return 0.0 if isinstance(error, TimedOut) else seconds_of(error)


def _reason(error: Exception) -> str:
    if isinstance(error, Conflict) and "webhook" in error.message:
        return "a webhook was set for this bot while it polls"
    if isinstance(error, Conflict):
        return "another process polls with the same token; only one may"
    return f"{type(error).__name__}: {error}"
