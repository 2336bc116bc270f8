"""Cuts long lists into statements that a database takes (itertools.batched, from Python 3.12 on, does the same)."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

# SQLite takes 32,766 values in a statement; a row of the widest table has 14.
BATCH = 500


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[tuple[T, ...]]:
    """The items in order, in tuples of at most `size`."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch
