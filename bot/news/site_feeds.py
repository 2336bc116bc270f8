"""Feeds of big sites that do not announce them or whose addresses follow a rule: YouTube, Reddit and others.

`bot/news/discovery.py` asks here first.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import SplitResult, parse_qs, urlsplit

_CHANNEL = re.compile(
    r'(?:"(?:channelId|externalId|browseId)":"|/channel/|itemprop="(?:identifier|channelId)" content=")(UC[\w-]{22})'
)
_Rule = Callable[[SplitResult, str], Iterator[str]]


def feeds_of_known_site(url: str, html: str = "") -> tuple[str, ...]:
    """The feed addresses that follow from `url` at a site with a known rule; `html` is its page, for ids in it."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ()
    labels = host.split(".")
    rules = (_RULES.get(".".join(labels[-size:])) for size in (3, 2) if len(labels) >= size)
    rule = next(filter(None, rules), None)
    return tuple(dict.fromkeys(rule(parts, html))) if rule else ()


def _youtube(parts: SplitResult, html: str) -> Iterator[str]:
    feeds = "https://www.youtube.com/feeds/videos.xml"
    for playlist in parse_qs(parts.query).get("list", ()):
        if re.fullmatch(r"[\w-]{10,60}", playlist):
            yield f"{feeds}?playlist_id={playlist}"
    in_path = re.match(r"/channel/(UC[\w-]{22})", parts.path)
    found = in_path or _CHANNEL.search(html)
    if found:
        yield f"{feeds}?channel_id={found[1]}"


def _reddit(parts: SplitResult, _html: str) -> Iterator[str]:
    if found := re.match(r"/((?:r|u|user)/[\w-]+)(?:/comments/(\w+))?", parts.path):
        yield f"https://www.reddit.com/{found[1]}/.rss"
    elif parts.path in ("", "/"):
        yield "https://www.reddit.com/.rss"


def _github(parts: SplitResult, _html: str) -> Iterator[str]:
    if found := re.match(r"/([\w.-]+/[\w.-]+)", parts.path):
        yield f"https://github.com/{found[1].removesuffix('.git')}/releases.atom"
        yield f"https://github.com/{found[1].removesuffix('.git')}/commits.atom"
    elif found := re.match(r"/([\w-]+)/?$", parts.path):
        yield f"https://github.com/{found[1]}.atom"


def _medium(parts: SplitResult, _html: str) -> Iterator[str]:
    host = parts.hostname or ""
    if host not in ("medium.com", "www.medium.com"):
        yield f"https://{host}/feed"
    elif found := re.match(r"/(@?[\w.-]+)", parts.path):
        yield f"https://medium.com/feed/{found[1]}"


def _at_feed(parts: SplitResult, _html: str) -> Iterator[str]:
    yield f"https://{parts.hostname}/feed"


def _tumblr(parts: SplitResult, _html: str) -> Iterator[str]:
    yield f"https://{parts.hostname}/rss"


def _blogspot(parts: SplitResult, _html: str) -> Iterator[str]:
    yield f"https://{parts.hostname}/feeds/posts/default"


def _bluesky(parts: SplitResult, _html: str) -> Iterator[str]:
    if found := re.match(r"/profile/([\w.:-]+)", parts.path):
        yield f"https://bsky.app/profile/{found[1]}/rss"


_RULES: dict[str, _Rule] = {
    "youtube.com": _youtube,
    "youtu.be": _youtube,
    "reddit.com": _reddit,
    "github.com": _github,
    "medium.com": _medium,
    "substack.com": _at_feed,
    "wordpress.com": _at_feed,
    "tumblr.com": _tumblr,
    "blogspot.com": _blogspot,
    "bsky.app": _bluesky,
}
