import asyncio
import os
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper

import pytest

from bot.local.chat import run_chat
from bot.local.options import ChatOptions
from bot.local.server import LocalTelegram
from tests.fakes.toybot import converse


async def talk(script, folder, **kinds):
    output = StringIO()
    await asyncio.wait_for(
        converse(LocalTelegram(), input=StringIO(script), output=output, options=ChatOptions(folder=folder), **kinds),
        30,
    )
    return output.getvalue()


async def test_each_line_is_a_message_and_replies_come_in_order(tmp_path):
    assert await talk("one\n\ntwo\n", tmp_path, pause=0.01) == "You said one\n\nYou said two\n\n"


async def test_the_last_line_needs_no_end(tmp_path):
    assert await talk("one", tmp_path) == "You said one\n\n"


async def test_no_input_is_no_output(tmp_path):
    assert await talk("", tmp_path) == ""


async def test_buttons_replies_and_files_work_through_a_pipe(tmp_path):
    written = await talk("a card\n1\n2\n> why\n/export\n", tmp_path)
    assert "[1] Longer  [2] Key facts\nOriginal: https://example.org/harbour/library\n" in written
    assert "(edited)\nA longer card\n" in written
    assert "\n12 million; 400 people\n" in written
    assert "You said why (about #" in written
    assert (tmp_path / "feeds.opml").exists()


async def test_a_text_of_many_lines_goes_between_paste_and_end(tmp_path):
    assert await talk("/paste\nTitle\n\nText\n/end\nnext\n", tmp_path) == "You said Title\n\nText\n\nYou said next\n\n"


async def test_quitting_leaves_the_rest_unsaid(tmp_path):
    assert await talk("one\n/quit\ntwo\n", tmp_path) == "You said one\n\n"


async def test_bytes_that_are_no_text_do_not_end_the_chat(tmp_path):
    output = StringIO()
    source = TextIOWrapper(BytesIO(b"\xef\xbb\xbfone \xff\r\ntwo\n"), encoding="utf-8")
    await converse(LocalTelegram(), input=source, output=output, options=ChatOptions(folder=tmp_path))
    assert output.getvalue() == "You said one �\n\nYou said two\n\n"


async def test_an_output_of_few_characters_gets_what_it_can_say(tmp_path):
    kept = BytesIO()
    output = TextIOWrapper(kept, encoding="ascii")
    await converse(LocalTelegram(), input=StringIO("naïve\n"), output=output, options=ChatOptions(folder=tmp_path))
    assert kept.getvalue() == b"You said na?ve\n\n"


class Broken(StringIO):
    """A pipe whose reader has gone."""

    def write(self, text):
        raise BrokenPipeError


async def test_the_chat_ends_when_nobody_reads_any_more(tmp_path):
    source = StringIO("one\ntwo\n")
    await asyncio.wait_for(
        converse(LocalTelegram(), input=source, output=Broken(), options=ChatOptions(folder=tmp_path)), 30
    )


class Screen(StringIO):
    """A terminal one can only write to."""

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("environment", "bold", "coloured"),
    [
        ({"TERM": "xterm"}, True, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({}, False, False),
    ],
)
async def test_a_pipe_into_a_terminal_is_told_apart_and_coloured_if_wanted(tmp_path, environment, bold, coloured):
    screen = Screen()
    await converse(
        LocalTelegram(),
        input=StringIO("a card\n"),
        output=screen,
        options=ChatOptions(folder=tmp_path),
        environment=environment,
    )
    assert ("\x1b[1mHarbour town" in screen.getvalue()) is bold
    assert ("\x1b[36m[1]" in screen.getvalue()) is coloured
    assert "› a card" in screen.getvalue()


async def test_a_terminal_that_can_only_write_lines_gets_lines(tmp_path):
    screen = Screen()
    dumb = {"TERM": "dumb"}
    options = ChatOptions(folder=tmp_path)
    await converse(LocalTelegram(), input=Screen("hello\n"), output=screen, options=options, environment=dumb)
    assert screen.getvalue() == "Newsdesk #2\n  You said hello\n\n"


def test_a_script_ends_by_itself_with_code_0(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.fakes.toybot", str(tmp_path)],
        input="one\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "You said one\n\n", "")


async def test_a_cancelled_chat_lets_go(tmp_path):
    reading, writing = os.pipe()
    with os.fdopen(reading) as source, os.fdopen(writing, "w") as silent:
        chat = asyncio.create_task(run_chat(LocalTelegram(), input=source, output=StringIO()))
        await asyncio.sleep(0.05)
        chat.cancel()
        await asyncio.gather(chat, return_exceptions=True)
        assert chat.cancelled()
        silent.write("late\n")
