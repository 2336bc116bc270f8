"""What an error of Telegram's means for a message; for whoever sends: `jobs/deliver`, `handlers/delivery`, the pacer.

Read from the library's source (22.8): it wraps what its HTTP client raises. The cause of ConnectError, ConnectTimeout
and PoolTimeout is that nothing was sent. A status 5xx with Telegram's own JSON is a refusal, and has no cause. After a
time-out while reading, a broken connection or a proxy's page the message may be there.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)


class Meaning(Enum):
    """How a sending ended that brought no message back."""

    WAIT = auto()
    MOVED = auto()
    CLOSED = auto()
    NO_MARKUP = auto()
    NO_THREAD = auto()
    NOT_SENT = auto()
    UNANSWERED = auto()
    UNCHANGED = auto()
    IMPOSSIBLE = auto()


@dataclass(frozen=True, slots=True)
class Refusal:
    """The meaning; with WAIT the seconds, with MOVED the new chat id."""

    meaning: Meaning
    seconds: float = 0.0
    chat_id: int = 0


#: The server's words for what a BadRequest is about, lower case.
_WORDS = (
    ("can't parse entities", Meaning.NO_MARKUP),
    ("message thread not found", Meaning.NO_THREAD),
    ("topic_closed", Meaning.NO_THREAD),
    ("topic_deleted", Meaning.NO_THREAD),
    ("topic closed", Meaning.NO_THREAD),
    ("message is not modified", Meaning.UNCHANGED),
    ("chat not found", Meaning.CLOSED),
    ("user not found", Meaning.CLOSED),
    ("group chat was deactivated", Meaning.CLOSED),
    ("chat_write_forbidden", Meaning.CLOSED),
    ("have no rights to send", Meaning.CLOSED),
    ("not enough rights to send", Meaning.CLOSED),
    ("need administrator rights", Meaning.CLOSED),
)
#: What the library's HTTP client raises before it has sent anything.
_BEFORE_SENDING = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})


class TurnNotCome(TelegramError):
    """A message waited too long for its turn, or would have to, and was not sent. `seconds` is what is left to wait."""

    def __init__(self, message: str, seconds: float = 0.0) -> None:
        super().__init__(message)
        self.seconds = seconds


def read_refusal(error: TelegramError) -> Refusal:
    """The meaning of an error. BadRequest is a kind of NetworkError, so it is asked about first."""
    if isinstance(error, RetryAfter):
        return Refusal(Meaning.WAIT, seconds=seconds_of(error))
    if isinstance(error, ChatMigrated):
        return Refusal(Meaning.MOVED, chat_id=error.new_chat_id)
    if isinstance(error, Forbidden):
        return Refusal(Meaning.CLOSED)
    if isinstance(error, BadRequest):
        said = str(error).lower()
        return Refusal(next((meaning for words, meaning in _WORDS if words in said), Meaning.IMPOSSIBLE))
    if was_not_sent(error):
        return Refusal(Meaning.NOT_SENT)
    is_open = type(error) is TelegramError or isinstance(error, NetworkError)
    return Refusal(Meaning.UNANSWERED if is_open else Meaning.IMPOSSIBLE)


def was_not_sent(error: TelegramError) -> bool:
    """Whether it is certain that Telegram has done nothing about the request."""
    if isinstance(error, TurnNotCome | InvalidToken):
        return True
    cause = error.__cause__
    if cause is None:
        return isinstance(error, NetworkError) and not isinstance(error, TimedOut)
    return type(cause).__name__ in _BEFORE_SENDING


def seconds_of(error: RetryAfter) -> float:
    """How long the server asks to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
