"""Inbox -> handlers: each accepted update is handled to its end, then finished."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from telegram import Update
from telegram.error import TelegramError

from bot.context import NewsdeskApplication, P, R, hop, utc_now
from bot.messages.start import given_up_message
from bot.usecases.keep_inbox import MOST_ATTEMPTS, KeepInbox
from storage.errors import StorageError
from storage.records import AcceptedUpdate

log = logging.getLogger(__name__)

#: Updates in work at once, over all chats.
_MOST_AT_ONCE = 32
#: Without news, look for leases that ran out this often, in seconds.
_LOOK_AROUND = 5.0
_RENEWALS_A_LEASE = 4


class Dispatcher:
    """Claims updates and handles them, a chat's in order, those of different chats side by side."""

    def __init__(
        self, application: NewsdeskApplication, inbox: KeepInbox, on_finished: Callable[[int], None] = lambda _: None
    ) -> None:
        self._application = application
        self._inbox = inbox
        self._on_finished = on_finished
        self._wake = asyncio.Event()
        self._working: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """There is something new in the inbox."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        renewing = asyncio.create_task(self._renew())
        try:
            while True:
                self._wake.clear()
                await self._claim()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), _LOOK_AROUND)
        finally:
            renewing.cancel()

    async def drain(self, seconds: float) -> None:
        """Let what is in work end, for at most `seconds`; what is left stays accepted for the next start."""
        if self._working:
            await asyncio.wait(self._working.values(), timeout=seconds)
        for task in self._working.values():
            task.cancel()
        await asyncio.gather(*self._working.values(), return_exceptions=True)

    async def _claim(self) -> None:
        room = _MOST_AT_ONCE - len(self._working)
        if room <= 0:
            return
        try:
            claimed = await self._run(self._inbox.claim, room, utc_now())
        except StorageError as error:
            log.warning("the inbox cannot be read now: %s", error)
            return
        for accepted in claimed:
            task = asyncio.create_task(self._work(accepted))
            self._working[accepted.update_id] = task
            task.add_done_callback(partial(self._done, accepted.update_id))

    def _done(self, update_id: int, _: asyncio.Task[None]) -> None:
        self._working.pop(update_id, None)
        self._on_finished(update_id)
        self.wake()

    async def _work(self, accepted: AcceptedUpdate) -> None:
        if accepted.attempts > MOST_ATTEMPTS:
            await self._give_up(accepted)
            return
        update = Update.de_json(json.loads(accepted.payload), self._application.bot)
        try:
            handled = await self._application.handle(update, on_background=self._detach(accepted.update_id))
            if handled:
                await self._run(self._inbox.finish, accepted.update_id)
        except StorageError as error:
            log.warning("update %d stays in the inbox: %s", accepted.update_id, error)

    async def _give_up(self, accepted: AcceptedUpdate) -> None:
        log.error("update %d is given up after %d attempts", accepted.update_id, MOST_ATTEMPTS)
        await self._run(self._inbox.finish, accepted.update_id)
        if accepted.chat_id is not None:
            try:
                await self._application.bot.send_message(accepted.chat_id, given_up_message().html, parse_mode="HTML")
            except TelegramError as error:
                log.warning("chat %d could not be told: %s", accepted.chat_id, error)

    def _detach(self, update_id: int) -> Callable[[], Awaitable[None]]:
        async def detach() -> None:
            await self._run(self._inbox.detach, update_id)
            self.wake()

        return detach

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._inbox.lease.total_seconds() / _RENEWALS_A_LEASE)
            if self._working:
                try:
                    await self._run(self._inbox.extend, tuple(self._working), utc_now())
                except StorageError as error:
                    log.warning("leases could not be renewed: %s", error)

    async def _run(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await hop(self._application.desk.threads.quick, call, *args, **kwargs)
