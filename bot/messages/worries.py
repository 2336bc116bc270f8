"""What needs a person, told to the owner -> messages."""

from datetime import datetime

from bot.messages.dates import day
from bot.messages.html import escape
from bot.messages.message import Button, Message, rows
from bot.usecases.notices import Worry, WorryNotice
from storage.errors import StorageDamaged, StorageError, StorageFull

_BEGIN = {
    Worry.DISK: "My disk is nearly full: {detail} are left. Please make some room; when it is full, I can take nothing "
    "in any more.",
    Worry.FEEDS: "{detail} feeds do not work. When they are of different sites, please look at my connection first.",
    Worry.CONFLICT: "Another program asks Telegram for my messages with my token, and each of us gets a part of them. "
    "Please stop the other one, or get a new token from @BotFather.",
}
_OVER = {
    Worry.DISK: "My disk has room again.",
    Worry.FEEDS: "Most feeds work again.",
    Worry.CONFLICT: "No other program uses my token any more.",
    Worry.TOKEN: "Telegram takes my token again, which it refused since {since}.",
    Worry.DATABASE: "My database works again; it did not since {since}.",
}


def worry_message(notice: WorryNotice) -> Message:
    """Something needs a person, or does not any more."""
    worry = Worry[notice.worry]
    if notice.is_over:
        return Message(escape(_OVER[worry].format(since=_moment(notice.since))))
    buttons = rows((Button("Feeds in trouble", "failing:0"),)) if worry is Worry.FEEDS else ()
    return Message(escape(_BEGIN[worry].format(detail=notice.detail)), buttons)


def database_failed_message(error: StorageError) -> Message:
    """The database cannot be used, and why."""
    return Message(
        f"My database {_reason(error)}. Please look after it: what people send me waits until it works again. "
        "The log says more."
    )


def _reason(error: StorageError) -> str:
    if isinstance(error, StorageFull):
        return "has no room left on its disk"
    return "is damaged" if isinstance(error, StorageDamaged) else "cannot be used"


def _moment(iso: str) -> str:
    at = datetime.fromisoformat(iso)
    return f"{day(at)}, {at:%H:%M} UTC"
