"""Outbox -> Telegram: claims what is due, sends it at the pacer's rate, and marks what came of it.

Neighbours: `send_deliveries` keeps the outbox; `refusals` reads Telegram's errors; `pacer` stands inside the bot. A
message is made at the moment of sending, by `render`.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from telegram import LinkPreviewOptions, ReplyParameters
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.context import P, R, Threads, hop, utc_now
from bot.jobs.pacer import EDIT
from bot.jobs.pause import pause
from bot.jobs.persist import until_taken
from bot.jobs.pulse import Pulse
from bot.keyboards import keyboard
from bot.log_ids import log_ids
from bot.messages.html import plain
from bot.messages.message import Message
from bot.refusals import Meaning, Refusal, read_refusal
from bot.usecases.send_deliveries import Parcel, SendDeliveries
from storage.errors import StorageError
from storage.outbox_records import Delivery

log = logging.getLogger(__name__)

#: Messages in flight at once. Enough to fill the rate when an answer takes a second.
_MOST_AT_ONCE = 40
#: Without a call, look for what has become due this often, in seconds.
_LOOK_AROUND = 1.0
#: A worker whose turn comes again first lets arrive what is left of the turn before, for so long. In seconds.
_DRAIN = 10.0
#: What is in hand is held anew so often in the time of a lease.
_RENEWALS_A_LEASE = 4
_OUTCOMES = {
    Meaning.WAIT: "flood_limit",
    Meaning.MOVED: "chat_moved",
    Meaning.CLOSED: "chat_closed",
    Meaning.NOT_SENT: "not_sent",
    Meaning.UNANSWERED: "unanswered",
}


@dataclass(slots=True)
class Deliverer:
    """Sends what is due until cancelled; `count` is told how each attempt ended.

    A store that takes no note of it is asked again after `after_failure` seconds.
    """

    bot: ExtBot[int]
    outbox: SendDeliveries
    render: Callable[[object], Message]
    threads: Threads
    clock: Callable[[], datetime] = utc_now
    pulse: Pulse = field(default_factory=Pulse)
    count: Callable[[str], None] = lambda _: None
    after_failure: float = 1.0
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _working: set[asyncio.Task[None]] = field(default_factory=set)
    _sending: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _renewed: datetime | None = None

    def wake(self) -> None:
        """There may be something to send."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; what is in hand then goes on until `drain` ends it."""
        await self.drain(_DRAIN)
        await self._started()
        with self.pulse.loop("deliver") as turn:
            while True:
                turn(_LOOK_AROUND)
                self._wake.clear()
                if not await self._step_safely():
                    await pause(self._wake, _LOOK_AROUND)

    async def drain(self, seconds: float) -> None:
        """Let what is in hand arrive and be noted, for at most `seconds`; the rest is sent again at the next start."""
        working = tuple(self._working)
        if working:
            await asyncio.wait(working, timeout=seconds)
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)

    async def step(self) -> int:
        """Claim as much as there is room for and begin to send it; how many messages that were."""
        try:
            await self._renew()
            room = _MOST_AT_ONCE - len(self._working)
            if room < _MOST_AT_ONCE // 2:
                await asyncio.wait(self._working, timeout=_LOOK_AROUND, return_when=asyncio.FIRST_COMPLETED)
                return 1
            parcels = await self._run(self.outbox.claim, room, self.clock())
            edits = await self._run(self.outbox.claim_edits, room - len(parcels), self.clock())
        except StorageError as error:
            log.warning("the outbox cannot be read now: %s", error)
            return 0
        for parcel in parcels:
            number = parcel.delivery.id
            self._sending[number] = self._begin(self._send_safely(parcel), parcel.delivery)
            self._sending[number].add_done_callback(partial(self._sent, number))
        for parcel in edits:
            self._begin(self._edit(parcel), parcel.delivery)
        return len(parcels) + len(edits)

    async def _renew(self) -> None:
        """Hold what is in hand anew, and let go of what is not this worker's any more. Raises StorageError.

        A message may wait for its turn, for Telegram and for the store for longer than a lease lasts.
        """
        now = self.clock()
        last = self._renewed or now - self.outbox.lease
        if not self._sending or now - last < self.outbox.lease / _RENEWALS_A_LEASE:
            return
        asked = dict(self._sending)
        held = await self._run(self.outbox.renew, tuple(asked), now)
        self._renewed = now
        for number in asked.keys() - held:
            asked[number].cancel()

    async def _step_safely(self) -> int:
        try:
            return await self.step()
        except Exception:
            log.exception("the outbox was not worked off just now")
            return 0

    async def _started(self) -> None:
        try:
            count = await self._run(self.outbox.take_over, self.clock())
        except StorageError as error:
            log.warning("the outbox cannot be taken over now: %s", error)
        else:
            if count:
                log.info("%d messages were in flight when the bot ended; they are sent again", count)

    def _begin(self, work: Coroutine[Any, Any, None], delivery: Delivery) -> "asyncio.Task[None]":
        with log_ids(delivery=delivery.id, chat=delivery.chat_id):  # the task takes them along
            task = asyncio.create_task(work, name=f"delivery {delivery.id}")
        self._working.add(task)
        task.add_done_callback(self._done)
        return task

    def _sent(self, number: int, task: "asyncio.Task[None]") -> None:
        if self._sending.get(number) is task:
            del self._sending[number]

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._working.discard(task)
        self._wake.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("%s failed; it is tried again when its lease ends", task.get_name(), exc_info=error)

    async def _send_safely(self, parcel: Parcel) -> None:
        try:
            await self._send(parcel)
        except Exception as error:
            # A message that cannot even be written must not be tried for ever, nor stop the others.
            log.exception("delivery %d cannot be sent", parcel.delivery.id)
            self.count("failed")
            await self._mark(partial(self.outbox.failed, parcel, repr(error), self.clock()))

    async def _send(self, parcel: Parcel) -> None:
        message, thread = self.render(parcel.content), parcel.delivery.thread_id
        html: str | None = message.html
        while True:
            try:
                message_id = await self._post(parcel, message, html, thread)
            except TelegramError as error:
                refusal = read_refusal(error)
                if refusal.meaning is Meaning.NO_MARKUP and html is not None:
                    log.exception("delivery %d was refused as HTML and goes out plain", parcel.delivery.id)
                    html = None
                elif refusal.meaning is Meaning.NO_THREAD and thread is not None:
                    thread = None
                else:
                    await self._refused(parcel, refusal, error)
                    return
            else:
                self.count("sent")
                await self._mark(partial(self.outbox.arrived, parcel, message_id, self.clock()))
                return

    async def _post(self, parcel: Parcel, message: Message, html: str | None, thread: int | None) -> int:
        delivery = parcel.delivery
        reply = ReplyParameters(delivery.reply_to, allow_sending_without_reply=True) if delivery.reply_to else None
        sent = await self.bot.send_message(
            delivery.chat_id,
            html or plain(message.html),
            parse_mode="HTML" if html else None,
            reply_markup=keyboard(message, delivery.chat_id, self.bot.token),
            link_preview_options=_preview(message),
            reply_parameters=reply,
            message_thread_id=thread,
            rate_limit_args=delivery.priority,
        )
        return sent.message_id

    async def _refused(self, parcel: Parcel, refusal: Refusal, error: TelegramError) -> None:
        reason, now = f"{type(error).__name__}: {error}", self.clock()
        log.info("delivery %d to chat %d: %s", parcel.delivery.id, parcel.delivery.chat_id, reason)
        self.count(_OUTCOMES.get(refusal.meaning, "failed"))
        outbox = self.outbox
        match refusal.meaning:
            case Meaning.WAIT:
                mark = partial(outbox.refused, parcel, timedelta(seconds=refusal.seconds), now)
            case Meaning.MOVED:
                mark = partial(outbox.moved, parcel, refusal.chat_id, now)
            case Meaning.CLOSED:
                mark = partial(outbox.closed, parcel, reason, now)
            case Meaning.NOT_SENT:
                mark = partial(outbox.not_sent, parcel, reason, now)
            case Meaning.UNANSWERED:
                mark = partial(outbox.unanswered, parcel, now)
            case _:
                mark = partial(outbox.failed, parcel, reason, now)
        await self._mark(mark)

    async def _edit(self, parcel: Parcel) -> None:
        delivery, message = parcel.delivery, self.render(parcel.content)
        try:
            await self.bot.edit_message_text(
                message.html,
                delivery.chat_id,
                delivery.message_id,
                parse_mode="HTML",
                reply_markup=keyboard(message, delivery.chat_id, self.bot.token),
                link_preview_options=_preview(message),
                rate_limit_args=EDIT,
            )
        except TelegramError as error:
            refusal = read_refusal(error)
            if refusal.meaning is Meaning.WAIT:
                await self._mark(partial(self.outbox.rest, parcel, timedelta(seconds=refusal.seconds), self.clock()))
            if refusal.meaning in {Meaning.NOT_SENT, Meaning.UNANSWERED, Meaning.WAIT}:
                log.info("chat %d: an edit waits: %s", delivery.chat_id, error)
                return  # it is due again when its lease ends
            if refusal.meaning is not Meaning.UNCHANGED:
                log.info("chat %d: a message cannot be edited any more: %s", delivery.chat_id, error)
        await self._mark(partial(self.outbox.edited, parcel))

    async def _mark(self, mark: Callable[[], None]) -> None:
        """Write down what happened, until the store takes it: what is not marked is sent twice."""
        complain = partial(log.warning, "the outcome of a delivery cannot be kept now, next try in %.0f s: %s")
        await until_taken(partial(self._run, mark), self.after_failure, complain)

    async def _run(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await hop(self.threads.quick, call, *args, **kwargs)


def _preview(message: Message) -> LinkPreviewOptions:
    return LinkPreviewOptions(is_disabled=not message.preview, prefer_small_media=message.preview or None)
