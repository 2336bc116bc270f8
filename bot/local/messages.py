"""What stands in a chat: people, chats, messages, and what happens to them, as values.

`methods` makes and keeps them; the fronts (`chat`, the test stand-ins) are told of them as events.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.local.entities import FormattedText
from bot.local.keyboard import Keyboard
from bot.local.wire import Json


@dataclass(frozen=True, slots=True)
class Account:
    """A person or a bot."""

    id: int
    first_name: str
    username: str = ""
    is_bot: bool = False
    language_code: str = ""

    def as_json(self) -> Json:
        """The User object of the Bot API."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        named = {"username": self.username, "language_code": self.language_code}
        return user | {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation and what the bot may do in it: `refusal` is the 403 it gets, `migrated_to` the new id."""

    id: int
    type: str = "private"
    title: str = ""
    username: str = ""
    refusal: str = ""
    migrated_to: int = 0

    def as_json(self) -> Json:
        """The Chat object of the Bot API."""
        named = {"first_name" if self.type == "private" else "title": self.title, "username": self.username}
        return {"id": self.id, "type": self.type} | {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file Telegram keeps: fetched by `id` through getFile, then by `path`."""

    id: str
    name: str
    content: bytes
    mime_type: str = "application/octet-stream"

    @property
    def path(self) -> str:
        """Where the download stands below the file address."""
        return f"documents/{self.id}"

    def as_json(self) -> Json:
        """The Document object of the Bot API."""
        return {
            "file_id": self.id,
            "file_unique_id": f"u{self.id}",
            "file_name": self.name,
            "mime_type": self.mime_type,
            "file_size": len(self.content),
        }


@dataclass(frozen=True, slots=True)
class BotMessage:
    """A message the bot sent, as it stands now. With a `document`, the content is its caption."""

    id: int
    chat: Chat
    sender: Account
    date: datetime
    content: FormattedText
    keyboard: Keyboard | None = None
    reply_to: int | None = None
    thread_id: int | None = None
    document: StoredFile | None = None
    edited: datetime | None = None

    def as_json(self) -> Json:
        """The Message object of the Bot API."""
        text, entities = ("caption", "caption_entities") if self.document else ("text", "entities")
        message: Json = {
            "message_id": self.id,
            "from": self.sender.as_json(),
            "chat": self.chat.as_json(),
            "date": int(self.date.timestamp()),
        }
        optional: Json = {
            text: self.content.text,
            entities: [entity.as_json() for entity in self.content.entities],
            "document": self.document.as_json() if self.document else None,
            "edit_date": int(self.edited.timestamp()) if self.edited else None,
            "message_thread_id": self.thread_id,
            "is_topic_message": True if self.thread_id else None,
            "reply_markup": json.loads(self.keyboard.json) if self.keyboard and self.keyboard.inline else None,
        }
        return message | {name: value for name, value in optional.items() if value}


@dataclass(frozen=True, slots=True)
class MessageSent:
    """The bot sent a message."""

    message: BotMessage


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """The bot changed a message; `text_changed` is false when only its buttons changed."""

    message: BotMessage
    text_changed: bool


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    """The bot deleted a message, its own or a person's."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class QueryAnswered:
    """The bot answered the press of a button, perhaps with a short text."""

    text: str


@dataclass(frozen=True, slots=True)
class ActionShown:
    """The bot says what it is doing ("typing")."""

    chat_id: int
    action: str


@dataclass(frozen=True, slots=True)
class CommandsChanged:
    """The bot's menu: pairs of command and description."""

    commands: tuple[tuple[str, str], ...]


Event: TypeAlias = MessageSent | MessageEdited | MessageDeleted | QueryAnswered | ActionShown | CommandsChanged
