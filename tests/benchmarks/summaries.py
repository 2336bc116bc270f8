"""The benchmark's view of the summariser: the product's own path."""

from bot.news.summary import summarise as summarise_article


def summarise(title: str | None, text: str, n: int) -> list[str]:
    """The sentences of the product's summary of `n` sentences."""
    return [sentence.text for sentence in summarise_article(title or "", text, n).sentences]
