"""What a page says about its article in JSON-LD (schema.org), which publishers write for search engines.

`page_facts` prefers it to other metadata; `extraction` takes its article body when the page's own text is thin.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from lxml.html import HtmlElement, document_fromstring

_KINDS = re.compile(r"article$|^(?:blog|liveblog|socialmedia)posting$|^report$|^review$", re.IGNORECASE)
_WRAPPING = re.compile(r"^\s*(?:/\*|//)?\s*<!\[CDATA\[(?:\*/)?|(?:/\*|//)?\s*\]\]>\s*(?:\*/)?\s*$|^\s*<!--|-->\s*$")
_TAGS = re.compile(r"<[a-zA-Z/][^>]{0,500}>")
_MOST_NODES = 2000
_LONGEST_SCRIPT = 2_000_000  # characters


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """One article node, plain text in every field, "" where it is silent.

    `body` has one paragraph a line. `free` is False when the publisher says that not everybody may read it.
    """

    headline: str = ""
    body: str = ""
    published: str = ""
    author: str = ""
    publisher: str = ""
    image: str = ""
    url: str = ""
    language: str = ""
    free: bool | None = None


def linked_article(tree: HtmlElement) -> LinkedArticle | None:
    """The article a page is about: of several nodes the one with the longest body, else the first; None without any."""
    found = [_article(node) for node in _nodes(tree) if any(map(_KINDS.search, _texts(node.get("@type"))))]
    return max(found, key=lambda article: len(article.body), default=None)


def _nodes(tree: HtmlElement) -> Iterator[Mapping[str, object]]:
    """Every object in every JSON-LD script, outer before inner."""
    waiting: list[object] = [_loaded(script.text or "") for script in tree.iter("script") if _is_json_ld(script)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _is_json_ld(script: HtmlElement) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _loaded(script: str) -> object:
    try:
        return json.loads(_WRAPPING.sub("", script[:_LONGEST_SCRIPT]), strict=False)
    except (ValueError, RecursionError):
        return None


def _article(node: Mapping[str, object]) -> LinkedArticle:
    return LinkedArticle(
        headline=_plain(_first(node.get("headline")) or _first(node.get("name"))),
        body=_paragraphs(_first(node.get("articleBody"))),
        published=_first(node.get("datePublished")) or _first(node.get("dateCreated")),
        author=", ".join(dict.fromkeys(map(_plain, _names(node.get("author"))))),
        publisher=_plain(next(iter(_names(node.get("publisher"))), "")),
        image=_first(node.get("image"), "url"),
        url=_first(node.get("url")) or _first(node.get("mainEntityOfPage"), "@id"),
        language=_first(node.get("inLanguage"), "alternateName"),
        free=_truth(node.get("isAccessibleForFree")),
    )


def _texts(value: object) -> list[str]:
    """The strings in a value that may be one, or a list of them."""
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []


def _first(value: object, key: str = "") -> str:
    """The first string in a value, looking into `key` of objects."""
    if isinstance(value, dict):
        return _first(value.get(key)) if key else ""
    if isinstance(value, list):
        return next(filter(None, (_first(item, key) for item in value)), "")
    return value.strip() if isinstance(value, str) else ""


def _names(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return list(filter(None, (_first(item, "name") for item in items)))


def _truth(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).strip().lower())


def _plain(text: str) -> str:
    """One line without tags; entities are often escaped twice."""
    return " ".join(_TAGS.sub(" ", unescape(unescape(text))).split())


def _paragraphs(text: str) -> str:
    """One paragraph a line. Some publishers put HTML into the body, some plain text with newlines."""
    if _TAGS.search(text):
        tree = document_fromstring(f"<div>{text}</div>")
        blocks = [" ".join(block.text_content().split()) for block in tree.iter("p")]
        return "\n".join(filter(None, blocks)) or _plain(text)
    return "\n".join(filter(None, (" ".join(unescape(line).split()) for line in text.splitlines())))
