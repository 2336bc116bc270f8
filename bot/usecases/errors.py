"""What a person can cause: expected troubles, each with a sentence of its own in `bot/messages/trouble.py`."""

from enum import Enum, auto


class Trouble(Enum):
    """Why something could not be read."""

    BAD_ADDRESS = auto()
    ODD_PORT = auto()
    PRIVATE_ADDRESS = auto()
    NOT_FOUND = auto()
    GONE = auto()
    REFUSED = auto()
    PAYWALLED = auto()
    BUSY = auto()
    SERVER_FAILED = auto()
    TOO_LARGE = auto()
    TOO_SLOW = auto()
    UNREACHABLE = auto()
    TOO_MANY_REDIRECTS = auto()
    NOT_TEXT = auto()
    NOT_AN_ARTICLE = auto()
    NOT_A_FEED = auto()
    NEEDS_A_BROWSER = auto()
    EMPTY = auto()
    UNREADABLE = auto()
    LOCKED_FILE = auto()
    SCANNED_FILE = auto()
    UNKNOWN_FILE = auto()


class ReadingError(Exception):
    """A link, a text or a file could not be read. `detail` is short and safe to show (a host, a size, a type)."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(trouble.name, detail)
        self.trouble = trouble
        self.detail = detail


class UnknownArticle(Exception):
    """The article is not stored, or this chat may not see it."""
