"""What a chat likes: how long its summaries are, and by which method."""

from dataclasses import dataclass, replace

from bot.news.summary import METHODS
from storage.database import Database
from storage.records import Chat

#: Sentences a chat may choose; 0 leaves it to the article's length.
LENGTHS = (0, 2, 3, 5, 8)


@dataclass(frozen=True, slots=True)
class SetPreferences:
    """Reads and changes a chat's preferences."""

    database: Database

    def current(self, chat_id: int) -> Chat:
        """The chat's preferences, the defaults for one not seen yet."""
        with self.database.read() as uow:
            return uow.chats.get(chat_id) or Chat(chat_id, "private")

    def length(self, chat_id: int, count: int) -> Chat:
        """The preferences with summaries of `count` sentences. Raises ValueError for a length not offered."""
        if count not in LENGTHS:
            raise ValueError(f"no such length: {count}")
        return self._save(replace(self.current(chat_id), summary_length=count))

    def method(self, chat_id: int, name: str) -> Chat:
        """The preferences with summaries by method `name`. Raises ValueError for an unknown method."""
        if name not in METHODS:
            raise ValueError(f"no such method: {name}")
        return self._save(replace(self.current(chat_id), method=name))

    def _save(self, chat: Chat) -> Chat:
        with self.database.write() as uow:
            uow.chats.save(chat)
            uow.commit()
        return chat
