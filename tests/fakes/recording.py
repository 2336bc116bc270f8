"""The library's request seam for tests: no socket, every call recorded, replies from the strict model or canned.

telegram = StandIn()
application = offline_application(telegram)
async with application:
    await application.process_update(as_update(text_update("/start"), application.bot))
assert telegram.texts() == ["…"]
"""

from typing import Any
from urllib.parse import unquote, urlsplit

from telegram import Update
from telegram.error import NetworkError, TimedOut
from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest, RequestData

from bot.local.request import read_call
from bot.local.wire import Json
from tests.fakes.telegram import StandIn, pause


class RecordingRequest(BaseRequest):
    """Carries the library's requests to a stand-in in this process; a lost reply is a TimedOut, as over a network."""

    __slots__ = ("telegram",)

    def __init__(self, telegram: StandIn | None = None) -> None:
        self.telegram = telegram or StandIn()

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_times: object, **_timeouts: object
    ) -> tuple[int, bytes]:
        parts = unquote(urlsplit(url).path).lstrip("/").split("/")
        if parts[0] == "file":
            return self.telegram.download("/".join(parts[2:]))
        reply = await self.telegram.handle(read_call(parts[-1], request_data))
        await pause(reply.delay)
        if reply.lost:
            raise TimedOut if reply.read else NetworkError("the connection broke")
        return reply.status, reply.body


def offline_builder(telegram: StandIn) -> ApplicationBuilder[Any, Any, Any, Any, Any, Any]:
    """A builder whose application talks to the stand-in; add context types and the rest as the product does."""
    builder = ApplicationBuilder().token(telegram.token).request(RecordingRequest(telegram))
    return builder.get_updates_request(RecordingRequest(telegram))


def offline_application(telegram: StandIn) -> Application[Any, Any, Any, Any, Any, Any]:
    """A plain application on the stand-in."""
    return offline_builder(telegram).build()


async def deliver(telegram: StandIn, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Hand the application every update that waits, one after the other, as its receive loop would."""
    while waiting := telegram.state.updates.take():
        for update in waiting:
            telegram.state.updates.take(update["update_id"] + 1)
            await application.process_update(as_update(update, application))


def as_update(update: Json, application: Application[Any, Any, Any, Any, Any, Any]) -> Update:
    """The library's object for an update of `tests.builders`."""
    built = Update.de_json({"update_id": 1, **update}, application.bot)
    assert built is not None
    return built
