"""Feeds as bytes to their entries: RSS 2.0, RSS 1.0, Atom and JSON Feed, cut to size and cleaned.

After the fetcher, before storing; runs in a worker process (`bot/isolation.py`), since one crafted tag hangs every
known parser. `feed_xml` and `feed_json` read the two families, `feed_text` makes their markup plain.
"""

from bot.news.encoding import decode
from bot.news.errors import NotAFeed
from bot.news.feed_json import read_json_feed
from bot.news.feed_values import FeedEntry, ParsedFeed
from bot.news.feed_xml import read_xml_feed

MOST_ENTRIES = 500


def parse_feed(body: bytes, url: str, charset: str = "") -> ParsedFeed:
    """The feed that came from `url`; `charset` is what the HTTP header says. Raises NotAFeed.

    Entries stand in the feed's order, at most MOST_ENTRIES, each identity once; dates may be missing or in the future,
    which the caller decides about.
    """
    text = decode(body, charset).lstrip("\ufeff \t\r\n")
    feed = read_json_feed(text, url, MOST_ENTRIES) if text.startswith("{") else read_xml_feed(text, url, MOST_ENTRIES)
    if feed is None:
        raise NotAFeed
    return ParsedFeed(
        title=feed.title,
        site_url=feed.site_url,
        language=feed.language,
        least_interval=feed.least_interval,
        entries=_each_once(feed.entries),
    )


def _each_once(entries: tuple[FeedEntry, ...]) -> tuple[FeedEntry, ...]:
    """The first entry of each identity; those without any identity are dropped."""
    first: dict[str, FeedEntry] = {}
    for entry in entries:
        if entry.identity:
            first.setdefault(entry.identity, entry)
    return tuple(first.values())
