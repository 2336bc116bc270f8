"""The product's own way from a page's bytes to its text, for the extraction benchmark."""

from bot.news.errors import NewsError
from bot.news.extraction import extract_article


def extract(html: bytes, url: str) -> str:
    """The text of the article; where the product refuses the page (a paywall, a list), what it read of it."""
    try:
        return extract_article(html, url).text
    except NewsError as error:
        return error.text
