from pathlib import Path

import pytest

from bot.local.lines import Composer, Press, Quit, Say, Send, read_line

THERE = {Path("/home/ada/a b.pdf"), Path("/home/ada/c.txt"), Path.home() / "c.txt"}


def read(line):
    return read_line(line, THERE.__contains__)


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("hello", Say("hello", "hello")),
        ("/ask why", Say("/ask why", "/ask why")),
        ("/quit", Quit()),
        ("2", Press("2", 2)),
        ("#12 3", Press("#12 3", 3, 12)),
        ("2 stories", Say("2 stories", "2 stories")),
        (">12 and then?", Say(">12 and then?", "and then?", 12)),
        ("> and then?", Say("> and then?", "and then?", -1)),
        (">", Say(">", ">")),
        ("\\2", Say("\\2", "2")),
        ("\\/quit", Say("\\/quit", "/quit")),
        ("/file c.txt", Send("/file c.txt", Path("c.txt"))),
        ("/file my notes.txt", Send("/file my notes.txt", Path("my notes.txt"))),
        ("/file 'my notes.txt'", Send("/file 'my notes.txt'", Path("my notes.txt"))),
        ("/home/ada/c.txt", Send("/home/ada/c.txt", Path("/home/ada/c.txt"))),
        (r"/home/ada/a\ b.pdf", Send(r"/home/ada/a\ b.pdf", Path("/home/ada/a b.pdf"))),
        ("'/home/ada/a b.pdf'", Send("'/home/ada/a b.pdf'", Path("/home/ada/a b.pdf"))),
        ("file:///home/ada/a%20b.pdf", Send("file:///home/ada/a%20b.pdf", Path("/home/ada/a b.pdf"))),
        ("~/c.txt", Send("~/c.txt", Path.home() / "c.txt")),
        ("/home/ada/other.txt", Say("/home/ada/other.txt", "/home/ada/other.txt")),
        ("'unfinished", Say("'unfinished", "'unfinished")),
    ],
)
def test_a_line_means_one_thing(line, action):
    assert read(line) == action


def test_empty_lines_mean_nothing():
    composer = Composer()
    assert composer.read("  ") is None


def test_lines_between_paste_and_end_are_one_text():
    composer = Composer()
    assert [composer.read(line) for line in ("/paste", "Title", "", "  /quit", "2")] == [None] * 5
    assert composer.pasting
    assert composer.read("/end") == Say("Title\n\n  /quit\n2", "Title\n\n  /quit\n2")
    assert not composer.pasting
    assert composer.read("2") == Press("2", 2)


def test_a_paste_the_input_cuts_short_is_a_text_all_the_same():
    composer = Composer()
    composer.read("/paste")
    composer.read("Title")
    assert composer.close() == Say("Title", "Title")
    assert composer.close() is None


def test_an_empty_paste_is_nothing():
    composer = Composer()
    composer.read("/paste")
    assert composer.read("/end") is None
