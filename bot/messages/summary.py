"""A card -> message."""

from collections.abc import Iterable

from bot.messages.dates import day
from bot.messages.html import bold, escape, fit, shorten
from bot.messages.message import Button, Message, rows
from bot.messages.topics import follow_name_button
from bot.usecases.show_card import Card
from storage.records import Article

#: Words a minute of silent reading of English non-fiction: Brysbaert, J. Memory and Language 109 (2019).
_WORDS_A_MINUTE = 238
_TITLE_LIMIT = 300


def card_message(card: Card) -> Message:
    """The summary card: title, outlet, date, reading time, sentences, buttons."""
    article = card.article
    head = "\n".join(filter(None, [bold(headline(article)), byline(article, card)]))
    blocks = [head, *(escape(sentence.text) for sentence in card.summary.sentences)]
    return Message(fit(blocks), _buttons(card))


def headline(article: Article) -> str:
    """The article's title, or its first words where it has none."""
    return shorten(article.title or article.text, _TITLE_LIMIT)


def byline(article: Article, card: Card | None = None) -> str:
    """Outlet, date and reading time, as far as they are known; HTML."""
    parts = [
        escape(article.source or "your text"),
        day(article.published) if article.published else "",
        _reading_time(article.text, (s.text for s in card.summary.sentences)) if card else "",
    ]
    return italic_line(parts)


def italic_line(parts: Iterable[str]) -> str:
    """The parts that are there, one after the other."""
    return " · ".join(part for part in parts if part)


def _buttons(card: Card) -> tuple[tuple[Button, ...], ...]:
    number = card.article.id
    url = card.article.url
    return rows(
        (
            Button("Shorter", f"card:{number}:{card.shorter}") if card.shorter else None,
            Button("Longer", f"card:{number}:{card.longer}") if card.longer else None,
            Button("Key facts", f"facts:{number}"),
        ),
        (Button("Ask", f"ask:{number}"), Button("Original", url=url) if url else None),
        tuple(follow_name_button(name) for name in card.names),
    )


def _reading_time(text: str, sentences: Iterable[str]) -> str:
    return f"{_duration(text)} → {_duration(' '.join(sentences))}"


def _duration(text: str) -> str:
    seconds = len(text.split()) * 60 / _WORDS_A_MINUTE
    return f"{round(seconds / 60)} min" if seconds >= 90 else f"{max(5, round(seconds / 5) * 5)} s"
