"""A chat's preferences -> message with a button for each choice."""

from bot.messages.html import bold
from bot.messages.message import Button, Message, rows
from bot.news.summary import METHODS
from bot.usecases.set_preferences import LENGTHS
from storage.records import Chat

_NAMES = {
    "newsdesk": "Newsdesk",
    "lexrank": "LexRank",
    "textrank": "TextRank",
    "lsa": "LSA",
    "luhn": "Luhn",
}


def preferences_message(chat: Chat, default_method: str) -> Message:
    """The settings of this chat, with the chosen values marked."""
    method = chat.method or default_method
    html = (
        f"{bold('Settings of this chat')}\n\n"
        "Length: how many sentences a summary has. “Auto” gives three to five, by the length of the article.\n\n"
        "Method: how they are chosen. Newsdesk's own is made for news; the others are the classics of the field."
    )
    lengths = tuple(
        Button(_marked(str(count or "Auto"), chosen=count == chat.summary_length), f"length:{count}")
        for count in LENGTHS
    )
    methods = tuple(Button(_marked(_NAMES.get(m, m), chosen=m == method), f"method:{m}") for m in METHODS)
    return Message(html, rows(lengths, methods[:3], methods[3:]))


def _marked(text: str, *, chosen: bool) -> str:
    return f"✓ {text}" if chosen else text
