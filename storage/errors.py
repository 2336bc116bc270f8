"""What can go wrong in storage and an operator can act on; bugs pass through as they are.

StorageError
 +-- StorageBusy          another writer held the lock too long, or two writers met; trying again helps
 +-- StorageFull          no room left on the disk
 +-- StorageUnavailable   the database cannot be reached or opened
 +-- StorageDamaged       the file is not a sound database
 +-- SchemaTooNew         a newer Newsdesk has been here
 +-- FolderInUse          another Newsdesk runs on this data folder
 +-- BackupRefused        the backup cannot be made this way
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class StorageError(Exception):
    """The database did not do what was asked, for a reason outside the program."""


class StorageBusy(StorageError):
    """Another writer was in the way; nothing was stored, trying again helps."""


class StorageFull(StorageError):
    """There is no room left on the disk; nothing was stored."""


class StorageUnavailable(StorageError):
    """The database cannot be reached, opened or written."""


class StorageDamaged(StorageError):
    """The file is damaged or is no database."""


class SchemaTooNew(StorageError):
    """A newer version of the program has changed the database."""


class FolderInUse(StorageError):
    """Another running program holds this data folder."""


class BackupRefused(StorageError):
    """The backup was not made; the message says why and what to do."""


_SQLITE: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_BUSY: StorageBusy,
    sqlite3.SQLITE_LOCKED: StorageBusy,
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_IOERR: StorageUnavailable,
    sqlite3.SQLITE_READONLY: StorageUnavailable,
    sqlite3.SQLITE_CANTOPEN: StorageUnavailable,
    sqlite3.SQLITE_CORRUPT: StorageDamaged,
    sqlite3.SQLITE_NOTADB: StorageDamaged,
}
# Whole classes of SQLSTATE by their first two letters, PostgreSQL manual, appendix A.
_POSTGRES: dict[str, type[StorageError]] = {
    "53100": StorageFull,
    "55P03": StorageBusy,
    "57014": StorageBusy,
    "25006": StorageUnavailable,
    "08": StorageUnavailable,
    "28": StorageUnavailable,
    "3D": StorageUnavailable,
    "40": StorageBusy,
    "53": StorageUnavailable,
    "57": StorageUnavailable,
    "58": StorageUnavailable,
    "XX": StorageDamaged,
}


@contextmanager
def translated() -> Iterator[None]:
    """Turns what an operator can act on into a StorageError, its cause chained; the rest passes."""
    try:
        yield
    except PoolTimeout as error:
        raise StorageBusy("all database connections are in use") from error
    except (DBAPIError, sqlite3.Error) as error:
        driver_error = error.orig if isinstance(error, DBAPIError) else error
        kind = _kind(driver_error)
        if kind is None:
            raise
        raise kind(str(driver_error)) from error


def _kind(error: BaseException | None) -> type[StorageError] | None:
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        return _SQLITE.get(code & 0xFF)
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return _POSTGRES.get(state) or _POSTGRES.get(state[:2])
    # psycopg gives no SQLSTATE when the connection itself was lost or refused.
    return StorageUnavailable if type(error).__name__ == "OperationalError" else None
