"""What the one who starts the local chat may choose about it."""

from dataclasses import dataclass
from pathlib import Path

WELCOME = (
    "Newsdesk in the terminal. Send a link, a text or a question; /help says what it can do.\n"
    "A number presses a button, > replies, /file sends a file, /paste several lines, /quit ends."
)


@dataclass(frozen=True, slots=True)
class ChatOptions:
    """Where the chat keeps typed lines (None: nowhere) and saves documents, and the line it begins with."""

    history: Path | None = None
    folder: Path = Path()
    welcome: str = WELCOME


DEFAULTS = ChatOptions()
