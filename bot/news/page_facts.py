"""What a page says about its article besides the text: title, author, outlet, date, image, own address, language.

From JSON-LD, meta tags and the markup, in that order of trust; `extraction` puts it beside the text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from lxml.html import HtmlElement

from bot.news.linked_data import LinkedArticle
from bot.news.page_dates import published
from bot.news.titles import without_site
from bot.news.urls import canonical_url, host_of, site_of

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "sailthru.title", "parsely-title")
_AUTHORS = ("author", "article:author", "byl", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
_IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_LANGUAGES = ("og:locale", "content-language", "dc.language", "language")
_BY = re.compile(r"^(?:by|von|par|por|di|door|от|автор:?)\s+", re.IGNORECASE)
_AFTER_NAME = re.compile(r"\s*[|•·]|\s+\(?\d|\s+(?:published|updated|posted)\b", re.IGNORECASE)
_NO_AUTHOR = re.compile(
    r"https?://|@|\.com\b|^(?:admin|administrator|editor|staff|webmaster|unknown|null|none)$", re.IGNORECASE
)
_LONGEST_AUTHOR = 120
_LONGEST_TITLE = 300
_LONGEST_META = 2000


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Empty strings and None stand for what the page does not say; `kind` is its og:type."""

    title: str
    author: str
    outlet: str
    published: datetime | None
    image: str
    url: str
    language: str
    kind: str


def page_facts(tree: HtmlElement, url: str, article: LinkedArticle | None) -> PageFacts:
    """The facts of the page at `url`; `article` is its JSON-LD."""
    metas = _metas(tree)
    known = article or LinkedArticle()
    outlet = _outlet(_first(metas, ("og:site_name", "application-name")) or known.publisher)
    return PageFacts(
        title=_title(tree, metas, known, (outlet, known.publisher, host_of(url))),
        author=_author(tree, metas, known),
        outlet=outlet or host_of(url),
        published=published(tree, metas, known.published, url),
        image=_address(url, (*(metas.get(name, "") for name in _IMAGES), known.image)),
        url=_declared_url(tree, metas, url, known),
        language=_language(tree, metas, known),
        kind=metas.get("og:type", "").lower(),
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The first content of every named meta tag, names in lower case."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        content = " ".join((meta.get("content") or "")[:_LONGEST_META].split())
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _first(metas: dict[str, str], names: Iterable[str]) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _title(tree: HtmlElement, metas: dict[str, str], known: LinkedArticle, sites: tuple[str, ...]) -> str:
    headings = [_text(heading) for heading in tree.iter("h1")]
    whole = next((_text(title) for title in tree.iter("title")), "")
    given = known.headline or _first(metas, _TITLES)
    if not given:
        given = next((heading for heading in headings if len(heading) > 10 and heading in whole), "")
    if not given:
        given = whole or next(iter(headings), "")
    return without_site(given[: 2 * _LONGEST_TITLE], sites)[:_LONGEST_TITLE]


def _author(tree: HtmlElement, metas: dict[str, str], known: LinkedArticle) -> str:
    marked = (
        _text(element)
        for element in tree.xpath('//*[@rel="author" or @itemprop="author" or contains(@class, "byline")]')[:3]
    )
    for written in (known.author, *(metas.get(name, "") for name in _AUTHORS), *marked):
        name = _AFTER_NAME.split(_BY.sub("", written), maxsplit=1)[0].strip(" |,;·-")
        if name and len(name) <= _LONGEST_AUTHOR and not _NO_AUTHOR.search(name):
            return name
    return ""


def _outlet(name: str) -> str:
    """The name without its slogan; "" when it is an address."""
    name = re.split(r"\s+[|•·»]\s+", name, maxsplit=1)[0].lstrip("@").strip()
    return "" if re.match(r"https?:|www\.", name) else name[:_LONGEST_AUTHOR]


def _address(base: str, candidates: Iterable[str]) -> str:
    """The first candidate as a whole http(s) address."""
    for candidate in filter(None, candidates):
        try:
            address = urljoin(base, candidate.strip())
        except ValueError:
            continue
        if address.startswith(("http://", "https://")):
            return address
    return ""


def _declared_url(tree: HtmlElement, metas: dict[str, str], url: str, known: LinkedArticle) -> str:
    """The address the page calls its own, canonical; "" when it names none, the front page, or another site.

    Another site's address is not believed: whoever names it would put words into that site's mouth.
    """
    links = [link.get("href", "") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for candidate in (*links, metas.get("og:url", ""), known.url):
        address = canonical_url(_address(url, (candidate,)))
        if address and site_of(address) == site_of(url) and (_is_deep(address) or not _is_deep(url)):
            return address
    return ""


def _is_deep(url: str) -> bool:
    return bool(re.search(r"//[^/]+/.", url))


def _language(tree: HtmlElement, metas: dict[str, str], known: LinkedArticle) -> str:
    for tag in (str(tree.get("lang", "")), known.language, *(metas.get(name, "") for name in _LANGUAGES)):
        if re.match(r"[a-zA-Z]{2}(?:[-_]|$)", tag):
            return tag[:2].lower()
    return ""


def _text(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())
