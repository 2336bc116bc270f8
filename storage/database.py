"""The database as the program sees it: open, migrate, read, write; gives out units of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Self

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from storage import schema
from storage.engine import database_file, make_engine, reading, writing
from storage.errors import StorageBusy, translated
from storage.unit_of_work import UnitOfWork


class Database:
    """One SQLite file or PostgreSQL database. May be used from many threads at once.

    Every `with` block has a session of its own, which must stay in its thread.
    """

    def __init__(self, engine: Engine, busy_timeout: float) -> None:
        self.engine = engine
        self._busy_timeout = busy_timeout
        self._reading = reading(engine)
        self._writing = writing(engine)
        # SQLite's own waiting for the write lock is polling without a queue; inside one process a lock is quicker.
        self._one_writer = Lock() if database_file(engine) else None

    @classmethod
    def open(cls, url: str, busy_timeout: float = 30.0) -> Self:
        """The database at `sqlite:///file` or `postgresql://...`; nothing is connected yet.

        `busy_timeout` is how many seconds to wait for another writer. Raises ValueError for other addresses.
        """
        return cls(make_engine(url, busy_timeout), busy_timeout)

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database, None for PostgreSQL."""
        return database_file(self.engine)

    def migrate(self) -> None:
        """Brings the schema up to date; quick when it is. Raises StorageError."""
        with translated():
            schema.migrate(self.engine)

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A unit of work that sees one moment of the database and cannot change it."""
        with translated(), _session(self._reading) as session:
            yield UnitOfWork(session, writes=False)

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """A unit of work that keeps nothing without `commit()`.

        On SQLite it holds the write lock from here on, so keep it short. Raises StorageError.
        """
        with translated(), self._turn(), _session(self._writing) as session:
            if self._one_writer:
                session.connection()  # takes the lock now, before anything is read
            yield UnitOfWork(session, writes=True)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._one_writer is None:
            yield
            return
        if not self._one_writer.acquire(timeout=self._busy_timeout):
            raise StorageBusy("another thread has been writing for too long")
        try:
            yield
        finally:
            self._one_writer.release()

    def dispose(self) -> None:
        """Closes every connection, one in use when it is given back; further use opens the database again."""
        pool = self.engine.pool
        self.engine.dispose()
        event.listen(pool, "checkin", _closed)
        pool.dispose()  # what was given back meanwhile


def _closed(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    """SQLAlchemy would leave it to the garbage collector."""
    record.invalidate()


def _session(engine: Engine) -> Session:
    # A row read again is taken as it is now, not as it was when first read.
    return Session(engine, expire_on_commit=False, execution_options={"populate_existing": True})
