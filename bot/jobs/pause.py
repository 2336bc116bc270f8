"""The pause of a loop that something may end early."""

import asyncio
import contextlib


async def pause(wake: asyncio.Event, seconds: float) -> None:
    """Returns when `wake` is set, at the latest after `seconds`.

    Not asyncio.wait_for: before Python 3.12 it swallows a cancellation that comes together with the event.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await wake.wait()
