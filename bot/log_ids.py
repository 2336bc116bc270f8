"""What a piece of work is about, by number: set where the work begins, and then on every line it logs.

The numbers go with the work into its tasks and, by `context.hop`, into its threads.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

_ids: ContextVar[Mapping[str, int]] = ContextVar("log_ids", default=MappingProxyType({}))


@contextmanager
def log_ids(**ids: int | None) -> Iterator[None]:
    """What is logged in the block is about these: chat, update, delivery, feed, entry. None says nothing."""
    known = {name: number for name, number in ids.items() if number is not None}
    token = _ids.set({**_ids.get(), **known})
    try:
        yield
    finally:
        _ids.reset(token)


def current_ids() -> Mapping[str, int]:
    """What the work at hand is about."""
    return _ids.get()
