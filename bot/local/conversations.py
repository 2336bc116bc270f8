"""What Telegram's servers remember of one bot: chats, messages, files, updates. `methods` and `profile` work on it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.local.errors import ApiError, bad_request
from bot.local.messages import Account, BotMessage, Chat, Event, StoredFile
from bot.local.updates import Envelope, UpdateQueue, document_message, pressed_button, text_message
from bot.local.wire import Call, Json, Upload

_SUBJECTS = ("message", "edited_message", "channel_post", "my_chat_member", "chat_member")


def _ignore(_event: Event) -> None:
    """The listener of a bot nobody watches."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Conversations:
    """The state of one bot. With `open_chats` any chat id is taken for a chat; otherwise only known ones.

    `listener` is told of everything the bot does; `statuses` says what people are in groups.
    """

    bot: Account
    clock: Callable[[], datetime] = _now
    listener: Callable[[Event], None] = _ignore
    open_chats: bool = False
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    chats: dict[int, Chat] = field(default_factory=dict)
    messages: dict[tuple[int, int], BotMessage] = field(default_factory=dict)
    received: dict[tuple[int, int], Json] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    queries: set[str] = field(default_factory=set)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    statuses: dict[tuple[int, int], str] = field(default_factory=dict)
    webhook: str = ""
    _last_ids: dict[int, int] = field(default_factory=dict)

    def chat(self, call: Call) -> Chat:
        """The chat a request names. Raises ApiError 400 for an unknown or migrated one, 403 where the bot is out."""
        written = call.text("chat_id")
        if not written:
            raise bad_request("chat_id is empty")
        chat = self._find_chat(written)
        if chat.migrated_to:
            reason = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, reason, migrate_to_chat_id=chat.migrated_to)
        if chat.refusal:
            raise ApiError(403, f"Forbidden: {chat.refusal}")
        return chat

    def _find_chat(self, written: str) -> Chat:
        if written.startswith("@"):
            named = [chat for chat in self.chats.values() if chat.username == written[1:]]
            if not named:
                raise bad_request("chat not found")
            return named[0]
        try:
            chat_id = int(written)
        except ValueError:
            raise bad_request("chat not found") from None
        if chat_id not in self.chats and self.open_chats:
            self.chats[chat_id] = Chat(chat_id, "private" if chat_id > 0 else "supergroup")
        if chat_id not in self.chats:
            raise bad_request("chat not found")
        return self.chats[chat_id]

    def next_id(self, chat_id: int) -> int:
        """A new message id in the chat."""
        self._last_ids[chat_id] = self._last_ids.get(chat_id, 0) + 1
        return self._last_ids[chat_id]

    def exists(self, chat_id: int, message_id: int) -> bool:
        """Whether the message is in the chat, whoever sent it."""
        return (chat_id, message_id) in self.messages or (chat_id, message_id) in self.received

    def keep(self, message: BotMessage) -> BotMessage:
        """The message, now standing in its chat in place of an earlier version."""
        self.messages[message.chat.id, message.id] = message
        return message

    def forget(self, chat_id: int, message_id: int) -> None:
        """The message is gone."""
        self.messages.pop((chat_id, message_id), None)
        self.received.pop((chat_id, message_id), None)

    def store_file(self, upload: Upload, mime_type: str = "application/octet-stream") -> StoredFile:
        """The file with the id Telegram gives it."""
        stored = StoredFile(f"file{len(self.files) + 1}", upload.name, upload.content, mime_type)
        self.files[stored.id] = stored
        return stored

    def receive(self, update: Json) -> int:
        """The id of the update, now waiting for the bot; chats and messages it names are known from here on."""
        for subject in _SUBJECTS:
            if subject in update:
                self._remember(update[subject], is_message=subject in {"message", "channel_post"})
        if "callback_query" in update:
            self.queries.add(update["callback_query"]["id"])
        return self.updates.add(update)

    def _remember(self, subject: Json, *, is_message: bool) -> None:
        chat = subject["chat"]
        name = chat.get("title") or chat.get("first_name") or ""
        self.chats.setdefault(chat["id"], Chat(chat["id"], chat["type"], name, chat.get("username", "")))
        if is_message:
            message_id = subject["message_id"]
            self.received[chat["id"], message_id] = subject
            self._last_ids[chat["id"]] = max(self._last_ids.get(chat["id"], 0), message_id)

    def refuse(self, chat_id: int, reason: str) -> None:
        """From now on the bot gets 403 with this reason in the chat; "" lets it in again."""
        self.chats[chat_id] = replace(self.chats.get(chat_id, Chat(chat_id)), refusal=reason)

    def migrate(self, chat_id: int, new_id: int) -> None:
        """The group becomes a supergroup of another id."""
        old = self.chats.get(chat_id, Chat(chat_id, "group"))
        self.chats[chat_id] = replace(old, migrated_to=new_id)
        self.chats[new_id] = replace(old, id=new_id, type="supergroup", migrated_to=0)

    def say(self, chat: Chat, sender: Account, text: str, reply_to: int = 0) -> int:
        """A person sends a text, perhaps as a reply; the id of the update."""
        message = text_message(self._envelope(chat, sender), text, self._as_json(chat.id, reply_to))
        return self.receive({"message": message})

    def send_file(self, chat: Chat, sender: Account, document: StoredFile, caption: str = "") -> int:
        """A person sends a stored file; the id of the update."""
        return self.receive({"message": document_message(self._envelope(chat, sender), document, caption)})

    def press(self, presser: Account, message: BotMessage, callback_data: str) -> int:
        """A person presses a button; the id of the update."""
        query_id = f"query{self.updates.next_id}"
        return self.receive({"callback_query": pressed_button(query_id, presser, message, callback_data)})

    def _envelope(self, chat: Chat, sender: Account) -> Envelope:
        return Envelope(self.next_id(chat.id), chat, sender, self.clock())

    def _as_json(self, chat_id: int, message_id: int) -> Json | None:
        sent = self.messages.get((chat_id, message_id))
        return sent.as_json() if sent else self.received.get((chat_id, message_id))
