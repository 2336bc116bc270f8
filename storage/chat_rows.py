"""What a chat owns in the tables: moved when its id changes, deleted when it asks; used by `chats`.

A test goes through all tables and fails when one with a chat in it is not dealt with here.
"""

from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select, true, tuple_, update
from sqlalchemy import Table as CoreTable
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.following_tables import MuteRow, SubscriptionRow
from storage.outbox_tables import ChatPauseRow, DeliveryRow, PostRow, ScheduleRow, ToldStoryRow
from storage.records import TERMINAL_CHAT
from storage.tables import ReadingRow, ShownArticleRow, SubjectRow, Table


class OwnedRows(NamedTuple):
    """Rows of one table that belong to the chat in `chat_id`, unique there by `key`."""

    table: type[Table]
    key: tuple[str, ...]


# Numbers of messages do not survive the move to a supergroup, which counts its own from one; its limits are new too.
STAYING: tuple[type[Table], ...] = (ShownArticleRow, ChatPauseRow)
MOVING = (
    OwnedRows(SubjectRow, ()),
    OwnedRows(ReadingRow, ("article_id",)),
    OwnedRows(SubscriptionRow, ("kind", "target")),
    OwnedRows(MuteRow, ("kind", "target")),
    OwnedRows(ScheduleRow, ()),
    OwnedRows(ToldStoryRow, ("story_id",)),
    OwnedRows(PostRow, ("id",)),
    OwnedRows(DeliveryRow, ("post_id",)),
)


def reachable(chat_id: InstrumentedAttribute[int], *, of_terminal: bool | None) -> ColumnElement[bool]:
    """Whose chats: the terminal's alone, all others, or (None) all."""
    is_terminal = chat_id == TERMINAL_CHAT
    return true() if of_terminal is None else is_terminal if of_terminal else ~is_terminal


def move_rows(session: Session, old: int, new: int) -> None:
    """Gives one chat's rows to another, except where that one has its own."""
    numbers = {"message_id": None, "reply_to": None, "edit_due": None}
    session.execute(update(DeliveryRow).where(DeliveryRow.chat_id == old).values(numbers))
    for owned in MOVING:
        _move(session, owned, old, new)
    for table in STAYING:
        _delete(session, table, old)


def delete_rows(session: Session, chat_id: int) -> None:
    """Deletes everything the chat owns."""
    for table in STAYING:
        _delete(session, table, chat_id)
    for owned in reversed(MOVING):
        _delete(session, owned.table, chat_id)


def _move(session: Session, owned: OwnedRows, old: int, new: int) -> None:
    table = _core(owned.table)
    columns = [table.c[name] for name in owned.key]
    theirs = table.alias()
    held = select(*[theirs.c[name] for name in owned.key] or [theirs.c.chat_id]).where(theirs.c.chat_id == new)
    twice = tuple_(*columns).in_(held) if columns else held.exists()
    session.execute(delete(table).where(table.c.chat_id == old, twice))
    session.execute(update(table).where(table.c.chat_id == old).values(chat_id=new))


def _delete(session: Session, table: type[Table], chat_id: int) -> None:
    rows = _core(table)
    session.execute(delete(rows).where(rows.c.chat_id == chat_id))


def _core(table: type[Table]) -> CoreTable:
    rows = table.__table__
    assert isinstance(rows, CoreTable)  # noqa: S101 - for the type checker: no table of ours is a join
    return rows
