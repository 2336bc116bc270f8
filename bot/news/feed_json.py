"""JSON Feed (jsonfeed.org, versions 1 and 1.1)."""

import json
from collections.abc import Mapping

from bot.news.feed_text import is_whole, plain_line, plain_text
from bot.news.feed_values import FeedEntry, ParsedFeed, identity_of, two_letters, web_address
from bot.news.moments import read_date

_Object = Mapping[str, object]


def read_json_feed(text: str, url: str, most: int) -> ParsedFeed | None:
    """The feed in `text` with at most `most` entries, None when it is no feed. `url` resolves relative links."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or "jsonfeed.org/version" not in _text(feed, "version"):
        return None
    items = feed.get("items")
    entries = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    language = two_letters(_text(feed, "language"))
    return ParsedFeed(
        title=plain_line(_text(feed, "title")),
        site_url=web_address(url, _text(feed, "home_page_url")),
        language=language,
        least_interval=None,
        entries=tuple(_entry(item, url, language) for item in entries[:most]),
    )


def _entry(item: _Object, base: str, language: str) -> FeedEntry:
    title = plain_line(_text(item, "title"))
    url = web_address(base, _text(item, "url"))
    bodies = (_text(item, "content_html"), _text(item, "content_text"), _text(item, "summary"))
    text = next((plain for plain in map(plain_text, bodies) if plain), "")
    return FeedEntry(
        identity=identity_of(_text(item, "id"), url, title),
        url=url,
        title=title,
        text=text,
        is_whole=is_whole(text),
        author=_authors(item),
        published=read_date(_text(item, "date_published") or _text(item, "date_modified")),
        language=two_letters(_text(item, "language")) or language,
        image=web_address(base, _text(item, "image") or _text(item, "banner_image")),
    )


def _authors(item: _Object) -> str:
    listed = item.get("authors")
    authors = listed if isinstance(listed, list) else [item.get("author")]
    names = [plain_line(_text(author, "name")) for author in authors if isinstance(author, dict)]
    return ", ".join(filter(None, names))[:120]


def _text(item: _Object, key: str) -> str:
    """The value as text; some feeds give numbers as ids."""
    value = item.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)
