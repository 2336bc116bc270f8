"""The local chat with standard input piped: each line is sent when the replies to the one before are all there."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO

from bot.local.front import Front
from bot.local.lines import Composer
from bot.local.server import LocalTelegram


class Pipe:
    """Where the chat writes: `broken` once nobody reads there any more."""

    def __init__(self, output: TextIO) -> None:
        self._output = output
        self.broken = False
        tolerate(output)

    def write(self, text: str) -> None:
        """Write at once, or nothing when the reader is gone."""
        if self.broken:
            return
        try:
            self._output.write(text)
            self._output.flush()
        except BrokenPipeError:
            self.broken = True


async def converse(telegram: LocalTelegram, front: Front, source: TextIO, pipe: Pipe) -> None:
    """Returns when the input ends, or says `/quit`, and the bot has done all it will do about it."""
    composer = Composer()
    async for line in _lines(source):
        action = composer.read(line)
        if action is not None and not source.isatty():
            front.echo(action)
        if action is not None and not front.act(action):
            return
        await telegram.idle()
        if pipe.broken:
            return
    if action := composer.close():
        front.act(action)
    await telegram.idle()


def tolerate(stream: TextIO) -> None:
    """From now on the stream replaces what its encoding cannot say instead of failing."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")


async def _lines(source: TextIO) -> AsyncIterator[str]:
    """The lines as they come. A daemon thread reads, as nothing can interrupt a read from a pipe."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    tolerate(source)

    def read() -> None:
        # A closed loop, or a source closed between two lines, means that the chat ended before its input did.
        with suppress(RuntimeError, ValueError):
            for line in source:
                loop.call_soon_threadsafe(lines.put_nowait, line.removeprefix("\ufeff").rstrip("\r\n"))
            loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, name="local chat input", daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line
