"""Strangers' bytes -> article: pages by their markup, everything else as files. Made to run in a worker process.

What reads them is imported when the first document comes, in the worker: it costs the better part of a second, and
the process that talks to people never needs it.
"""

from dataclasses import replace

from bot.news.article import ExtractedArticle

_PAGES = ("", "text/html", "application/xhtml+xml", "application/xml", "text/xml")


def read_page(body: bytes, url: str, charset: str, content_type: str) -> ExtractedArticle:
    """The article that `url` answered with. Raises NewsError."""
    from bot.news.extraction import extract_article  # noqa: PLC0415 - see above
    from bot.news.files import read_file  # noqa: PLC0415
    from bot.news.urls import host_of  # noqa: PLC0415

    if content_type in _PAGES:
        return extract_article(body, url, charset)
    name = url.rsplit("/", 1)[-1].partition("?")[0]
    article = read_file(body, name, content_type, url=url, charset=charset)
    return replace(article, outlet=article.outlet or host_of(url))


def read_upload(body: bytes, name: str, kind: str) -> ExtractedArticle:
    """The article in a file somebody sent; `kind` is the media type it came with. Raises NewsError."""
    from bot.news.files import read_file  # noqa: PLC0415 - see above

    return read_file(body, name, kind)
