"""Chats: their settings, what they are talking about, and their right to be forgotten."""

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from storage.articles import Articles
from storage.chat_rows import delete_rows, move_rows, reachable
from storage.records import Chat
from storage.tables import ChatRow, SubjectRow
from storage.topics import Topics
from storage.upserts import insert_into


class Chats:
    """The chats of one unit of work."""

    def __init__(self, session: Session, articles: Articles, *, writes: bool) -> None:
        self._session = session
        self._articles = articles
        self._writes = writes

    def get(self, chat_id: int) -> Chat | None:
        """The chat, None when it is not known; in a unit that writes it is held until the end."""
        query = select(ChatRow).where(ChatRow.id == chat_id)
        row = self._session.execute(query.with_for_update() if self._writes else query).scalar_one_or_none()
        return None if row is None else _chat(row)

    def save(self, chat: Chat) -> None:
        """Keeps the chat as given, in place of what was known of it."""
        values = asdict(chat)
        statement = insert_into(self._session, ChatRow).values(values)
        del values["id"]
        self._session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))

    def meet(self, chat: Chat) -> None:
        """Keeps the chat when nothing was known of it."""
        self._session.execute(insert_into(self._session, ChatRow).values(asdict(chat)).on_conflict_do_nothing())

    def count_active(self, *, of_terminal: bool | None = None) -> tuple[int, int]:
        """How many chats take messages: private ones, and others; `of_terminal` as in `Deliveries.claim`."""
        is_private = (ChatRow.kind == "private").label("is_private")
        query = select(is_private, func.count()).where(ChatRow.active, reachable(ChatRow.id, of_terminal=of_terminal))
        counts = {bool(row[0]): row[1] for row in self._session.execute(query.group_by(is_private)).all()}
        return counts.get(True, 0), counts.get(False, 0)

    def deactivate(self, chat_id: int) -> None:
        """Nothing is to be sent there any more; everything is kept."""
        self._set_active(chat_id, active=False)

    def revive(self, chat_id: int) -> None:
        """The chat may be written to again."""
        self._set_active(chat_id, active=True)

    def _set_active(self, chat_id: int, *, active: bool) -> None:
        self._session.execute(update(ChatRow).where(ChatRow.id == chat_id).values(active=active))

    def move(self, old: int, new: int) -> None:
        """Rewrites a chat's id; may be called again, and when the new id is known already.

        The settings made under the old id win, the kind and title of the new one stay. What leads
        from messages to articles is dropped: a supergroup numbers its messages afresh.
        """
        before, after = self.get(old), self.get(new)
        self._articles.move_private(old, new)
        move_rows(self._session, old, new)
        if before is not None:
            named = after or before
            self.save(replace(before, id=new, active=True, kind=named.kind, title=named.title))
            self._session.execute(delete(ChatRow).where(ChatRow.id == old))

    def forget(self, chat_id: int) -> None:
        """Deletes all that is kept of the chat: settings, subject, readings, private articles, what it follows.

        Articles everyone may see stay, even when only this chat has read them.
        """
        self._articles.remove_private(chat_id)
        delete_rows(self._session, chat_id)
        Topics(self._session).drop_unused()
        self._session.execute(delete(ChatRow).where(ChatRow.id == chat_id))

    def all(self, *, active: bool | None = None) -> tuple[Chat, ...]:
        """All chats, or those that are active or not, in order of their ids."""
        query = select(ChatRow).order_by(ChatRow.id)
        if active is not None:
            query = query.where(ChatRow.active == active)
        return tuple(_chat(row) for row in self._session.execute(query).scalars())

    def remember_subject(self, chat_id: int, value: str, until: datetime) -> None:
        """Keeps what the chat is talking about (the program's own short text) until a moment."""
        statement = insert_into(self._session, SubjectRow).values(chat_id=chat_id, value=value, until=until)
        self._session.execute(
            statement.on_conflict_do_update(index_elements=["chat_id"], set_={"value": value, "until": until})
        )

    def subject(self, chat_id: int, now: datetime) -> str | None:
        """What the chat is talking about, None when nothing or too long ago."""
        query = select(SubjectRow.value).where(SubjectRow.chat_id == chat_id, SubjectRow.until > now)
        return self._session.execute(query).scalar_one_or_none()

    def drop_subject(self, chat_id: int) -> None:
        """The chat is talking about nothing in particular."""
        self._session.execute(delete(SubjectRow).where(SubjectRow.chat_id == chat_id))


def _chat(row: ChatRow) -> Chat:
    return Chat(
        id=row.id,
        kind=row.kind,
        title=row.title,
        active=row.active,
        summary_length=row.summary_length,
        method=row.method,
        language=row.language,
        zone=row.zone,
    )
