"""What Telegram tells about a chat: blocked, back again, or grown into a supergroup."""

from dataclasses import dataclass
from datetime import datetime

from storage.database import Database


@dataclass(frozen=True, slots=True)
class FollowChats:
    """Keeps a chat's state in step with Telegram's. Data is kept while a chat is inactive."""

    database: Database

    def left(self, chat_id: int) -> None:
        """The bot was blocked or put out: nothing more is sent there."""
        with self.database.write() as uow:
            uow.chats.deactivate(chat_id)
            uow.commit()

    def returned(self, chat_id: int) -> None:
        """The bot may write there (again)."""
        with self.database.write() as uow:
            uow.chats.revive(chat_id)
            uow.commit()

    def moved(self, old_id: int, new_id: int) -> None:
        """A group became a supergroup: everything of it goes under the new id."""
        with self.database.write() as uow:
            uow.chats.move(old_id, new_id)
            uow.commit()

    def showed(self, chat_id: int, article_id: int, message_id: int, now: datetime) -> None:
        """A message of the chat shows an article, so that a reply to it asks about that article."""
        with self.database.write() as uow:
            uow.readings.note(chat_id, article_id, message_id, now)
            uow.commit()
