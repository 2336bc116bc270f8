"""An article to its summary: whole sentences of the article, in its order.

After cleaning.py; the choice is made by summarizer.py, which is imported at the first summary.
"""

from dataclasses import dataclass

from bot.news.cleaning import article_paragraphs
from bot.text.sentences import Sentence

METHODS = ("newsdesk", "lexrank", "textrank", "lsa", "luhn")


@dataclass(frozen=True, slots=True)
class Summary:
    """The chosen sentences in the article's order; their offsets are into the text that was summarised."""

    sentences: tuple[Sentence, ...]
    form: str = "story"


def default_count(words: int) -> int:
    """How many sentences a card shows for an article of so many words: three to five."""
    return 3 if words < 350 else 4 if words < 900 else 5


def summarise(
    title: str, text: str, count: int | None = None, *, language: str = "en", method: str = "newsdesk"
) -> Summary:
    """The summary of an article in `count` sentences, or three to five by its length.

    `method` is one of METHODS; ValueError for another. An empty text has an empty summary.
    """
    if method not in METHODS:
        raise ValueError(f"unknown summary method {method!r}; one of {', '.join(METHODS)}")
    from bot.news.summarizer import pick  # noqa: PLC0415  # importing sumy takes a second

    paragraphs = list(article_paragraphs(text, language or "en"))
    wanted = count or default_count(len(text.split()))
    return Summary(pick(method, title, paragraphs, wanted, language or "en"))
