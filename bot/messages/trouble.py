"""Why something could not be read, in a kind sentence that says what the person can do."""

from bot.messages.html import escape
from bot.messages.message import Message
from bot.usecases.errors import ReadingError, Trouble

_PASTE = "If you can open it, paste its text here and I will read that."

_SENTENCES = {
    Trouble.BAD_ADDRESS: "That does not look like a web address I can open: {detail}",
    Trouble.ODD_PORT: "I only open web pages on the usual ports, and {detail} names another.",
    Trouble.PRIVATE_ADDRESS: "{detail} is an address inside a private network. I only open public pages.",
    Trouble.NOT_FOUND: "There is no page at that address on {detail} (not found). Check the link for a missing part.",
    Trouble.GONE: "{detail} says that this page has been taken down.",
    Trouble.REFUSED: f"{{detail}} does not let me in: it refuses programs or wants a login. {_PASTE}",
    Trouble.PAYWALLED: f"Only the beginning of this article on {{detail}} is free to read. {_PASTE}",
    Trouble.BUSY: "{detail} says that it is too busy right now. Send me the link again in a few minutes.",
    Trouble.SERVER_FAILED: "{detail} has a fault of its own right now. Send me the link again later.",
    Trouble.TOO_LARGE: f"That is too large for me (the limit is {{detail}}). {_PASTE}",
    Trouble.TOO_SLOW: f"{{detail}} took too long to answer, so I stopped waiting. Try again later. {_PASTE}",
    Trouble.UNREACHABLE: "I cannot reach {detail}. The address may be misspelt, or the site may be down.",
    Trouble.TOO_MANY_REDIRECTS: f"{{detail}} sends me from one address to the next without end. {_PASTE}",
    Trouble.NOT_TEXT: "That link leads to {detail}, not to a text. I read web pages, PDF and plain text.",
    Trouble.NOT_AN_ARTICLE: "I found no article on that page of {detail}, only links or menus. "
    "Send me the link of a single article.",
    Trouble.NOT_A_FEED: "There is no feed at that address of {detail}.",
    Trouble.NEEDS_A_BROWSER: f"{{detail}} shows its text only in a browser that runs its programs. {_PASTE}",
    Trouble.EMPTY: f"I found no text there to read. {_PASTE}",
    Trouble.UNREADABLE: f"I could not make sense of that page; it is damaged or unusually built. {_PASTE}",
    Trouble.LOCKED_FILE: "That file is protected with a password, so I cannot read it.",
    Trouble.SCANNED_FILE: "That PDF holds pictures of pages, without text I could read.",
    Trouble.UNKNOWN_FILE: "I cannot read that kind of file ({detail}). I read .txt, .html, .eml and .pdf.",
}


def left_out_message(read: int, left_out: int) -> Message:
    """When one message held more links than are read at once."""
    return Message(f"I read the first {read} links of that message. Send me the other {left_out} separately.")


def trouble_message(error: ReadingError) -> Message:
    """What to say about a link, text or file that could not be read."""
    return Message(escape(_SENTENCES[error.trouble].format(detail=error.detail or "that site")))
