"""One message on its way to Telegram: refusals are taken as what they are, and nothing is sent twice.

`sending` says what is sent, `refusals` what the library's errors mean. After a time-out while reading, or a broken
connection, the message may be there: that is `Uncertain`, and the same words are never sent again (retrying on
time-outs sent 66 of 200 messages twice in a trial).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from telegram import Message as TelegramMessage
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.context import BotContext
from bot.messages.html import plain
from bot.refusals import TurnNotCome, seconds_of, was_not_sent

log = logging.getLogger(__name__)

#: A reply waits for Telegram up to this long, in seconds; beyond it the update is handled again later.
_PATIENCE = 90.0
_FIRST_PAUSE = 1.0
_MOST_TRIES = 12


class Uncertain(TelegramError):
    """Telegram's answer got lost: the message may have arrived."""


class OutOfReach(TelegramError):
    """Telegram takes nothing for now, and nothing was sent. `pause` is how long it asked to wait."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__(f"Telegram takes nothing for {pause.total_seconds():.0f} s")
        self.pause = pause


@dataclass(slots=True)
class Delivery:
    """A message, where it goes, and what Telegram has taught about it so far."""

    context: BotContext
    chat_id: int
    html: str
    thread_id: int | None = None
    is_repeatable: bool = False
    is_plain: bool = False
    patience: float = _PATIENCE
    pause: float = _FIRST_PAUSE

    @property
    def text(self) -> str:
        """What to send: HTML, or plain text when Telegram would not take the HTML."""
        return plain(self.html) if self.is_plain else self.html

    @property
    def parse_mode(self) -> str | None:
        """How Telegram is to read `text`."""
        return None if self.is_plain else "HTML"

    async def make(self, call: Callable[["Delivery"], Awaitable[TelegramMessage | bool]]) -> TelegramMessage | None:
        """The message as `call` sent it; None when the chat takes no messages, or an inline message was edited.

        Raises Uncertain, OutOfReach, and other refusals as they are.
        """
        for _ in range(_MOST_TRIES):
            try:
                sent = await call(self)
            except Forbidden as error:
                log.info("chat %d takes no messages: %s", self.chat_id, error)
                await self.context.run(self.context.desk.follow_chats.left, self.chat_id)
                return None
            except TelegramError as error:
                await self._learn(error)
            else:
                return sent if isinstance(sent, TelegramMessage) else None
        raise OutOfReach(timedelta(seconds=self.pause))

    async def _learn(self, error: TelegramError) -> None:
        """Do what makes another try worth while, or raise."""
        if isinstance(error, RetryAfter):
            await self._wait(seconds_of(error))
        elif isinstance(error, TurnNotCome):
            raise OutOfReach(timedelta(seconds=error.seconds)) from error
        elif isinstance(error, ChatMigrated):
            await self._follow(error.new_chat_id)
        elif isinstance(error, BadRequest):
            self._mend(error)
        elif self.is_repeatable or was_not_sent(error):
            await self._wait(self.pause)
            self.pause *= 2
        elif isinstance(error, NetworkError) or type(error) is TelegramError:
            raise Uncertain(str(error)) from error
        else:
            raise error

    async def _wait(self, seconds: float) -> None:
        if seconds > self.patience:
            raise OutOfReach(timedelta(seconds=seconds))
        self.patience -= seconds
        await asyncio.sleep(seconds)

    async def _follow(self, new_id: int) -> None:
        await self.context.run(self.context.desk.follow_chats.moved, self.chat_id, new_id)
        self.chat_id, self.thread_id = new_id, None

    def _mend(self, error: BadRequest) -> None:
        reason = str(error).lower()
        if "can't parse entities" in reason and not self.is_plain:
            log.error("chat %d: a message was refused as HTML and goes out plain: %s", self.chat_id, error)
            self.is_plain = True
        elif "thread not found" in reason and self.thread_id is not None:
            self.thread_id = None
        else:
            raise error
