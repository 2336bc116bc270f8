"""Who has read which article, and which message of ours shows which; used when cards are sent and replied to."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.tables import ReadingRow, ShownArticleRow
from storage.upserts import insert_into


class Readings:
    """The readings of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, chat_id: int, article_id: int, message_id: int | None, now: datetime) -> None:
        """Remembers that the chat has read the article, in this message if there is one."""
        reading = insert_into(self._session, ReadingRow).values(chat_id=chat_id, article_id=article_id, at=now)
        self._session.execute(reading.on_conflict_do_update(index_elements=["chat_id", "article_id"], set_={"at": now}))
        if message_id is not None:
            self._show(chat_id, article_id, message_id, now)

    def _show(self, chat_id: int, article_id: int, message_id: int, now: datetime) -> None:
        shown = insert_into(self._session, ShownArticleRow).values(
            chat_id=chat_id, message_id=message_id, article_id=article_id, at=now
        )
        self._session.execute(
            shown.on_conflict_do_update(
                index_elements=["chat_id", "message_id"], set_={"article_id": article_id, "at": now}
            )
        )

    def article_of(self, chat_id: int, message_id: int) -> int | None:
        """The id of the article the message shows, None for any other message."""
        query = select(ShownArticleRow.article_id).where(
            ShownArticleRow.chat_id == chat_id, ShownArticleRow.message_id == message_id
        )
        return self._session.execute(query).scalar_one_or_none()

    def readers(self, article_id: int) -> tuple[int, ...]:
        """The chats that have read the article, in order of their ids."""
        query = select(ReadingRow.chat_id).where(ReadingRow.article_id == article_id).order_by(ReadingRow.chat_id)
        return tuple(self._session.execute(query).scalars())

    def count(self, chat_id: int) -> int:
        """How many articles the chat has read."""
        query = select(func.count()).select_from(ReadingRow).where(ReadingRow.chat_id == chat_id)
        return self._session.execute(query).scalar_one()
