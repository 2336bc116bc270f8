"""A fetcher that tells how each fetch ended, for the figures of the person who runs the bot."""

import re
from collections.abc import Callable

from bot.web.errors import FetchError
from bot.web.fetcher import Fetcher
from bot.web.page import Page

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


class CountedFetcher:
    """Another fetcher, and `count` told of each fetch: "ok", "not_modified", or the kind of its failure."""

    def __init__(self, fetcher: Fetcher, count: Callable[[str], None]) -> None:
        self._fetcher = fetcher
        self._count = count

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """The page at `url`; raises FetchError."""
        try:
            page = self._fetcher.fetch(url, etag=etag, last_modified=last_modified)
        except FetchError as error:
            self._count(_CAPITAL.sub("_", type(error).__name__).lower())
            raise
        self._count("not_modified" if page.not_modified else "ok")
        return page
