"""The wait of getUpdates: a request is held until something arrives, and a newer one ends an older one."""

import asyncio
from contextlib import suppress

from bot.local.api import answer, refused
from bot.local.conversations import Conversations
from bot.local.errors import ApiError
from bot.local.profile import get_updates
from bot.local.wire import Call, encode

_TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class LongPoll:
    """Holds the getUpdates requests of one bot. Lives in one event loop."""

    def __init__(self, state: Conversations) -> None:
        self._state = state
        self._news = asyncio.Event()
        self._turn = 0

    def wake(self) -> None:
        """Something arrived: the held request looks again."""
        self._news.set()

    async def answer(self, call: Call) -> tuple[int, bytes]:
        """The HTTP status and body for any request of the bot, at once unless it asks for updates."""
        if call.method.lower() != "getupdates":
            return answer(self._state, call)
        try:
            return 200, encode({"ok": True, "result": await self.updates(call)})
        except ApiError as refusal:
            return refused(refusal)

    async def updates(self, call: Call) -> object:
        """The waiting updates, at the latest after the request's own timeout in seconds.

        Raises ApiError 409 when a newer request comes or a webhook is set.
        """
        self._turn += 1
        turn = self._turn
        self.wake()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + call.number("timeout")
        while not (waiting := get_updates(self._state, call)) and loop.time() < deadline:
            self._news.clear()
            await self._news_before(deadline - loop.time())
            if turn != self._turn:
                raise ApiError(409, _TERMINATED)
        return waiting

    async def _news_before(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
