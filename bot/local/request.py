"""python-telegram-bot's request seam, answered by the local chat instead of a network."""

from typing import IO, Protocol
from urllib.parse import unquote, urlsplit

from telegram.request import BaseRequest, RequestData

from bot.local.wire import Call, Upload


class Server(Protocol):
    """What answers the requests: the local chat, or a stand-in of the tests."""

    async def answer(self, call: Call) -> tuple[int, bytes]:
        """The HTTP status and body for one request of the bot."""

    def download(self, path: str) -> tuple[int, bytes]:
        """The HTTP status and body for a file the bot fetches."""


class LocalRequest(BaseRequest):
    """Carries the bot's requests to a `Server` in this process."""

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    @property
    def read_timeout(self) -> float | None:
        """No limit: nothing can get lost in here."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_times: object, **_timeouts: object
    ) -> tuple[int, bytes]:
        """The status and body the server answers with; the address says all, and time-outs have nothing to end."""
        del method
        parts = unquote(urlsplit(url).path).lstrip("/").split("/")
        if parts[0] == "file":
            return self._server.download("/".join(parts[2:]))
        return await self._server.answer(read_call(parts[-1], request_data))


def read_call(method: str, data: RequestData | None) -> Call:
    """The request as the server reads it."""
    if data is None:
        return Call(method)
    parts = data.multipart_data.items() if data.contains_files else ()
    files = {name: Upload(str(part[0]), _content(part[1])) for name, part in parts}
    return Call(method, data.json_parameters, files)


def _content(written: bytes | IO[bytes]) -> bytes:
    """What is in a part of a form, which may be an open file."""
    return written if isinstance(written, bytes) else written.read()
