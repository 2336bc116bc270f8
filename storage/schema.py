"""Brings a database to the schema of this version, at start; `migrations/` holds the steps.

Neighbours: `database.Database.migrate` calls it, Alembic runs the steps. Alembic is imported only
when there is something to do: it costs a third of a second, the comparison a millisecond.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, Engine, inspect, text

from storage.engine import writing
from storage.errors import SchemaTooNew, StorageDamaged

if TYPE_CHECKING:
    from alembic.config import Config

# The newest step in migrations/versions; a test compares it with the folder.
HEAD = "0005"

# Any number that is ours: whoever holds it on PostgreSQL is the one that migrates.
_MIGRATION_LOCK = 7_239_114_501


def current_version(connection: Connection) -> str:
    """The number of the last step the database has had, "" for a fresh one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def migrate(engine: Engine, target: str = HEAD) -> None:
    """Runs the steps the database lacks, all in one transaction; two programs at once do it once.

    Raises SchemaTooNew when a newer version of the program has been here.
    """
    with engine.connect() as connection:
        if _is_there(current_version(connection), target):
            return
    with _exclusive(engine) as connection:
        if not _is_there(current_version(connection), target):
            _run_steps(connection, target)


def _is_there(version: str, target: str) -> bool:
    if version > HEAD:
        raise SchemaTooNew(
            f"the database has schema {version}, this version of Newsdesk knows {HEAD}: run the newer version"
        )
    return version >= target


@contextmanager
def _exclusive(engine: Engine) -> Iterator[Connection]:
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            yield connection
        return
    with writing(engine).connect() as connection:
        # A step that rebuilds a table must not set off its cascades; the switch works outside a transaction only.
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                _refuse_broken_references(connection)
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise StorageDamaged(f"a row of table {broken[0]} refers to one of {broken[2]} that is not there")


def _run_steps(connection: Connection, target: str) -> None:
    from alembic import command  # noqa: PLC0415 - imported when needed only, see above

    command.upgrade(alembic_config(connection), target)


def alembic_config(connection: Connection) -> "Config":
    """Alembic's settings for this package's steps, run on an open connection."""
    from alembic.config import Config  # noqa: PLC0415 - imported when needed only, see above

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = connection
    return config
