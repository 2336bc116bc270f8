"""Deleting what is kept of a chat and of a person, on request."""

from dataclasses import dataclass

from storage.database import Database


@dataclass(frozen=True, slots=True)
class ForgetChat:
    """Deletes a chat's settings, reading history, conversation and private texts."""

    database: Database

    def __call__(self, chat_id: int, user_id: int | None = None) -> None:
        """Delete it. Of the person `user_id` the names go too; the number stays on the owner's list."""
        with self.database.write() as uow:
            uow.chats.forget(chat_id)
            if user_id is not None:
                uow.people.forget(user_id)
                uow.visitors.forget(user_id)
            uow.commit()
