"""Telegram as tests need it: the product's own strict model, every request recorded, faults and rate limits on demand.

`recording` puts it behind the library's request seam, `botapi` behind a socket.
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.local.api import download, refused
from bot.local.conversations import Conversations
from bot.local.messages import Account, BotMessage, Chat
from bot.local.polling import LongPoll
from bot.local.wire import Call, Json, encode
from tests.fakes.faults import DropConnection, Fault, FaultPlan, Garbage, LoseReply, Refusal, Slow, too_many
from tests.fakes.rates import SENDING, RateLimit, peak

BOT = Account(7000, "Newsdesk", "newsdesk_test_bot", is_bot=True)
PERSON = Account(100, "Ada", "ada", language_code="en")
TOKEN = "7000:test"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, when it came (seconds of the stand-in's timer), the status it got, and the result or the refusal."""

    call: Call
    at: float
    status: int
    result: Any
    fault: Fault | None = None

    @property
    def method(self) -> str:
        return self.call.method

    @property
    def fields(self) -> dict[str, str]:
        return dict(self.call.fields)

    @property
    def chat_id(self) -> int:
        return self.call.number("chat_id")


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: nothing when it is lost; `read` is false when not even the request arrived."""

    status: int
    body: bytes
    lost: bool = False
    read: bool = True
    delay: float = 0.0


@dataclass(slots=True)
class StandIn:
    """One bot's Telegram. Any chat id is a chat unless `state.open_chats` is switched off.

    `sent` holds every message as it was when sent, `exchanges` every request but getUpdates, in order.
    """

    token: str = TOKEN
    state: Conversations = field(default_factory=lambda: Conversations(BOT, open_chats=True))
    poll: LongPoll = field(init=False)
    faults: FaultPlan = field(default_factory=FaultPlan)
    rate: RateLimit | None = None
    timer: Callable[[], float] = time.monotonic
    exchanges: list[Exchange] = field(default_factory=list)
    sent: list[BotMessage] = field(default_factory=list)
    canned: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.poll = LongPoll(self.state)

    async def handle(self, call: Call) -> Reply:
        """The reply to one request, faults and limits considered. A wait is left to the caller, in `delay`."""
        fault = self.faults.take(call)
        if isinstance(fault, DropConnection):
            return self._recorded(call, Reply(0, b"", lost=True, read=False), fault)
        if fault is None and (seconds := self._too_fast(call)):
            fault = too_many(seconds)
        if isinstance(fault, Refusal):
            return self._recorded(call, Reply(*refused(fault.error)), fault)
        reply = Reply(*await self._answer(call))
        if isinstance(fault, Slow):
            reply = Reply(reply.status, reply.body, delay=fault.seconds)
        return self._recorded(call, reply, fault)

    async def _answer(self, call: Call) -> tuple[int, bytes]:
        if call.method in self.canned:
            return 200, encode({"ok": True, "result": self.canned[call.method]})
        return await self.poll.answer(call)

    def _too_fast(self, call: Call) -> int:
        if self.rate is None or call.method.lower() not in SENDING:
            return 0
        return self.rate.wait(call.number("chat_id"), self.timer())

    def _recorded(self, call: Call, reply: Reply, fault: Fault | None) -> Reply:
        answered: Json = json.loads(reply.body) if reply.body else {}
        result = answered.get("result", answered.get("description"))
        if call.method.lower() != "getupdates" or fault is not None:
            self.exchanges.append(Exchange(call, self.timer(), reply.status, result, fault))
        if reply.status == 200 and call.method.startswith("send") and isinstance(result, dict):
            message = self.state.messages.get((result["chat"]["id"], result["message_id"]))
            self.sent += [message] if message else []
        if isinstance(fault, LoseReply):
            return Reply(0, b"", lost=True)
        if isinstance(fault, Garbage):
            return Reply(fault.status, b"<html>Bad gateway</html>")
        return reply

    def download(self, path: str) -> tuple[int, bytes]:
        """The status and bytes of a stored file."""
        return download(self.state, path)

    def push(self, update: Json) -> int:
        """The id of an update that now waits for the bot."""
        update_id = self.state.receive(update)
        self.poll.wake()
        return update_id

    def say(self, text: str, *, chat: Chat | None = None, sender: Account = PERSON, reply_to: int = 0) -> int:
        """A person sends a text, in private unless a chat is named; the id of the update."""
        update_id = self.state.say(chat or private(sender), sender, text, reply_to)
        self.poll.wake()
        return update_id

    def press(self, message: BotMessage, text: str, *, presser: Account = PERSON) -> int:
        """A person presses the button of that text; the id of the update. Fails when there is none."""
        standing = self.state.messages[message.chat.id, message.id]
        buttons = standing.keyboard.buttons if standing.keyboard else ()
        (data,) = [button.callback_data for button in buttons if button.text == text]
        update_id = self.state.press(presser, standing, data)
        self.poll.wake()
        return update_id

    def calls(self, method: str) -> list[Exchange]:
        """The requests of one method, in order."""
        return [exchange for exchange in self.exchanges if exchange.method.lower() == method.lower()]

    def texts(self, chat_id: int = 0) -> list[str]:
        """The plain words of what was sent, to one chat or to all."""
        return [message.content.text for message in self.sent if chat_id in {0, message.chat.id}]

    def standing(self, chat_id: int) -> list[BotMessage]:
        """The bot's messages in a chat as they stand now, oldest first."""
        found = [message for (chat, _), message in self.state.messages.items() if chat == chat_id]
        return sorted(found, key=lambda message: message.id)

    def violations(self) -> list[str]:
        """What Telegram would have dropped in silence: formatting that does not nest, the 101st entity."""
        return [f"#{message.id}: {entity}" for message in self.sent for entity in message.content.dropped]

    def peak(self, seconds: float = 1.0) -> int:
        """The most messages that were accepted within so many seconds."""
        accepted = [one.at for one in self.exchanges if one.status == 200 and one.method.lower() in SENDING]
        return peak(accepted, seconds)


def private(person: Account) -> Chat:
    """The private chat with a person."""
    return Chat(person.id, "private", person.first_name, person.username)


async def pause(seconds: float) -> None:
    """Let an answer take its time."""
    if seconds:
        await asyncio.sleep(seconds)
