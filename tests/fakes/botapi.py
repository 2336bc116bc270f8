"""A loopback Bot API over HTTP, as strict as the real one: in a test, or as a script for manual trials.

    async with BotApiServer(StandIn()) as server:
        ...  # TELEGRAM_API_URL=server.url

    python -m tests.fakes.botapi --port 8081 --token 1:token

As a script it is a conversation: a typed line goes to the bot, what the bot sends is printed. Beside `/bot<token>/…`
and `/file/bot<token>/…` it answers `/control/…` with JSON: GET sent, GET calls; POST say {text, chat_id}, update {…},
press {chat_id, message_id, button}, fault {name, method, times, chat_id, after, arguments}, refuse {chat_id, reason},
migrate {chat_id, new_id}.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import h11

from bot.local.api import refused
from bot.local.chat import run_chat
from bot.local.errors import ApiError
from bot.local.messages import Chat
from bot.local.options import ChatOptions
from bot.local.server import LocalTelegram
from bot.local.wire import Call, Json, encode
from tests.fakes.faults import NAMED
from tests.fakes.forms import read_form
from tests.fakes.telegram import StandIn, pause

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class BotApiServer:
    """A server on loopback for one or more stand-ins, each with its token. Port 0 takes a free one."""

    def __init__(self, *bots: StandIn, port: int = 0) -> None:
        self._bots = {bot.token: bot for bot in bots}
        self._port = port
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """The port it listens on."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        """What stands before `/bot<token>`."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for connection in tuple(self._connections):
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._serve(reader, writer)
        except (ConnectionError, h11.RemoteProtocolError, asyncio.CancelledError):
            pass
        finally:
            self._connections.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        while (request := await _read(connection, reader)) is not None:
            reply = await self._reply(request)
            if reply is None:
                return
            status, body, kind = reply
            headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
            for event in (h11.Response(status_code=status, headers=headers), h11.Data(body), h11.EndOfMessage()):
                writer.write(connection.send(event) or b"")
            await writer.drain()
            if connection.our_state is h11.MUST_CLOSE:
                return
            connection.start_next_cycle()

    async def _reply(self, request: _Request) -> tuple[int, bytes, str] | None:
        """Status, body and content type; None when the answer is to be lost."""
        path = unquote(urlsplit(request.target).path)
        room, _, rest = path.lstrip("/").partition("/")
        if room == "control":
            return await self._control(rest, request)
        if room == "file":
            token, _, wanted = rest.removeprefix("bot").partition("/")
            bot = self._bots.get(token)
            status, content = bot.download(wanted) if bot else refused(ApiError(401, "Unauthorized"))
            return status, content, "application/octet-stream"
        return await self._method(room, rest, request)

    async def _method(self, room: str, method: str, request: _Request) -> tuple[int, bytes, str] | None:
        bot = self._bots.get(room.removeprefix("bot"))
        if not room.startswith("bot") or not method:
            return (*refused(ApiError(404, "Not Found")), "application/json")
        if bot is None:
            return (*refused(ApiError(401, "Unauthorized")), "application/json")
        try:
            fields, files = _form(request)
        except ValueError as error:
            return (*refused(ApiError(400, f"Bad Request: {error}")), "application/json")
        reply = await bot.handle(Call(method, fields, files))
        await pause(reply.delay)
        return None if reply.lost else (reply.status, reply.body, "application/json")

    async def _control(self, name: str, request: _Request) -> tuple[int, bytes, str]:
        bot = next(iter(self._bots.values()))
        order = json.loads(request.body) if request.body else {}
        if name not in _CONTROLS:
            return 404, encode({"known": sorted(_CONTROLS)}), "application/json"
        return 200, encode(_CONTROLS[name](bot, order)), "application/json"


def _form(request: _Request) -> tuple[dict[str, str], Any]:
    return read_form(urlsplit(request.target).query, request.headers.get("content-type", ""), request.body)


async def _read(connection: h11.Connection, reader: asyncio.StreamReader) -> _Request | None:
    """The next request on the connection, None at its end."""
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(_CHUNK))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            headers = {name.decode().lower(): value.decode("latin-1") for name, value in head.headers}
            return _Request(head.method.decode(), head.target.decode(), headers, bytes(body))
        else:
            return None


def _say(bot: StandIn, order: Json) -> object:
    chat_id = int(order.get("chat_id", 0))
    chat = bot.state.chats.get(chat_id, Chat(chat_id, "private" if chat_id > 0 else "supergroup")) if chat_id else None
    return {"update_id": bot.say(order["text"], chat=chat, reply_to=int(order.get("reply_to", 0)))}


def _press(bot: StandIn, order: Json) -> object:
    message = bot.state.messages[int(order["chat_id"]), int(order["message_id"])]
    return {"update_id": bot.press(message, order["button"])}


def _fault(bot: StandIn, order: Json) -> object:
    fault = NAMED[order["name"]](*order.get("arguments", []))
    where = {name: int(order[name]) for name in ("chat_id", "times", "after") if name in order}
    bot.faults.add(fault, order.get("method", ""), **where)
    return {"ok": True}


def _refuse(bot: StandIn, order: Json) -> object:
    bot.state.refuse(int(order["chat_id"]), order.get("reason", "bot was blocked by the user"))
    return {"ok": True}


def _migrate(bot: StandIn, order: Json) -> object:
    bot.state.migrate(int(order["chat_id"]), int(order["new_id"]))
    return {"ok": True}


def _calls(bot: StandIn, _order: Json) -> object:
    return [
        {"method": one.method, "fields": one.fields, "status": one.status, "at": one.at, "result": one.result}
        for one in bot.exchanges
    ]


_CONTROLS: dict[str, Callable[[StandIn, Json], object]] = {
    "sent": lambda bot, _: [message.as_json() for message in bot.sent],
    "calls": _calls,
    "say": _say,
    "update": lambda bot, order: {"update_id": bot.push(order)},
    "press": _press,
    "fault": _fault,
    "refuse": _refuse,
    "migrate": _migrate,
    "violations": lambda bot, _: bot.violations(),
}


class _Unhurried(LocalTelegram):
    """The person at the script's prompt: another process serves them, and cannot say when it is done."""

    async def idle(self) -> None:
        return


async def _trial(port: int, token: str) -> None:
    person = _Unhurried()
    bot = StandIn(token=token, state=person._state)
    person._state.open_chats = True
    bot.poll = person._poll
    async with BotApiServer(bot, port=port) as server:
        sys.stdout.write(f"A Bot API for the token {token} on {server.url}\n")
        sys.stdout.flush()
        options = ChatOptions(welcome="Typed lines go to the bot, /quit ends.")
        await run_chat(person, input=sys.stdin, output=sys.stdout, options=options)
        if not sys.stdin.isatty():
            await asyncio.Event().wait()


def main() -> None:
    """The script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="1:token")
    chosen = parser.parse_args()
    try:
        asyncio.run(_trial(chosen.port, chosen.token))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
