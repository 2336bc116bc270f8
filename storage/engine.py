"""How each database is opened: SQLite's pragmas and transactions, PostgreSQL's driver; below `database`.

Why BEGIN IMMEDIATE for writers: in a trial of 480 read-modify-writes by 8 threads the driver's own
transactions lost 400, plain BEGIN failed 371, BEGIN IMMEDIATE lost none (tests/storage/test_database.py).
Readers use a plain BEGIN, so they see one moment of the database and never wait for a writer (WAL).
"""

import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

# Threads of one asyncio.to_thread pool are at most min(32, cores + 4); idle connections cost little.
POOL_SIZE = 5
POOL_OVERFLOW = 30

_WAL_PAUSE = 0.05  # seconds

_WRITES = "newsdesk_writes"
# hide_parameters: what an error of the driver says goes into the log, and what people write does not.


def make_engine(url: str, busy_timeout: float) -> Engine:
    """An engine for `sqlite:///file` or `postgresql://...`; `busy_timeout` in seconds.

    Raises ValueError for any other database.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, busy_timeout)
    if parsed.get_backend_name() in {"postgresql", "postgres"}:
        return _postgres(parsed.set(drivername="postgresql+psycopg"), busy_timeout)
    raise ValueError(f"DATABASE_URL must begin with sqlite:/// or postgresql://, not {parsed.drivername}://")


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that write: SQLite takes its write lock at once."""
    return engine.execution_options(**{_WRITES: True})


def reading(engine: Engine) -> Engine:
    """The same engine for transactions that only read, and see one moment of the database."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def database_file(engine: Engine) -> Path | None:
    """The file of a SQLite database, None for PostgreSQL."""
    return Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None


def _sqlite(url: URL, busy_timeout: float) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ValueError("DATABASE_URL must name a file: sqlite:///folder/newsdesk.sqlite")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"timeout": busy_timeout},
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=busy_timeout,
        hide_parameters=True,
    )
    event.listen(engine, "connect", partial(_prepare_sqlite, attempts=1 + int(busy_timeout / _WAL_PAUSE)))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry, attempts: int) -> None:
    driver = cast("sqlite3.Connection", connection)
    driver.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite does
    _turn_to_wal(driver, attempts)
    driver.execute("PRAGMA synchronous=FULL")
    driver.execute("PRAGMA foreign_keys=ON")


def _turn_to_wal(driver: sqlite3.Connection, attempts: int) -> None:
    """The first connection of all turns the file to WAL; SQLite does not wait for others while it does."""
    while not _is_turned(driver, is_last=attempts <= 1):
        attempts -= 1
        time.sleep(_WAL_PAUSE)


def _is_turned(driver: sqlite3.Connection, *, is_last: bool) -> bool:
    try:
        driver.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or is_last:
            raise
        return False
    return True


def _begin_sqlite(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get(_WRITES))
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(url: URL, busy_timeout: float) -> Engine:
    try:
        engine = create_engine(
            url,
            connect_args={"connect_timeout": 10, "application_name": "newsdesk"},
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_timeout=busy_timeout,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    except ModuleNotFoundError as error:
        raise ValueError("DATABASE_URL names PostgreSQL, which needs its driver: install newsdesk[postgres]") from error
    milliseconds = int(busy_timeout * 1000)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.execute(f"SET lock_timeout = {milliseconds}")
        cursor.close()
        connection.commit()

    return engine
