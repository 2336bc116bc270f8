"""Lists of feeds that readers exchange (OPML): in by listparser, out by lxml."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import listparser
from lxml import etree

from bot.news.encoding import decode
from bot.news.errors import NotAFeed
from bot.news.feed_text import plain_line
from bot.news.feed_values import web_address

MOST_FEEDS = 2000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,500}(?:\[[^\]]{0,5000}\])?\s*>", re.IGNORECASE)
_OPML_START = re.compile(r"<(?:\w+:)?(?:opml|rdf)\b", re.IGNORECASE)
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """One feed of a list; `folder` is the path of folders it stands in, outermost first, "" names left out."""

    url: str
    title: str = ""
    folder: tuple[str, ...] = ()


def read_opml(body: bytes, charset: str = "") -> tuple[ListedFeed, ...]:
    """The feeds of a list in its order, each address once, at most MOST_FEEDS. Raises NotAFeed when it is no list."""
    text = _DOCTYPE.sub("", _DECLARATION.sub("", decode(body, charset), count=1))
    if not _OPML_START.search(text[:5000]):
        raise NotAFeed
    # Plain ASCII with references, so that no parser has to guess the encoding again.
    found = listparser.parse(text.encode("ascii", "xmlcharrefreplace"))
    feeds: dict[str, ListedFeed] = {}
    for feed in found.feeds:
        url = web_address("", str(feed.get("url") or ""))
        if url and len(feeds) < MOST_FEEDS:
            feeds.setdefault(url, ListedFeed(url, plain_line(str(feed.get("title") or "")), _folder(feed)))
    return tuple(feeds.values())


def _folder(feed: dict[str, object]) -> tuple[str, ...]:
    """Of the categories, which come as lists of paths, the first that has a name."""
    paths = feed.get("categories")
    for path in paths if isinstance(paths, list) else []:
        names = tuple(filter(None, (plain_line(str(name)) for name in path))) if isinstance(path, list) else ()
        if names:
            return names
    return ()


def write_opml(feeds: Iterable[ListedFeed], title: str) -> bytes:
    """An OPML 2.0 document in UTF-8 that `read_opml` and other readers take back, with its folders."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _writable(title)
    folders: dict[tuple[str, ...], etree._Element] = {(): etree.SubElement(root, "body")}
    for feed in feeds:
        place = _place(folders, feed.folder)
        name = _writable(feed.title) or _writable(feed.url)
        etree.SubElement(place, "outline", type="rss", text=name, title=name, xmlUrl=_writable(feed.url))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _place(folders: "dict[tuple[str, ...], etree._Element]", path: tuple[str, ...]) -> "etree._Element":
    """The outline of a folder, made with those around it when it is new."""
    if path not in folders:
        name = _writable(path[-1])
        folders[path] = etree.SubElement(_place(folders, path[:-1]), "outline", text=name, title=name)
    return folders[path]


def _writable(text: str) -> str:
    return _NOT_XML.sub("", text)
