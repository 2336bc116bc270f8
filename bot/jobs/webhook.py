"""Telegram -> inbox, the other way round: Telegram brings updates, and hears 200 once they are stored.

Several processes may receive for one bot. TLS is the business of the proxy in front.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError
from tornado.web import HTTPError, RequestHandler, stream_request_body

from bot.context import NewsdeskBot, Threads, hop, utc_now
from bot.jobs.listen import listening
from bot.jobs.pulse import Pulse
from bot.jobs.receive import ALLOWED_UPDATES, chat_of
from bot.usecases.keep_inbox import KeepInbox
from storage.errors import StorageError

log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
#: An update is a few kilobytes; the longest message with all its entities is far from this, in bytes.
LONGEST_BODY = 1_000_000
#: What is longer is let pass unread up to here, so that its sender hears why it is refused; then it is cut off.
_LONGEST_UNREAD = 16_000_000
_MOST_NUMBER = 2**63 - 1
#: Telegram is asked so often whether it still brings updates here; after a failure sooner. In seconds.
_LOOK, _FIRST_PAUSE = 60.0, 2.0


@dataclass(frozen=True, slots=True)
class Hook:
    """The address that Telegram is given, where the bot listens for it, and the secret that only both know."""

    url: str
    address: str
    port: int
    secret: str = field(repr=False)


@dataclass(slots=True)
class WebhookReceiver:
    """Takes what Telegram brings. `on_accepted` wakes whoever handles it; `listens` is the port that was taken.

    `has_conflict` says that another process with the same token took the updates away.
    """

    bot: NewsdeskBot
    inbox: KeepInbox
    threads: Threads
    on_accepted: Callable[[], None]
    hook: Hook
    clock: Callable[[], datetime] = utc_now
    pulse: Pulse = field(default_factory=Pulse)
    listens: int = 0
    has_conflict: bool = False
    _is_set: bool = False
    _failed: datetime | None = None

    async def run(self) -> None:
        """Receive until cancelled. Raises NotListening, and InvalidToken for a wrong token."""
        given, hook = {"receiver": self}, self.hook
        with (
            listening(
                r"/.*", _Update, given, address=hook.address, port=hook.port, most=_LONGEST_UNREAD
            ) as self.listens,
            self.pulse.loop("receive") as turn,
            self.pulse.receiving("webhook") as heard,
        ):
            pause = _FIRST_PAUSE
            while True:
                turn(_LOOK)
                if await self._is_brought_here():
                    heard()
                    pause = _LOOK
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LOOK)

    async def _is_brought_here(self) -> bool:
        """Whether Telegram says that it brings updates to this address; it is told to once."""
        try:
            if not self._is_set:
                await self.bot.set_webhook(
                    self.hook.url, allowed_updates=ALLOWED_UPDATES, secret_token=self.hook.secret
                )
                self._is_set = True
                log.info("Telegram brings updates to %s", self.hook.url)
            info = await self.bot.get_webhook_info()
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("the webhook cannot be set or asked for now: %s", error)
            return False
        self._tell_failures(info)
        self.has_conflict = info.url != self.hook.url
        if self.has_conflict:
            log.error("Telegram no longer brings updates here; another process with this token has changed that")
        return not self.has_conflict

    def _tell_failures(self, info: WebhookInfo) -> None:
        """Say once when Telegram could not bring an update."""
        if info.last_error_date and info.last_error_date != self._failed:
            self._failed = info.last_error_date
            log.warning("Telegram could not bring updates at %s: %s", self._failed, info.last_error_message)

    def knows(self, secret: str) -> bool:
        """Whether the request comes from Telegram: compared in a time that tells nothing of the secret."""
        return hmac.compare_digest(secret.encode(), self.hook.secret.encode())

    async def accept(self, body: bytes) -> None:
        """Store an update. Raises ValueError when it is none, StorageError when it cannot be stored now."""
        row = _read(body)
        if await hop(self.threads.quick, self.inbox.accept, [row], self.clock()):
            self.on_accepted()


@stream_request_body
class _Update(RequestHandler):
    """One request. Its body is taken only from who knows the secret."""

    def initialize(self, receiver: WebhookReceiver) -> None:
        self._receiver = receiver
        self._body = bytearray()

    def prepare(self) -> None:
        if not self._receiver.knows(self.request.headers.get(HEADER, "")):
            raise HTTPError(403)

    def data_received(self, chunk: bytes) -> None:
        if len(self._body) <= LONGEST_BODY:
            self._body += chunk

    async def post(self) -> None:
        if len(self._body) > LONGEST_BODY:
            raise HTTPError(413)
        try:
            await self._receiver.accept(bytes(self._body))
        except ValueError as error:
            raise HTTPError(400) from error
        except StorageError as error:
            log.warning("an update could not be stored, Telegram brings it again: %s", error)
            raise HTTPError(503) from error

    def write_error(self, status_code: int, **_details: Any) -> None:  # noqa: ANN401 - as tornado gives them
        """A stranger learns the status and no more."""
        self.set_header("Content-Type", "text/plain")
        self.finish(f"{status_code}\n")


def _read(body: bytes) -> tuple[int, int | None, str]:
    """Number, chat and text of an update. Raises ValueError."""
    try:
        update = json.loads(body)
        number, chat = update["update_id"], chat_of(update)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("this is no update") from error
    if type(number) is not int or not 0 <= number <= _MOST_NUMBER or abs(chat or 0) > _MOST_NUMBER:
        raise ValueError("this is no update's number")
    return number, chat, json.dumps(update)
