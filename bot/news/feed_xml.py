"""RSS 2.0, RSS 1.0 and Atom by feedparser, whose own HTML sanitising is off: it is slow and leaves markup in."""

import calendar
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser

from bot.news.feed_text import is_whole, plain_line, plain_text
from bot.news.feed_values import FeedEntry, ParsedFeed, identity_of, two_letters, web_address

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_SURROGATE = re.compile(r"&#(?:[xX]0{0,4}[dD][89a-fA-F][0-9a-fA-F]{2}|0{0,4}5(?:529[6-9]|5[3-9]\d{2}|[67]\d{3}));")
_FEED_START = re.compile(r"<(?:\w+:)?(?:rss|rdf|feed|channel)\b", re.IGNORECASE)
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 7 * 86400, "monthly": 30 * 86400, "yearly": 365 * 86400}
_LONGEST_INTERVAL = 86400.0  # seconds; who asks for more is polled once a day
_YEARS = range(1990, 2101)
_HEAD = 5000  # characters in which a feed shows that it is one

# What feedparser makes of an element is a mapping with whatever the feed says.
_Fields = Mapping[str, Any]


def read_xml_feed(text: str, url: str, most: int) -> ParsedFeed | None:
    """The feed in `text` with at most `most` entries, None when it is no feed. `url` resolves relative links."""
    if not _FEED_START.search(text[:_HEAD]):
        return None
    found = _parsed(_SURROGATE.sub("\ufffd", _DECLARATION.sub("", text, count=1)))
    if found is None or not (found.version or found.entries):
        return None
    language = two_letters(_text(found.feed, "language"))
    return ParsedFeed(
        title=plain_line(_text(found.feed, "title")),
        site_url=web_address(url, _text(found.feed, "link")),
        language=language,
        least_interval=_least_interval(found.feed),
        entries=tuple(_entry(entry, url, language) for entry in found.entries[:most]),
    )


def _parsed(text: str) -> feedparser.FeedParserDict | None:
    """What feedparser makes of the text, None where it gives up; its mistakes come as exceptions of many kinds."""
    try:
        return feedparser.parse(
            BytesIO(text.encode("utf-8", "replace")),
            # Without the feed's own address: it would be put before guids that are no addresses, and change with it.
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, RecursionError):
        return None


def _entry(entry: _Fields, base: str, language: str) -> FeedEntry:
    title = plain_line(_text(entry, "title"))
    # A guid that stands for the link is an address by itself or none at all.
    link_base = "" if entry.get("guidislink") else base
    url = web_address("", _text(entry, "feedburner_origlink")) or web_address(link_base, _text(entry, "link"))
    text = max(map(plain_text, _bodies(entry)), key=len, default="")
    return FeedEntry(
        identity=identity_of(_text(entry, "id"), url, title),
        url=url,
        title=title,
        text=text,
        is_whole=is_whole(text),
        author=plain_line(_text(entry, "author"))[:120],
        published=_published(entry),
        language=two_letters(_text(_object(entry, "title_detail"), "language")) or language,
        image=_image(entry, base),
    )


def _bodies(entry: _Fields) -> list[str]:
    contents = [_text(content, "value") for content in _objects(entry, "content")]
    return [*contents, _text(entry, "summary")]


def _image(entry: _Fields, base: str) -> str:
    thumbnails = [_text(item, "url") for item in _objects(entry, "media_thumbnail")]
    media = [
        _text(item, "url") or _text(item, "href")
        for key in ("media_content", "enclosures")
        for item in _objects(entry, key)
        if _text(item, "medium") == "image" or _text(item, "type").startswith("image/")
    ]
    return next(filter(None, (web_address(base, found) for found in [*media, *thumbnails])), "")


def _least_interval(feed: _Fields) -> float | None:
    """Seconds by RSS's `ttl` (minutes) or the syndication module's period and frequency."""
    ttl = _number(_text(feed, "ttl")) * 60
    period = _PERIODS.get(_text(feed, "sy_updateperiod").strip().lower(), 0)
    wait = max(ttl, period / max(_number(_text(feed, "sy_updatefrequency")), 1))
    return min(wait, _LONGEST_INTERVAL) if wait > 0 else None


def _number(text: str) -> float:
    text = text.strip()[:9]
    return float(text) if text.isascii() and text.isdigit() else 0.0


def _published(entry: _Fields) -> datetime | None:
    """The date of publication; of the last change where that is all the entry says (RSS 1.0, many Atom feeds)."""
    # Asked of the plain dict: feedparser's own get answers for one of the two with the other, under a warning.
    dates = dict(entry.items())
    parsed = dates.get("published_parsed") or dates.get("updated_parsed")
    if parsed is None or parsed[0] not in _YEARS:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError):
        return None


def _text(fields: _Fields, key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _object(fields: _Fields, key: str) -> _Fields:
    value = fields.get(key)
    return value if isinstance(value, Mapping) else {}


def _objects(fields: _Fields, key: str) -> list[_Fields]:
    value = fields.get(key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
