"""From the address of a site or page to the addresses where its feed may be, most likely first.

The use case fetches the page, asks `feed_candidates`, and tries them with the fetcher and `parse_feed` until one holds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from bot.news.encoding import decode
from bot.news.markup import parse_html
from bot.news.site_feeds import feeds_of_known_site
from bot.news.urls import site_of

MOST_CANDIDATES = 12
_XML_TYPES = ("rss+xml", "atom+xml", "rdf+xml", "xml")
_FEED_TYPES = frozenset({*(f"application/{kind}" for kind in (*_XML_TYPES, "feed+json", "json")), "text/xml"})
_FEED_LINK = re.compile(
    r"(?:^|[/._?=&-])(?:rss\d?|feeds?|atom|rdf)(?:$|[/._?=&-])|\.(?:rss|rdf|atom)$|//feeds\.", re.IGNORECASE
)
_FEED_WORDS = re.compile(r"\b(?:rss|atom|feed)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"comments?(?:/|\b)|kommentare|commentaires|комментари", re.IGNORECASE)
_NO_JSON_FEED = re.compile(r"/wp-json/|oembed", re.IGNORECASE)
_WELL_KNOWN = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feeds/posts/default", "feed.json")
_START = re.compile(rb"<(?:\w+:)?(?:rss|rdf|feed)\b|jsonfeed\.org/version", re.IGNORECASE)
_FEED_HEAD = 3000


class Found(IntEnum):
    """How a candidate was found, most trustworthy first."""

    KNOWN_SITE = 1
    LINK_TAG = 2
    ANCHOR = 3
    WELL_KNOWN = 4


@dataclass(frozen=True, slots=True)
class FeedCandidate:
    """An address where a feed may be; `title` is what the page calls it, often ""."""

    url: str
    title: str
    found: Found


def looks_like_feed(body: bytes, content_type: str = "") -> bool:
    """Whether a fetched document is rather a feed than a page, so that it is worth parsing as one."""
    if content_type in ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"):
        return True
    return bool(_START.search(body[:_FEED_HEAD])) and b"<html" not in body[:_FEED_HEAD].lower()


def feed_candidates(body: bytes, url: str, charset: str = "") -> tuple[FeedCandidate, ...]:
    """Where the feed of the page `body` at `url` may be: at most MOST_CANDIDATES, each once, feeds of comments last."""
    html = decode(body, charset)
    found = list(_all(parse_html(html), html, url))
    found.sort(key=lambda candidate: (bool(_COMMENTS.search(f"{candidate.url} {candidate.title}")), candidate.found))
    unique: dict[str, FeedCandidate] = {}
    for candidate in found:
        unique.setdefault(candidate.url, candidate)
    unique.pop(url, None)
    return tuple(unique.values())[:MOST_CANDIDATES]


def _all(tree: HtmlElement, html: str, url: str) -> Iterator[FeedCandidate]:
    for address in feeds_of_known_site(url, html):
        yield FeedCandidate(address, "", Found.KNOWN_SITE)
    base = _base(tree, url)
    yield from _link_tags(tree, base)
    yield from _anchors(tree, base, url)
    yield from _well_known(url)


def _base(tree: HtmlElement, url: str) -> str:
    return next(filter(None, (_joined(url, str(tag.get("href") or "")) for tag in tree.iter("base"))), url)


def _link_tags(tree: HtmlElement, base: str) -> Iterator[FeedCandidate]:
    for link in tree.iter("link"):
        relations = str(link.get("rel") or "").lower().split()
        kind = str(link.get("type") or "").lower().partition(";")[0].strip()
        address = _joined(base, str(link.get("href") or ""))
        if address and "alternate" in relations and kind in _FEED_TYPES and not _NO_JSON_FEED.search(address):
            yield FeedCandidate(address, " ".join(str(link.get("title") or "").split())[:200], Found.LINK_TAG)


def _anchors(tree: HtmlElement, base: str, url: str) -> Iterator[FeedCandidate]:
    """Links that name a feed and lead to the same site, or to a host made for feeds."""
    for anchor in tree.iter("a"):
        address = _joined(base, str(anchor.get("href") or ""))
        if not address or not (site_of(address) == site_of(url) or "//feeds." in address):
            continue
        text = " ".join(str(anchor.text_content()).split())
        if _FEED_LINK.search(address.partition("#")[0]) or _FEED_WORDS.search(text[:60]):
            yield FeedCandidate(address, text[:200], Found.ANCHOR)


def _well_known(url: str) -> Iterator[FeedCandidate]:
    """Usual places under the page's own folder, then under the root."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    section = root + parts.path.strip("/") + "/" if parts.path.strip("/") else root
    if section != root:
        for name in ("feed", "rss", "rss.xml"):
            yield FeedCandidate(section + name, "", Found.WELL_KNOWN)
    for name in _WELL_KNOWN:
        yield FeedCandidate(root + name, "", Found.WELL_KNOWN)


def _joined(base: str, link: str) -> str:
    link = link.strip().removeprefix("feed:") if not link.strip().startswith("feed://") else "http" + link.strip()[4:]
    try:
        address = urljoin(base, link) if link else ""
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://")) else ""
