"""A message as the shell sends it: Telegram HTML and rows of buttons, no Telegram object in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A button that either sends `data` back (at most 64 bytes) or opens `url`."""

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
