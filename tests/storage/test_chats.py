import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Table, insert, select
from sqlalchemy import types as sa_types

from storage.chat_rows import MOVING, STAYING
from storage.records import Chat
from storage.tables import Table as Base
from tests.storage.builders import MINUTE, NOW, new_article

GROUP = Chat(-40, "group", "Readers", summary_length=5, method="lexrank", language="de", zone="Europe/Berlin")

# Whoever made the update has it handled: the chat's number in it goes when it is finished.
NOT_OWNED = {"accepted_updates"}


def tables_with_a_chat() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if "chat_id" in table.c and table.name not in NOT_OWNED]


def test_a_chat_is_kept_as_saved_last(database):
    with database.write() as uow:
        assert uow.chats.get(5) is None
        uow.chats.save(Chat(5, "private", "Ana"))
        uow.chats.save(GROUP)
        uow.chats.save(dataclasses.replace(GROUP, title="Readers' club"))
        uow.commit()
    with database.read() as uow:
        assert uow.chats.get(5) == Chat(5, "private", "Ana")
        assert uow.chats.all() == (dataclasses.replace(GROUP, title="Readers' club"), Chat(5, "private", "Ana"))


def test_a_chat_that_blocked_the_bot_comes_back_with_everything(database):
    with database.write() as uow:
        uow.chats.save(GROUP)
        uow.chats.save(Chat(5, "private"))
        uow.chats.deactivate(GROUP.id)
        assert uow.chats.all(active=False) == (dataclasses.replace(GROUP, active=False),)
        assert uow.chats.all(active=True) == (Chat(5, "private"),)
        uow.chats.revive(GROUP.id)
        assert uow.chats.get(GROUP.id) == GROUP


def test_a_subject_is_known_until_its_time(database):
    with database.write() as uow:
        uow.chats.remember_subject(5, '{"article": 1}', NOW + MINUTE)
        uow.chats.remember_subject(5, '{"article": 2}', NOW + 2 * MINUTE)
        assert uow.chats.subject(5, NOW + MINUTE) == '{"article": 2}'
        assert uow.chats.subject(5, NOW + 2 * MINUTE) is None
        assert uow.chats.subject(6, NOW) is None
        uow.chats.drop_subject(5)
        assert uow.chats.subject(5, NOW) is None


def test_a_group_that_becomes_a_supergroup_keeps_what_it_had(database):
    with database.write() as uow:
        uow.chats.save(dataclasses.replace(GROUP, active=False))
        uow.chats.remember_subject(-40, "{}", NOW + MINUTE)
        pasted, _ = uow.articles.add(new_article("https://a.example/1", chat_id=-40), (), NOW)
        uow.readings.note(-40, pasted.id, 70, NOW)
        uow.commit()
        uow.chats.move(-40, -100)
        uow.chats.move(-40, -100)
        uow.commit()
    with database.read() as uow:
        assert uow.chats.all() == (dataclasses.replace(GROUP, id=-100),)
        assert uow.chats.subject(-100, NOW) == "{}"
        assert uow.articles.get(pasted.id, -100) == dataclasses.replace(pasted, chat_id=-100, seq=2)
        assert uow.articles.get(pasted.id, -40) is None
        assert uow.articles.by_url("https://a.example/1", -100) is not None
        assert uow.readings.readers(pasted.id) == (-100,)
        assert uow.readings.article_of(-100, 70) is None


def test_a_group_that_moves_onto_a_known_chat_becomes_one_with_it(database):
    with database.write() as uow:
        uow.chats.save(GROUP)
        uow.chats.save(Chat(-100, "supergroup", "Readers, all"))
        both = [uow.articles.add(new_article("", "Both.", chat_id=chat), (), NOW)[0] for chat in (-40, -100)]
        alone, _ = uow.articles.add(new_article("", "Alone.", chat_id=-40), (), NOW)
        shared, _ = uow.articles.add(new_article("https://a.example/s", "Shared."), (), NOW)
        uow.articles.add(new_article("https://claimed.example", "Shared.", chat_id=-40), (), NOW)
        uow.readings.note(-40, both[0].id, 70, NOW)
        for chat in (-40, -100):
            uow.readings.note(chat, shared.id, None, NOW)
            uow.chats.remember_subject(chat, str(chat), NOW + MINUTE)
        uow.readings.note(-100, both[1].id, 1, NOW)
        uow.chats.move(-40, -100)
        uow.commit()
    with database.read() as uow:
        assert uow.chats.all() == (dataclasses.replace(GROUP, id=-100, kind="supergroup", title="Readers, all"),)
        assert uow.articles.get(both[0].id) is None
        assert {each.id for each in uow.articles.recent(-100, 0, 9).articles} == {both[1].id, alone.id, shared.id}
        assert uow.readings.readers(both[1].id) == uow.readings.readers(shared.id) == (-100,)
        assert uow.readings.article_of(-100, 1) == both[1].id
        assert uow.chats.subject(-100, NOW) == "-100"
        claimed = uow.articles.by_url("https://claimed.example", -100)
        assert claimed is not None
        assert claimed.id == shared.id


