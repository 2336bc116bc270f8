"""Deleting what is kept of a chat and of a person, on request."""

from dataclasses import dataclass

from storage.database import Database


@dataclass(frozen=True, slots=True)
class ForgetChat:
    """Deletes a chat's settings, reading history, conversation and private texts."""

    database: Database

    def __call__(self, chat_id: int, user_id: int | None = None) -> int:
        """How many private articles were deleted. The admission of `user_id` is deleted too; an owner stays owner."""
        with self.database.write() as uow:
            deleted = uow.chats.forget(chat_id)
            if user_id is not None:
                uow.people.forget(user_id)
            uow.commit()
        return deleted
