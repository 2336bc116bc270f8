"""A document the bot sent to a file beside the person, never over one that is there."""

import re
from itertools import count
from pathlib import Path

from bot.local.messages import StoredFile

_UNWANTED = re.compile(r"[^\w.() -]+")


def save(document: StoredFile, folder: Path) -> Path:
    """Where the document was written, a new name if its own is taken. Raises OSError when it cannot be."""
    name = _UNWANTED.sub("_", Path(document.name).name).lstrip(".") or "document"
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in count(1):
        path = folder / (name if number == 1 else f"{stem} ({number}){suffix}")
        try:
            with path.open("xb") as file:
                file.write(document.content)
        except FileExistsError:
            continue
        return path
    raise AssertionError  # pragma: no cover -- counting does not end


def size(count_of_bytes: int) -> str:
    """The size in words: bytes, kB or MB."""
    if count_of_bytes < 1000:
        return f"{count_of_bytes} bytes"
    if count_of_bytes < 1_000_000:
        return f"{count_of_bytes / 1000:.1f} kB"
    return f"{count_of_bytes / 1_000_000:.1f} MB"
