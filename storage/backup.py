"""A consistent copy of a running SQLite database, checked before it gets its name; `newsdesk backup` calls it."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from storage.database import Database
from storage.errors import BackupRefused, StorageDamaged, translated

LAST_BACKUP = "last backup"


def backup(database: Database, path: Path, now: datetime) -> int:
    """Writes the database as it is at one moment to a new file and gives its size in bytes.

    Readers and writers go on meanwhile. The copy is one file that opens as it is; the moment is
    remembered for `check`. Raises BackupRefused when the file exists already or the database is
    not SQLite, StorageDamaged when the copy is not sound, OSError when it cannot be written.
    """
    if database.file is None:
        raise BackupRefused("this database is PostgreSQL: back it up with pg_dump, restore it with pg_restore")
    unfinished = path.with_name(path.name + ".unfinished")
    _reserve(path)
    try:
        with translated():
            _copy(database.file, unfinished)
            _check(unfinished)
        unfinished.replace(path)
        _to_disk(path.parent)
    except BaseException:
        path.unlink()
        unfinished.unlink(missing_ok=True)
        raise
    with database.write() as uow:
        uow.marks.set(LAST_BACKUP, now.isoformat())
        uow.commit()
    return path.stat().st_size


def _reserve(path: Path) -> None:
    """Takes the name now, so that a file which appears meanwhile is not overwritten either."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError as error:
        raise BackupRefused(f"{path} exists already: name another file") from error


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)  # in one step: one moment, and no start over when someone writes
        copy.execute("PRAGMA journal_mode=DELETE")  # so that the copy needs no file beside it


def _check(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise StorageDamaged(f"the copy is not sound: {said}")
        if copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise StorageDamaged("the copy has references to rows that are not there")
    _to_disk(path)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
