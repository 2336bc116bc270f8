"""Invitations to ask -> messages."""

from bot.messages.html import bold, shorten
from bot.messages.message import Message
from storage.records import Article

_TITLE_LIMIT = 200


def ask_message() -> Message:
    """After /ask without a question."""
    return Message("What would you like to know? I answer from what I have read.", asks=True)


def ask_about_message(article: Article) -> Message:
    """After the Ask button of a card; a reply to this asks about the article."""
    title = bold(shorten(article.title or article.text, _TITLE_LIMIT))
    return Message(f"What would you like to know about {title}?", asks=True)


def new_subject_message() -> Message:
    """After /new."""
    return Message("All right, a new subject. What would you like to know?")
