"""Why a feed does not work, in a few words that follow a colon."""

from bot.usecases.errors import Trouble
from bot.usecases.notices import trouble_of

_WORDS = {
    Trouble.BAD_ADDRESS: "its address cannot be opened",
    Trouble.PRIVATE_ADDRESS: "its address is inside a private network",
    Trouble.NOT_FOUND: "there is nothing at its address any more (not found)",
    Trouble.GONE: "its site says that it has been taken down for good",
    Trouble.REFUSED: "its site does not let programs in",
    Trouble.BUSY: "its site says that it is too busy",
    Trouble.SERVER_FAILED: "its site has a fault of its own",
    Trouble.TOO_LARGE: "it is too large",
    Trouble.TOO_SLOW: "its site takes too long to answer",
    Trouble.UNREACHABLE: "its site cannot be reached",
    Trouble.TOO_MANY_REDIRECTS: "its site sends me from one address to the next without end",
    Trouble.NOT_TEXT: "there is something else at its address",
    Trouble.NOT_A_FEED: "there is a page at its address, but no feed",
    Trouble.UNREADABLE: "it is damaged",
}


def feed_trouble(reason: str) -> str:
    """The words for a feed's `reason` as storage keeps it."""
    found = trouble_of(reason)
    return _WORDS.get(found[0], "it does not work") if found else "it is not followed"
