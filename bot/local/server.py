"""Telegram's servers for one person in a terminal: `request` asks it for the bot, `chat` tells it what the person does.

It keeps nothing on disk: with each start the conversation is new, and only the bot remembers.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.local.api import download
from bot.local.conversations import Conversations
from bot.local.keyboard import Button
from bot.local.messages import Account, BotMessage, Chat, Event
from bot.local.polling import LongPoll
from bot.local.wire import Call, Upload

if TYPE_CHECKING:
    # The library costs half a second; the prompt must not wait for it.
    from bot.local.request import LocalRequest

PERSON = Account(1, "You")
BOT = Account(2, "Newsdesk", "newsdesk_local_bot", is_bot=True)


def _now() -> datetime:
    return datetime.now(UTC)


class LocalTelegram:
    """A private chat of `person` with `bot`, as Telegram would hold it.

    Pass `token`, `request()` and `get_updates_request()` to the ApplicationBuilder; call `finished` with the id of
    every update whose handling is over, so that `idle` can tell when all replies are there.
    """

    def __init__(self, *, person: Account = PERSON, bot: Account = BOT, clock: Callable[[], datetime] = _now) -> None:
        self.person = person
        self.chat = Chat(person.id, "private", person.first_name, person.username)
        self.token = f"{bot.id}:local"
        self._early: list[Event] = []
        self._state = Conversations(bot, clock, self._early.append)
        self._state.chats[self.chat.id] = self.chat
        # The bot remembers the numbers of updates for days, so a new conversation must not begin at 1 again.
        self._state.updates.next_id = int(clock().timestamp() * 1000)
        self._poll = LongPoll(self._state)
        self._unfinished: set[int] = set()
        self._all_finished = asyncio.Event()
        self._all_finished.set()

    def request(self) -> "LocalRequest":
        """A request object for the bot's calls."""
        from bot.local.request import LocalRequest  # noqa: PLC0415 -- see above

        return LocalRequest(self)

    def get_updates_request(self) -> "LocalRequest":
        """A request object for the bot's wait for updates."""
        return self.request()

    async def answer(self, call: Call) -> tuple[int, bytes]:
        """The HTTP status and body for one request of the bot."""
        return await self._poll.answer(call)

    def download(self, path: str) -> tuple[int, bytes]:
        """The HTTP status and body for a file the bot fetches."""
        return download(self._state, path)

    def listen(self, listener: Callable[[Event], None]) -> None:
        """From now on `listener` hears what the bot does; what it did so far comes first."""
        early, self._early = self._early, []
        for event in early:
            listener(event)
        self._state.listener = listener

    def say(self, text: str, reply_to: int = 0) -> int:
        """The person sends a text, perhaps in reply to a message; the id of the update."""
        return self._given(self._state.say(self.chat, self.person, text, reply_to))

    def press(self, message: BotMessage, button: Button) -> int:
        """The person presses a button; the id of the update."""
        return self._given(self._state.press(self.person, message, button.callback_data))

    def upload(self, path: Path, mime_type: str = "application/octet-stream") -> int:
        """The person sends a file; the id of the update. Raises OSError when it cannot be read."""
        document = self._state.store_file(Upload(path.name, path.read_bytes()), mime_type)
        return self._given(self._state.send_file(self.chat, self.person, document))

    def message(self, message_id: int) -> BotMessage | None:
        """The bot's message of that id as it stands now."""
        return self._state.messages.get((self.chat.id, message_id))

    def has_message(self, message_id: int) -> bool:
        """Whether there is such a message, the bot's or the person's."""
        return self._state.exists(self.chat.id, message_id)

    def last_message(self) -> BotMessage | None:
        """The newest message of the bot."""
        return max(self._state.messages.values(), key=lambda message: message.id, default=None)

    def last_with_buttons(self) -> BotMessage | None:
        """The newest message of the bot that has buttons to press."""
        offering = [message for message in self._state.messages.values() if message.keyboard]
        return max(
            (message for message in offering if message.keyboard and message.keyboard.buttons),
            key=lambda message: message.id,
            default=None,
        )

    def _given(self, update_id: int) -> int:
        self._unfinished.add(update_id)
        self._all_finished.clear()
        self._poll.wake()
        return update_id

    def finished(self, update_id: int) -> None:
        """The bot has done all it will do about the update."""
        self._unfinished.discard(update_id)
        if not self._unfinished:
            self._all_finished.set()

    async def idle(self) -> None:
        """Returns when every update given so far was reported finished."""
        await self._all_finished.wait()
