"""When a page was published, by what it says in JSON-LD, meta tags and markup, and by htmldate where that is silent.

A part of `page_facts`. A date with a time of day is preferred, for news of one day has an order.
"""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime

from htmldate import find_date
from lxml.html import HtmlElement

from bot.news.moments import has_time, read_date

_METAS = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "pubdate", "publishdate", "publish-date", "publication_date",
    "article.published", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "sailthru.date", "ptime",
    "pdate", "date",
)  # fmt: skip
_MARKED = '//*[@itemprop="datePublished"]/@datetime | //*[@itemprop="datePublished"]/@content'
_TIMES = "//article//time/@datetime | //time[@pubdate]/@datetime | //main//time/@datetime"


def published(tree: HtmlElement, metas: Mapping[str, str], linked: str, url: str) -> datetime | None:
    """The first date with a time of day, else the first date, else htmldate's; `linked` is the date in JSON-LD."""
    written = [linked, *(metas.get(name, "") for name in _METAS), *tree.xpath(_MARKED)[:1], *tree.xpath(_TIMES)[:1]]
    dated = [(has_time(text), moment) for text in written if text and (moment := read_date(text))]
    timed = next((moment for with_time, moment in dated if with_time), None)
    return timed or (dated[0][1] if dated else _searched(tree, url))


def _searched(tree: HtmlElement, url: str) -> datetime | None:
    """Htmldate's careful search, on a copy because it changes the tree, and without the clock it asks by itself."""
    try:
        found = find_date(deepcopy(tree), extensive_search=False, original_date=True, url=url, max_date="2100-12-31")
    except (ValueError, OverflowError):  # control signs and impossible numbers in what it takes for a date
        return None
    return read_date(found) if found else None
