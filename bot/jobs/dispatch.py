"""Inbox -> handlers: each accepted update is handled to its end, then finished.

What happens to an update that is not: a crash leaves it claimed, and the next start claims it again, at most
MOST_ATTEMPTS times. A reason that passes (the store, Telegram) postpones it, and that does not count. What the library
cannot read is given up at once. An update once handled is never handled again while this process lives, even when the
store does not take note of that for a while.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.context import NewsdeskApplication, P, R, hop, utc_now
from bot.jobs.pause import pause
from bot.jobs.persist import until_taken
from bot.jobs.pulse import Pulse
from bot.jobs.receive import chat_of
from bot.keyboards import unsealed
from bot.log_ids import log_ids
from bot.messages.message import Message
from bot.messages.start import given_up_message, unreadable_message
from bot.usecases.keep_inbox import MOST_ATTEMPTS, KeepInbox
from storage.errors import StorageError
from storage.records import AcceptedUpdate

log = logging.getLogger(__name__)

#: Updates in work at once, over all chats.
_MOST_AT_ONCE = 32
#: Without news, look for updates that are due again this often, in seconds.
_LOOK_AROUND = 2.0
#: What has to be noted in the store is tried again after so long, then after twice that, and so on. In seconds.
_FIRST_PAUSE = 0.5
_RENEWALS_A_LEASE = 4
#: Not empty: to the library a press without data fits every pattern.
_NOT_OURS = "-"


class Dispatcher:
    """Claims updates and handles them, a chat's in order, those of different chats side by side."""

    def __init__(
        self,
        application: NewsdeskApplication,
        inbox: KeepInbox,
        on_finished: Callable[[int], None] = lambda _: None,
        clock: Callable[[], datetime] = utc_now,
        pulse: Pulse | None = None,
    ) -> None:
        self._application = application
        self._inbox = inbox
        self._on_finished = on_finished
        self._clock = clock
        self._pulse = pulse or Pulse()
        self._wake = asyncio.Event()
        self._hurry = asyncio.Event()
        self._working: dict[int, asyncio.Task[None]] = {}
        self._suspicious = 0
        self._handled: set[int] = set()

    def wake(self) -> None:
        """There is something new in the inbox."""
        self._wake.set()

    def hurry(self) -> None:
        """Draining is to end now."""
        self._hurry.set()

    async def run(self) -> None:
        """Work until cancelled; as many updates as are suspicious go first, one at a time."""
        self._suspicious = await self._surely(self._inbox.take_over)
        renewing = asyncio.create_task(self._renew())
        try:
            with self._pulse.loop("dispatch") as turn:
                while True:
                    turn(_LOOK_AROUND)
                    self._wake.clear()
                    await self._claim()
                    await pause(self._wake, _LOOK_AROUND)
        finally:
            renewing.cancel()

    async def drain(self, seconds: float, seconds_more: float = 0.0) -> None:
        """Let what is in work end for at most `seconds`, what has begun to answer for at most `seconds_more`.

        What is left is handed back, to be handled from its beginning at the next start.
        """
        await self._ended(self._working, seconds)
        await self._hand_back([number for number in self._working if not self._has_begun_to_answer(number)])
        await self._ended(self._working, seconds_more)
        await self._hand_back(tuple(self._working))

    def _has_begun_to_answer(self, number: int) -> bool:
        return number in self._handled or self._application.is_answered(number)

    async def _ended(self, numbers: Iterable[int], seconds: float) -> None:
        """Returns when these have ended, the time is over, or there is a hurry."""
        tasks = [self._working[number] for number in numbers]
        if not tasks or self._hurry.is_set():
            return
        ending = asyncio.create_task(asyncio.wait(tasks))
        hurrying = asyncio.create_task(self._hurry.wait())
        await asyncio.wait({ending, hurrying}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        hurrying.cancel()

    async def _hand_back(self, numbers: Iterable[int]) -> None:
        """Stop these; they stay accepted, and nothing is held against them."""
        stopped = {number: self._working[number] for number in numbers}
        for task in stopped.values():
            task.cancel()
        await asyncio.gather(*stopped.values(), return_exceptions=True)
        if stopped:
            try:
                await self._run(self._inbox.postpone, tuple(stopped), self._clock())
            except StorageError as error:
                log.warning("%d updates are handled again when their lease ends: %s", len(stopped), error)

    async def _claim(self) -> None:
        room = _MOST_AT_ONCE - len(self._working)
        if self._suspicious:
            room = 0 if self._working else 1
        if room <= 0:
            return
        try:
            claimed = await self._run(self._inbox.claim, room, self._clock())
        except StorageError as error:
            log.warning("the inbox cannot be read now: %s", error)
            return
        for accepted in claimed:
            self._begin(accepted)

    def _begin(self, accepted: AcceptedUpdate) -> None:
        if accepted.update_id in self._working:  # its lease ran out by a jump of the clock
            return
        self._suspicious = max(0, self._suspicious - 1)
        task = asyncio.create_task(self._work(accepted))
        self._working[accepted.update_id] = task
        task.add_done_callback(partial(self._done, accepted.update_id))

    def _done(self, update_id: int, task: asyncio.Task[None]) -> None:
        self._working.pop(update_id, None)
        self._handled.discard(update_id)
        if not task.cancelled() and (error := task.exception()):
            log.error("update %d stays in the inbox", update_id, exc_info=error)
        self._on_finished(update_id)
        self.wake()

    async def _work(self, accepted: AcceptedUpdate) -> None:
        with log_ids(update=accepted.update_id, chat=accepted.chat_id):
            await self._handle_or_give_up(accepted)

    async def _handle_or_give_up(self, accepted: AcceptedUpdate) -> None:
        if accepted.attempts > MOST_ATTEMPTS:
            log.error("update %d is given up after %d attempts", accepted.update_id, MOST_ATTEMPTS)
            await self._give_up(accepted, given_up_message())
        elif update := self._read(accepted):
            await self._handle(update)
        else:
            await self._give_up(accepted, unreadable_message())

    def _read(self, accepted: AcceptedUpdate) -> Update | None:
        """The update, None when the library cannot read it."""
        bot = self._application.bot
        try:
            return Update.de_json(_opened(json.loads(accepted.payload), bot.token), bot)
        except Exception as error:  # noqa: BLE001 - whatever a stranger's bytes provoke in the library
            log.error(  # noqa: TRY400 - the traceback may hold what the person wrote
                "update %d is given up, it cannot be read: %s", accepted.update_id, type(error).__name__
            )
            return None

    async def _handle(self, update: Update) -> None:
        number = update.update_id
        pause = await self._application.handle(update, on_background=partial(self._detach, number))
        self._handled.add(number)
        if pause is None:
            await self._surely(self._inbox.finish, number)
        else:
            await self._surely(self._inbox.postpone, (number,), self._clock() + pause)

    async def _give_up(self, accepted: AcceptedUpdate, message: Message) -> None:
        """Told first: killed in between, the chat hears of it twice rather than never."""
        if accepted.chat_id is not None:
            try:
                await self._application.bot.send_message(accepted.chat_id, message.html, parse_mode="HTML")
            except TelegramError as error:
                log.warning("chat %d could not be told: %s", accepted.chat_id, error)
        await self._surely(self._inbox.finish, accepted.update_id)

    async def _detach(self, update_id: int) -> None:
        try:
            await self._run(self._inbox.detach, update_id)
        except StorageError as error:
            log.warning("what follows update %d in its chat waits for it: %s", update_id, error)
        self.wake()

    async def _surely(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What the call gives, made until the store takes it."""
        complain = partial(log.warning, "the inbox cannot be used now, next try in %.1f s: %s")
        return await until_taken(partial(self._run, call, *args, **kwargs), _FIRST_PAUSE, complain)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._inbox.lease.total_seconds() / _RENEWALS_A_LEASE)
            if self._working:
                try:
                    await self._run(self._inbox.extend, tuple(self._working), self._clock())
                except StorageError as error:
                    log.warning("leases could not be renewed: %s", error)

    async def _run(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await hop(self._application.desk.threads.quick, call, *args, **kwargs)


def _opened(payload: dict[str, Any], token: str) -> dict[str, Any]:
    """The update with a button's data as we wrote it; what no handler listens to when we did not write it."""
    if query := payload.get(Update.CALLBACK_QUERY):
        query["data"] = unsealed(str(query.get("data", "")), chat_of(payload) or 0, token) or _NOT_OURS
    return payload
