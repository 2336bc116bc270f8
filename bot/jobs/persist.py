"""What must be written down is tried until the store takes it: what is not noted is done again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from storage.errors import StorageError

R = TypeVar("R")

_LONGEST_PAUSE = 30.0


async def until_taken(
    call: Callable[[], Awaitable[R]], first_pause: float, on_failure: Callable[[float, StorageError], None]
) -> R:
    """What `call` gives; made again after `first_pause` seconds, then after twice that, and so on up to half a minute.

    `on_failure` is told of each failure and how long the pause after it is.
    """
    seconds = first_pause
    while True:
        try:
            return await call()
        except StorageError as error:
            on_failure(seconds, error)
        await asyncio.sleep(seconds)
        seconds = min(seconds * 2, _LONGEST_PAUSE)
