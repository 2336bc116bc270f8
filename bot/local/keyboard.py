"""The keyboard under a message: `reply_markup` as sent by the bot, checked as Telegram checks it."""

from dataclasses import dataclass
from typing import Any

from bot.local.errors import ApiError, bad_request
from bot.local.wire import Json

MAX_CALLBACK_BYTES = 64
MAX_BUTTONS = 100
_KINDS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Button:
    """A button of an inline keyboard: it sends `callback_data`, opens `url`, or does what Telegram's app does."""

    text: str
    callback_data: str = ""
    url: str = ""
    copy_text: str = ""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """A checked `reply_markup`: rows of buttons when it is inline, otherwise only its JSON."""

    json: str
    rows: tuple[tuple[Button, ...], ...] = ()
    inline: bool = False
    asks_reply: bool = False

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The buttons that can be pressed, row by row: those that send the bot something."""
        return tuple(button for row in self.rows for button in row if button.callback_data)


def read_keyboard(written: Any, source: str) -> Keyboard | None:  # noqa: ANN401 -- JSON from outside
    """The keyboard in `written`, parsed from `source`; None when absent or empty. Raises ApiError 400."""
    if written is None:
        return None
    if not isinstance(written, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in written:
        return Keyboard(source, asks_reply=bool(written.get("force_reply")))
    rows = written["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    buttons = tuple(tuple(_button(button) for button in row) for row in rows if row)
    if sum(map(len, buttons)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return Keyboard(source, buttons, inline=True) if buttons else None


def _button(written: Any) -> Button:  # noqa: ANN401 -- JSON from outside
    if not isinstance(written, dict):
        raise _unreadable("expected an Object")
    text = written.get("text")
    if not isinstance(text, str):
        raise _unreadable('Field "text" must be of type String')
    if not text.strip():
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    kinds = [kind for kind in _KINDS if kind in written]
    if not kinds:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    return Button(text, _callback_data(written), _address(written), _copied(written))


def _callback_data(written: Json) -> str:
    data = written.get("callback_data")
    if data is None:
        return ""
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return data


def _address(written: Json) -> str:
    address = written.get("url")
    if address is None:
        return ""
    if not isinstance(address, str) or not address.startswith(("http://", "https://", "tg://", "t.me/")):
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: URL host is empty")
    return address


def _copied(written: Json) -> str:
    wanted = written.get("copy_text")
    return str(wanted.get("text", "")) if isinstance(wanted, dict) else ""


def _unreadable(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
