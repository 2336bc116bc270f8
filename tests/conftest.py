"""Ground that tests of several rooms share: the two real databases, fresh for every test.

A SQLite test gets a copy of a migrated file in `tmp_path`. A PostgreSQL test gets a schema of the
session's own, emptied after each test; NEWSDESK_TEST_POSTGRES says where, and where nothing
answers these tests are skipped.
"""

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from storage.database import Database
from storage.engine import writing
from storage.metadata import METADATA

POSTGRES = os.environ.get("NEWSDESK_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432/test")
DATABASES = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "newsdesk.sqlite"
    database = Database.open(f"sqlite:///{path}")
    database.migrate()
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Engine]:
    """The server, reachable; skips the test that asks for it otherwise."""
    engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        engine.connect().close()
    except OperationalError as error:
        pytest.skip(f"no PostgreSQL at {POSTGRES} (NEWSDESK_TEST_POSTGRES): {error.orig}")
    yield engine
    engine.dispose()


@pytest.fixture
def empty_postgres_url(postgres_server: Engine) -> Iterator[str]:
    """The address of a schema with nothing in it."""
    with _schema(postgres_server, "empty") as url:
        yield url


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: Engine) -> Iterator[Database]:
    """A migrated schema for the whole session; `postgres_database` empties it."""
    with _schema(postgres_server, "tests") as url:
        database = Database.open(url)
        database.migrate()
        yield database
        database.dispose()


class _schema:  # noqa: N801 - used as a verb
    def __init__(self, server: Engine, kind: str) -> None:
        self.server = server
        self.name = f"newsdesk_{kind}_{os.getpid()}"

    def __enter__(self) -> str:
        with self.server.connect() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {self.name} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {self.name}"))
        # Tests lose nothing by not waiting for the disk.
        options = f"-csearch_path={self.name} -csynchronous_commit=off"
        return make_url(POSTGRES).update_query_dict({"options": options}).render_as_string(hide_password=False)

    def __exit__(self, *_: object) -> None:
        with self.server.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {self.name} CASCADE"))


@pytest.fixture
def postgres_database(postgres_tables: Database) -> Iterator[Database]:
    yield postgres_tables
    empty(postgres_tables)


def _without_waiting(connection: sqlite3.Connection, _record: object) -> None:
    """Tests lose nothing by not waiting for the disk."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "newsdesk.sqlite"
    shutil.copy(sqlite_template, path)
    database = Database.open(f"sqlite:///{path}")
    event.listen(database.engine, "connect", _without_waiting)
    yield database
    database.dispose()


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> Database:
    """A fresh database of each kind."""
    database: Database = request.getfixturevalue(f"{request.param}_database")
    return database


_EMPTYING = [
    *(f"DELETE FROM {table.name}" for table in reversed(METADATA.sorted_tables) if table.name != "counters"),
    "UPDATE counters SET value = 0",
]


def empty(database: Database) -> None:
    """Takes every row out and sets the counters back."""
    with writing(database.engine).begin() as connection:
        for statement in _EMPTYING if database.file else ["; ".join(_EMPTYING)]:
            connection.exec_driver_sql(statement)


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[str]]]:
    """The lines a test's `set_up_logs` has written since they were last asked for."""
    root = logging.getLogger()
    before = root.handlers[:], root.level

    def lines() -> list[str]:
        return capsys.readouterr().err.splitlines()

    yield lines
    root.handlers[:], root.level = before
    logging.captureWarnings(capture=False)
