"""A message as the shell sends it: Telegram HTML and rows of buttons, no Telegram object in it."""

from dataclasses import dataclass

#: The Bot API takes 64 bytes of a button's data, and the last of them are its seal (`bot/keyboards.py`).
SEAL_BYTES = 8
MOST_DATA_BYTES = 64 - SEAL_BYTES


@dataclass(frozen=True, slots=True)
class Button:
    """A button that either sends `data` back (at most MOST_DATA_BYTES) or opens `url`."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """`html` in Telegram's subset, at most 4096 characters once parsed; `asks` opens the person's reply field."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    preview: bool = False
    asks: bool = False


def rows(*lines: tuple[Button | None, ...]) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons without the absent ones; empty rows vanish."""
    kept = (tuple(button for button in line if button) for line in lines)
    return tuple(line for line in kept if line)


def turning(data: str, number: int, pages: int) -> tuple[Button | None, Button | None]:
    """The buttons to the pages before and after the one of this number; they send `data` and the page's number."""
    earlier = Button("Back", f"{data}:{number - 1}") if number else None
    later = Button("Next", f"{data}:{number + 1}") if number + 1 < pages else None
    return earlier, later
