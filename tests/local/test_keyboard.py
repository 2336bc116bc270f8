import pytest

from bot.local.errors import ApiError
from bot.local.keyboard import Button, read_keyboard


def inline(*buttons):
    return {"inline_keyboard": [list(buttons)]}


def test_buttons_are_read_row_by_row():
    keyboard = read_keyboard(inline({"text": "A", "callback_data": "a"}, {"text": "B", "url": "https://b.org"}), "{}")
    assert keyboard is not None
    assert keyboard.rows == ((Button("A", "a"), Button("B", url="https://b.org")),)
    assert keyboard.buttons == (Button("A", "a"),)


def test_no_buttons_are_no_keyboard():
    assert read_keyboard(None, "") is None
    assert read_keyboard({"inline_keyboard": []}, "{}") is None


def test_a_forced_reply_asks_for_words():
    keyboard = read_keyboard({"force_reply": True}, "{}")
    assert keyboard is not None
    assert keyboard.asks_reply


def test_data_may_have_64_bytes():
    assert read_keyboard(inline({"text": "A", "callback_data": "é" * 32}), "{}")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ([], "object expected as reply markup"),
        ({"inline_keyboard": [{}]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        (inline({"text": "A", "callback_data": "é" * 33}), "BUTTON_DATA_INVALID"),
        (inline({"text": "A", "callback_data": ""}), "BUTTON_DATA_INVALID"),
        (
            inline({"text": "A"}),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            inline({"text": " ", "url": "https://a.org"}),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (inline({"url": "https://a.org"}), 'can\'t parse inline keyboard button: Field "text" must be of type String'),
        (inline("A"), "can't parse inline keyboard button: expected an Object"),
        (inline({"text": "A", "url": "a"}), "inline keyboard button URL 'a' is invalid: URL host is empty"),
        (inline(*[{"text": "A", "callback_data": "a"}] * 101), "reply markup is too long"),
    ],
)
def test_a_wrong_keyboard_is_refused(written, reason):
    with pytest.raises(ApiError) as refusal:
        read_keyboard(written, "")
    assert str(refusal.value) == f"Bad Request: {reason}"
