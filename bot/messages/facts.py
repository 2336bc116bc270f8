"""The key facts of an article -> message: who, numbers, dates, who said what, each as the article gives it."""

from collections.abc import Iterable

from bot.messages.html import bold, escape, fit, shorten
from bot.messages.message import Message
from bot.messages.summary import headline
from bot.news.amounts import Amount
from bot.news.dates import DateMention
from bot.news.facts import KeyFacts
from bot.news.names import Name
from bot.news.quotes import Quote
from storage.records import Article

_QUOTE_LIMIT = 300


def facts_message(article: Article, facts: KeyFacts) -> Message:
    """The facts by kind; kinds of which the article has none are left out."""
    sections = (
        _section("Who", map(_name, facts.names)),
        _section("Numbers", map(_amount, facts.amounts)),
        _section("When", map(_date, facts.dates)),
        _section("Said", map(_quote, facts.quotes)),
    )
    found = [section for section in sections if section]
    none = "I found no names, numbers, dates or quotes in this article."
    return Message(fit([bold(headline(article)), *(found or [none])]))


def _section(name: str, lines: Iterable[str]) -> str:
    items = [f"• {line}" for line in lines]
    return "\n".join([bold(name), *items]) if items else ""


def _name(name: Name) -> str:
    return escape(f"{name.text}, {name.role}" if name.role else name.text)


def _amount(amount: Amount) -> str:
    return escape(f"{amount.text} {amount.counts}".strip())


def _date(mention: DateMention) -> str:
    return escape(f"{mention.text} ({_days(mention)})" if mention.first else mention.text)


def _days(mention: DateMention) -> str:
    """The days a date covers; "" for none."""
    first, last = mention.first, mention.last
    if first is None or last is None:
        return ""
    if first == last:
        return f"{first.day} {first:%b %Y}"
    if (first.day, first.month, last.day, last.month) == (1, 1, 31, 12) and first.year == last.year:
        return str(first.year)
    return f"{first.day} {first:%b %Y} – {last.day} {last:%b %Y}"


def _quote(quote: Quote) -> str:
    words = f"“{shorten(quote.text, _QUOTE_LIMIT)}”"
    return escape(f"{words} – {quote.speaker}" if quote.speaker else words)
