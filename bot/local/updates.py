"""The queue of updates behind getUpdates, and the updates a person's doings make."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.local.detection import cleaned, detect_entities
from bot.local.messages import Account, BotMessage, Chat, StoredFile
from bot.local.wire import Json

MAX_UPDATES = 100


@dataclass(slots=True)
class UpdateQueue:
    """Updates in order until the bot confirms them by asking for a later one."""

    waiting: list[Json] = field(default_factory=list)
    next_id: int = 1

    def add(self, update: Json) -> int:
        """The id the update got; one it brings along is replaced."""
        update_id = self.next_id
        self.next_id += 1
        self.waiting.append({**update, "update_id": update_id})
        return update_id

    def take(self, offset: int = 0, limit: int = MAX_UPDATES) -> list[Json]:
        """The earliest waiting updates from `offset` on; those before it are confirmed and vanish.

        A negative offset keeps only so many updates from the end of the queue, as Telegram does.
        """
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset > 0:
            self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        return self.waiting[: min(limit, MAX_UPDATES) if limit > 0 else MAX_UPDATES]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every message has: its id, where, who and when."""

    message_id: int
    chat: Chat
    sender: Account
    date: datetime

    def as_json(self) -> Json:
        """The fields every Message object begins with."""
        return {
            "message_id": self.message_id,
            "from": self.sender.as_json(),
            "chat": self.chat.as_json(),
            "date": int(self.date.timestamp()),
        }


def text_message(envelope: Envelope, text: str, reply_to: Json | None = None) -> Json:
    """The Message object of a text a person sent, links and commands marked."""
    content = detect_entities(cleaned(text))
    message = {**envelope.as_json(), "text": content.text}
    if content.entities:
        message["entities"] = [entity.as_json() for entity in content.entities]
    if reply_to:
        message["reply_to_message"] = {name: value for name, value in reply_to.items() if name != "reply_to_message"}
    return message


def document_message(envelope: Envelope, document: StoredFile, caption: str = "") -> Json:
    """The Message object of a file a person sent."""
    message = {**envelope.as_json(), "document": document.as_json()}
    if caption:
        content = detect_entities(cleaned(caption))
        message |= {"caption": content.text, "caption_entities": [entity.as_json() for entity in content.entities]}
    return message


def pressed_button(query_id: str, presser: Account, message: BotMessage, data: str) -> Json:
    """The CallbackQuery object of a pressed button."""
    return {
        "id": query_id,
        "from": presser.as_json(),
        "message": message.as_json(),
        "chat_instance": str(message.chat.id),
        "data": data,
    }
