import asyncio
import fcntl
import os
import pty
import re
import struct
import termios
from contextlib import asynccontextmanager

import pytest

from bot.local.options import ChatOptions
from bot.local.server import LocalTelegram
from tests.fakes.toybot import converse

CODES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\r")
ENTER = "\r"


class Window:
    """The other end of a terminal: what a person types and sees."""

    def __init__(self, master):
        self._master = master
        self._read = b""
        self._news = asyncio.Event()
        asyncio.get_running_loop().add_reader(master, self._take)

    def _take(self):
        try:
            self._read += os.read(self._master, 65_536)
            self._news.set()
        except OSError:
            asyncio.get_running_loop().remove_reader(self._master)

    def type(self, text):
        os.write(self._master, text.encode())

    @property
    def seen(self):
        return CODES.sub("", self._read.decode(errors="replace"))

    async def until(self, text):
        async with asyncio.timeout(20):
            while text not in self.seen:
                self._news.clear()
                await self._news.wait()

    def close(self):
        asyncio.get_running_loop().remove_reader(self._master)


@asynccontextmanager
async def window(folder, **kinds):
    """A conversation with the toy bot in a terminal of 80 columns, and the task it runs in."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    options = ChatOptions(history=folder / "chat" / "history", folder=folder)
    with os.fdopen(slave, "r", closefd=False) as source, os.fdopen(slave, "w") as output:
        screen = Window(master)
        chat = asyncio.create_task(
            converse(
                LocalTelegram(), input=source, output=output, options=options, environment={"TERM": "xterm"}, **kinds
            )
        )
        try:
            await screen.until("›")
            yield screen, chat
        finally:
            chat.cancel()
            await asyncio.gather(chat, return_exceptions=True)
            screen.close()
    os.close(master)


@pytest.fixture(autouse=True)
def _quiet_terminal(monkeypatch):
    # Nobody here answers the question where the cursor stands.
    monkeypatch.setenv("PROMPT_TOOLKIT_NO_CPR", "1")
    monkeypatch.setenv("TERM", "xterm")


async def test_a_conversation_at_the_prompt(tmp_path):
    async with window(tmp_path) as (screen, chat):
        assert "Newsdesk in the terminal." in screen.seen
        screen.type("a card" + ENTER)
        await screen.until("[1] Longer  [2] Key facts")
        assert "The Harbour Post (https://example.org/harbour/library?from=feed)" in screen.seen
        screen.type("1" + ENTER)
        await screen.until("Newsdesk #2, edited\n  A longer card")
        screen.type("/quit" + ENTER)
        await asyncio.wait_for(chat, 10)


async def test_a_pasted_article_is_a_mark_at_the_prompt_and_a_text_for_the_bot(tmp_path):
    async with window(tmp_path) as (screen, _):
        screen.type("\x1b[200~one\rtwo\rthree\rfour\x1b[201~")
        await screen.until("[pasted text 1: 4 lines, 4 words]")
        screen.type(ENTER)
        await screen.until("You said one\n  two\n  three\n  four")


async def test_commands_are_completed_from_the_bots_menu(tmp_path):
    async with window(tmp_path) as (screen, _):
        screen.type("hello" + ENTER)
        await screen.until("You said hello")
        screen.type("/ex")
        await screen.until("your feeds as a file")
        screen.type("\t" + ENTER)
        await screen.until("Saved feeds.opml")


async def test_what_the_bot_is_doing_is_shown_until_it_is_done(tmp_path):
    async with window(tmp_path, pause=0.3) as (screen, _):
        screen.type("hello" + ENTER)
        await screen.until("typing …")
        await screen.until("You said hello")


async def test_a_line_may_have_several_lines(tmp_path):
    async with window(tmp_path) as (screen, _):
        screen.type("one\x1b\rtwo" + ENTER)
        await screen.until("You said one\n  two")


async def test_lines_are_gathered_after_paste(tmp_path):
    async with window(tmp_path) as (screen, _):
        for line in ("/paste", "one", "two", "/end"):
            screen.type(line + ENTER)
        await screen.until("You said one\n  two")


async def test_typed_lines_are_kept_for_the_person_alone(tmp_path):
    async with window(tmp_path) as (screen, _):
        screen.type("remember me" + ENTER)
        await screen.until("You said remember me")
    kept = tmp_path / "chat" / "history"
    assert "remember me" in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("end", ["\x04", "\x03"])
async def test_the_end_of_input_and_an_interrupt_at_an_empty_prompt_end_the_chat(tmp_path, end):
    async with window(tmp_path) as (screen, chat):
        screen.type(end)
        await asyncio.wait_for(chat, 10)


async def test_an_interrupt_empties_the_line_first(tmp_path):
    async with window(tmp_path) as (screen, _):
        screen.type("unwanted")
        await screen.until("unwanted")
        screen.type("\x03wanted" + ENTER)
        await screen.until("You said wanted")
        assert "You said unwanted" not in screen.seen


async def test_a_message_that_comes_while_one_types_leaves_the_line_alone(tmp_path):
    async with window(tmp_path, pause=0.2) as (screen, _):
        screen.type("hello" + ENTER)
        await screen.until("typing …")
        screen.type("half")
        await screen.until("You said hello")
        screen.type(" typed" + ENTER)
        await screen.until("You said half typed")
