from datetime import UTC, datetime

from bot.local.drawing import Drawing
from bot.local.entities import FormattedText
from bot.local.keyboard import Button, Keyboard
from bot.local.markup import parse_html
from bot.local.messages import BotMessage
from bot.local.render import COLOURED
from tests.fakes.telegram import BOT, PERSON, private

KEYS = Keyboard(
    "{}",
    (
        (Button("Longer", "l"), Button("Shorter", "s")),
        (Button("Original", url="https://a.org"), Button("Key facts", "k")),
        (Button("Copy", copy_text="words"), Button("Game")),
    ),
    inline=True,
)


def message(source="<b>Title</b>\nText", keyboard=None):
    return BotMessage(4, private(PERSON), BOT, datetime(2026, 5, 4, tzinfo=UTC), parse_html(source), keyboard)


def test_a_pipe_gets_the_bare_text():
    assert Drawing().message(message()) == "Title\nText\n\n"


def test_a_terminal_gets_a_heading_and_an_indent():
    assert Drawing(40, headings=True).message(message()) == "Newsdesk #4\n  Title\n  Text\n\n"


def test_an_edit_says_so():
    assert Drawing().message(message(), "edited") == "(edited)\nTitle\nText\n\n"
    assert Drawing(40, headings=True).message(message(), "edited").startswith("Newsdesk #4, edited\n")


def test_a_reply_to_an_earlier_message_says_which():
    earlier = message("<b>A title that is rather long for a line that only wants to remind</b>\nText")
    assert Drawing(40, headings=True).message(message(), answered=earlier).startswith("Newsdesk #4, in reply to #4\n")
    reminder = "(in reply to: A title that is rather long for a line that only wants to…)"
    assert Drawing().message(message(), answered=earlier).startswith(f"{reminder}\n")


def test_buttons_are_numbered_and_addresses_shown():
    assert Drawing().message(message(keyboard=KEYS)).splitlines()[3:] == [
        "[1] Longer  [2] Shorter",
        "[3] Key facts",
        "Original: https://a.org",
        "Copy: words",
        "Game (works only in Telegram)",
        "",
    ]


def test_new_buttons_come_without_the_text():
    assert Drawing().buttons(message(keyboard=KEYS)).startswith("(new buttons)\n[1] Longer")
    assert Drawing().buttons(message()) == ""


def test_equal_buttons_have_numbers_of_their_own():
    same = Keyboard("{}", ((Button("A", "a"), Button("A", "a")),), inline=True)
    assert "[1] A  [2] A" in Drawing().message(message(keyboard=same))


def test_a_note_is_wrapped_and_harmless():
    assert Drawing(20, COLOURED, headings=True).note("one two three four \x1b[2Jfive") == (
        "  \x1b[2mone two three four\x1b[0m\n  \x1b[2m[2Jfive\x1b[0m\n\n"
    )


def test_what_was_said_is_shown_in_a_terminal_only():
    assert Drawing().said("hello") == ""
    assert Drawing(40, headings=True).said("hello") == "› hello\n\n"


def test_a_message_without_text_has_no_text():
    empty = BotMessage(1, private(PERSON), BOT, datetime(2026, 5, 4, tzinfo=UTC), FormattedText(""))
    assert Drawing().message(empty) == "\n\n"
