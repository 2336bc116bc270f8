"""The real process, `python -m bot run`, beside a loopback Bot API and a loopback news site."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.local.messages import BotMessage
from tests.fakes.botapi import BotApiServer
from tests.fakes.telegram import StandIn

_PATIENCE = 40.0
_ROOT = Path(__file__).parents[2]
#: Coverage and the like must not reach into the processes; a home of settings must not either.
_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")


async def until(condition: Callable[[], object], patience: float = _PATIENCE) -> None:
    """Returns when the condition holds; fails when it does not in time."""
    async with asyncio.timeout(patience):
        while not condition():  # noqa: ASYNC110 - another process brings it about
            await asyncio.sleep(0.01)


@dataclass
class NewsSite:
    """Pages by path. A path in `held` answers only once its event is set; `asked` lists what was asked for.

    Each `host` of 127.0.0.0/8 is an outlet of its own.
    """

    host: str = "127.0.0.1"
    pages: dict[str, str] = field(default_factory=dict)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def url(self, path: str) -> str:
        return f"http://{self.host}:{self.port}{path}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            try:
                await self._answer(reader, writer)
            finally:
                writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ", 2)[1].decode()
        self.asked.append(path)
        if event := self.held.get(path):
            await event.wait()
        body = self.pages.get(path, "").encode()
        status = b"200 OK" if body else b"404 Not Found"
        kind = b"application/rss+xml" if path.endswith(".xml") else b"text/html; charset=utf-8"
        writer.write(b"HTTP/1.1 %s\r\nContent-Type: %s\r\n" % (status, kind))
        writer.write(b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["NewsSite"]:
        connections: set[asyncio.Task[None]] = set()

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.create_task(self._serve(reader, writer))
            connections.add(task)
            task.add_done_callback(connections.discard)

        server = await asyncio.start_server(accept, self.host, 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in tuple(connections):
                task.cancel()
            await asyncio.gather(*connections, return_exceptions=True)


@dataclass
class Bot:
    """One run of the program."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)
    _reading: asyncio.Task[None] | None = None

    @property
    def log(self) -> str:
        """What it has written to standard error so far."""
        return "\n".join(self.lines)

    async def read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode().rstrip())

    async def running(self) -> None:
        """Returns when it has said that it is running."""
        await until(lambda: "Newsdesk is running" in self.log or self.process.returncode is not None)
        assert "Newsdesk is running" in self.log, self.log

    async def code(self) -> str:
        """The code that makes its owner."""
        await until(lambda: re.search(r"send it: (\S+)", self.log))
        found = re.search(r"send it: (\S+)", self.log)
        assert found is not None
        return found[1]

    async def ended(self) -> int:
        """Its exit code, when everything it wrote is read."""
        async with asyncio.timeout(_PATIENCE):
            await self.process.wait()
            assert self._reading is not None
            await self._reading
        assert self.process.returncode is not None
        return self.process.returncode

    async def kill(self) -> None:
        """kill -9."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.ended()

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)


@dataclass
class Newsroom:
    """Telegram, the news site, and a folder in which one run of the bot follows another."""

    telegram: StandIn
    server: BotApiServer
    site: NewsSite
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    bots: list[Bot] = field(default_factory=list)

    def environment(self, **settings: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return {
            **kept,
            "PYTHONPATH": str(_ROOT),
            "PYTHONUNBUFFERED": "1",
            "TELEGRAM_BOT_TOKEN": self.telegram.token,
            "TELEGRAM_API_URL": self.server.url,
            "DATA_DIR": str(self.folder / "data"),
            "FETCH_ALLOW_PRIVATE": f"127.0.0.1:{self.site.port}",
            "OPEN_TO_EVERYONE": "true",
            **self.settings,
            **settings,
        }

    async def start(self, **settings: str) -> Bot:
        """A new run of the program; not yet waited for."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            cwd=self.folder,
            env=self.environment(**settings),
            stdin=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        bot = Bot(process)
        bot._reading = asyncio.create_task(bot.read())
        self.bots.append(bot)
        return bot

    async def command(self, *words: str, **settings: str) -> asyncio.subprocess.Process:
        """Another command of the program; its output holds what it says in both ways."""
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words,
            cwd=self.folder,
            env=self.environment(**settings),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip

    async def started(self, **settings: str) -> Bot:
        """A new run, ready."""
        bot = await self.start(**settings)
        await bot.running()
        return bot

    async def sent(self, count: int, patience: float = _PATIENCE) -> list[BotMessage]:
        """All messages, as soon as there are so many."""
        await until(lambda: len(self.telegram.sent) >= count, patience)
        return self.telegram.sent

    async def replies(self, act: Callable[[], object], count: int = 1) -> list[BotMessage]:
        """The messages that come for what a person does."""
        before = len(self.telegram.sent)
        act()
        await self.sent(before + count)
        return self.telegram.sent[before:]

    async def confirmed(self) -> None:
        """Returns when the bot has confirmed all updates: it has stored them."""
        await until(lambda: not self.telegram.state.updates.waiting)


@asynccontextmanager
async def newsroom(folder: Path, **settings: str) -> AsyncIterator[Newsroom]:
    """Everything but the bot; what runs at the end is killed."""
    telegram, site = StandIn(), NewsSite()
    async with site.serving(), BotApiServer(telegram) as server:
        room = Newsroom(telegram, server, site, folder, settings)
        try:
            yield room
        finally:
            for bot in room.bots:
                if bot.process.returncode is None:
                    await bot.kill()


async def piped(folder: Path, script: str, **settings: str) -> tuple[int, str, str]:
    """Exit code, output and log of the local chat with this standard input."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        cwd=folder,
        env={**kept, "PYTHONPATH": str(_ROOT), "DATA_DIR": str(folder / "data"), **settings},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(90):
            output, log = await process.communicate(script.encode())
    except BaseException:
        process.kill()
        await process.wait()
        raise
    assert process.returncode is not None
    return process.returncode, output.decode(), log.decode()
