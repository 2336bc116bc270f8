"""One running program for each data folder: SQLite and the search index there have one owner; used at start.

Why record locks and not flock: a worker process forked from the program inherits flock's lock, and
would hold the folder after the program itself was killed.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from storage.errors import FolderInUse, StorageUnavailable

LOCK_FILE = "newsdesk.lock"


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Holds the folder (made if need be) while the block runs; the system lets go when the program dies.

    Raises FolderInUse, naming the process, when another program holds it, StorageUnavailable when nothing can be
    written there. The same program must not hold a folder twice.
    """
    descriptor = _open(folder)
    try:
        _take(descriptor, folder)
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def sign(folder: Path) -> None:
    """The program that holds the folder says that it is alive. Raises StorageUnavailable."""
    try:
        os.utime(folder / LOCK_FILE)
    except OSError as error:
        raise StorageUnavailable(f"nothing can be written to {folder}: {error.strerror}") from error


def last_sign(folder: Path) -> datetime | None:
    """When a program that holds or held the folder last said that it is alive, None when none ever held it."""
    try:
        return datetime.fromtimestamp((folder / LOCK_FILE).stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def _open(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StorageUnavailable(f"nothing can be written to {folder}: {error.strerror}") from error


def _take(descriptor: int, folder: Path) -> None:
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
        raise FolderInUse(f"another Newsdesk (process {holder}) is running on {folder}") from error
