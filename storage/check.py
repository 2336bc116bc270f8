"""The facts about a database's health and of the work in it, for `newsdesk check` and the health page."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, select, text

from storage import schema
from storage.backup import LAST_BACKUP
from storage.database import Database
from storage.errors import StorageError, translated
from storage.metadata import METADATA
from storage.records import Health, Vitals
from storage.tables import AcceptedUpdateRow


def check(database: Database, *, thorough: bool = True) -> Health:
    """What can be said of the database; nothing is changed and no StorageError leaves.

    `thorough` reads a whole SQLite file for its soundness, about a second for each gigabyte or two.
    """
    try:
        return _check(database, thorough=thorough)
    except StorageError as error:
        return Health(trouble=f"{type(error).__name__}: {error}")


def _check(database: Database, *, thorough: bool) -> Health:
    with translated(), database.engine.connect() as connection:
        version = schema.current_version(connection)
        facts = Health(trouble="", schema=version, sound=not thorough or _is_sound(connection), size=_size(connection))
        if version != schema.HEAD:
            what = f"the schema is {version or 'missing'}, not {schema.HEAD}: run newsdesk migrate"
            return replace(facts, trouble=what)
        facts = replace(facts, counts=_counts(connection))
    if not facts.sound:
        facts = replace(facts, trouble="the file is damaged: restore a backup")
    with database.read() as uow:
        last_backup = uow.marks.get(LAST_BACKUP)
    return replace(facts, last_backup=datetime.fromisoformat(last_backup)) if last_backup else facts


def vitals(database: Database, now: datetime, *, of_terminal: bool | None = False) -> Vitals:
    """How the work stands, that of all bots that use this database; cheap enough for every few seconds.

    `of_terminal` says whose deliveries may be late, as in `Deliveries.claim`. Raises StorageError.
    """
    unfinished = select(func.count(), func.min(AcceptedUpdateRow.accepted)).where(~AcceptedUpdateRow.finished)
    with translated(), database.engine.connect() as connection:
        updates, oldest_update = connection.execute(unfinished).one()
    with database.read() as uow:
        return Vitals(
            deliveries=uow.deliveries.depth(),
            oldest_due=uow.deliveries.oldest_due(now, of_terminal=of_terminal),
            updates=updates,
            oldest_update=oldest_update,
            feeds=uow.feeds.health(),
            oldest_feed_due=uow.feeds.oldest_due(now),
        )


def _counts(connection: Connection) -> tuple[tuple[str, int], ...]:
    return tuple(
        (table.name, connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in sorted(METADATA.tables.values(), key=lambda table: table.name)
    )


def _is_sound(connection: Connection) -> bool:
    if connection.dialect.name != "sqlite":
        return True
    return connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok"


def _size(connection: Connection) -> int:
    if connection.dialect.name != "sqlite":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    return int(pages * connection.execute(text("PRAGMA page_size")).scalar_one())
