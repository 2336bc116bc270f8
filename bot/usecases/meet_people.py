"""Who uses the bot and when last, for its owner; and their private chats, so that the owner can reach them.

A group is known from when it follows something. Met by each message, its old id would come back after it became a
supergroup, and win over the settings that were moved.
"""

from dataclasses import dataclass
from datetime import timedelta

from storage.database import Database
from storage.records import Chat, Visitor

#: A visit is written down at most so often: nobody needs it to the second.
_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class MeetPeople:
    """Notes visits. Raises StorageError."""

    database: Database

    def __call__(self, visitor: Visitor, *, is_private: bool) -> None:
        """Note that an admitted person is here, in their private chat or elsewhere."""
        with self.database.read() as uow:
            known = uow.visitors.get(visitor.user_id)
            is_met = known is not None and known.last_seen > visitor.last_seen - _EVERY
            if is_met and not (is_private and uow.chats.get(visitor.user_id) is None):
                return
        with self.database.write() as uow:
            uow.visitors.note(visitor)
            if is_private:
                uow.chats.meet(Chat(visitor.user_id, "private"))
            uow.commit()
