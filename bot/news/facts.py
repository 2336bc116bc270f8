"""The key facts of an article: names with their role, amounts, dates and quotations, each as the article has it.

After cleaning.py, beside summary.py; the parts are names.py, amounts.py, dates.py and quotes.py.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.news.amounts import Amount, find_amounts
from bot.news.cleaning import article_paragraphs
from bot.news.dates import DateMention, find_dates
from bot.news.names import Name, find_names
from bot.news.quotes import Quote, find_quotes

_MOST = 6
_LONGEST = 2000  # characters: what is longer is no sentence, and the patterns would take long over it


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What an article names, counts, dates and quotes; every part carries its words, offsets and sentence."""

    names: tuple[Name, ...] = ()
    amounts: tuple[Amount, ...] = ()
    dates: tuple[DateMention, ...] = ()
    quotes: tuple[Quote, ...] = ()


def key_facts(text: str, *, published: datetime | None = None, language: str = "en", most: int = _MOST) -> KeyFacts:
    """At most `most` facts of each kind; names by how much the article speaks of them, the rest in its order.

    `published` is the article's own date (aware UTC), against which "last month" is resolved. The
    dates are read in English only.
    """
    language = language or "en"
    paragraphs = tuple(
        paragraph
        for paragraph in article_paragraphs(text, language)
        if all(len(sentence.text) <= _LONGEST for sentence in paragraph)
    )
    names = find_names(paragraphs, language)
    people = tuple(name.text for name in names if name.person)
    dates = find_dates(paragraphs, published.date() if published else None) if language == "en" else ()
    return KeyFacts(
        names=names[:most],
        amounts=_distinct_amounts(find_amounts(paragraphs, language))[:most],
        dates=_distinct_dates(dates)[:most],
        quotes=find_quotes(paragraphs, text, people)[:most],
    )


def _distinct_amounts(amounts: tuple[Amount, ...]) -> tuple[Amount, ...]:
    first = {
        (amount.text.lower(), amount.counts.lower() if amount.kind == "count" else ""): amount
        for amount in reversed(amounts)
    }
    return tuple(sorted(first.values(), key=lambda amount: amount.start))


def _distinct_dates(dates: tuple[DateMention, ...]) -> tuple[DateMention, ...]:
    first = {
        (mention.first, mention.last, mention.text.lower() if mention.first is None else ""): mention
        for mention in reversed(dates)
    }
    return tuple(sorted(first.values(), key=lambda mention: mention.start))