def test_a_forgotten_chat_leaves_only_what_everyone_may_see(database):
    with database.write() as uow:
        uow.chats.save(GROUP)
        private, _ = uow.articles.add(new_article("", "Mine.", chat_id=-40), (), NOW)
        other, _ = uow.articles.add(new_article("", "Mine.", chat_id=6), (), NOW)
        shared, _ = uow.articles.add(new_article("https://a.example/s", "Shared."), (), NOW)
        uow.articles.add(new_article("https://claimed.example", "Shared.", chat_id=-40), (), NOW)
        for chat in (-40, 6):
            uow.chats.remember_subject(chat, "{}", NOW + MINUTE)
            uow.readings.note(chat, shared.id, 70, NOW)
        uow.commit()
        uow.chats.forget(-40)
        uow.commit()
    with database.read() as uow:
        assert uow.chats.all() == ()
        assert uow.articles.get(private.id) is None
        assert uow.articles.get(other.id, 6) == other
        assert uow.articles.get(shared.id) == shared
        assert uow.articles.by_url("https://claimed.example") is None
        assert uow.readings.readers(shared.id) == (6,)
        assert (uow.chats.subject(-40, NOW), uow.chats.subject(6, NOW)) == (None, "{}")
        assert [change.article for change in uow.articles.changes_since(0, 9) if change.article_id == private.id] == [
            None
        ]


@pytest.mark.parametrize("table", tables_with_a_chat(), ids=lambda table: table.name)
def test_every_table_with_a_chat_in_it_is_dealt_with(table):
    owned = {rows.table.__table__ for rows in MOVING} | {rows.__table__ for rows in STAYING}
    assert table in owned


@pytest.mark.parametrize("table", tables_with_a_chat(), ids=lambda table: table.name)
def test_no_row_of_a_forgotten_or_moved_chat_is_left(database, table):
    with database.write() as uow:
        connection = uow._session.connection()
        for chat_id in (5, 6):
            connection.execute(insert(table), _row(connection, table, chat_id))
        uow.chats.forget(5)
        uow.chats.move(6, 7)
        left = set(connection.execute(select(table.c.chat_id)).scalars())
        assert left <= {7}


def _row(connection: Any, table: Table, chat_id: int) -> dict[str, Any]:
    """A row of the table that its references allow, with any values; those it refers to are made as well."""
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.foreign_keys:
            row[column.name] = _referred(connection, next(iter(column.foreign_keys)).column.table, chat_id)
        elif not (column.primary_key and column.autoincrement is True):
            row[column.name] = _value(column, chat_id)
    return row | {"chat_id": chat_id}


def _referred(connection: Any, table: Table, chat_id: int) -> Any:
    key = next(iter(table.primary_key))
    made = connection.execute(insert(table).returning(key), _row_without_chat(connection, table, chat_id))
    return made.scalar_one()


def _row_without_chat(connection: Any, table: Table, chat_id: int) -> dict[str, Any]:
    row = _row(connection, table, chat_id)
    row.pop("chat_id")
    return {name: value for name, value in row.items() if name in table.c}


def _value(column: ColumnElement[Any], number: int) -> Any:
    kind = column.type
    if isinstance(kind, sa_types.Boolean):
        return True
    if isinstance(kind, sa_types.Integer | sa_types.BigInteger):
        return number
    if isinstance(kind, sa_types.LargeBinary):
        return bytes([number])
    if isinstance(kind, sa_types.Float):
        return float(number)
    if "DateTime" in type(kind).__name__:
        return datetime(2026, 1, number, tzinfo=UTC)
    return f"value {number}"
