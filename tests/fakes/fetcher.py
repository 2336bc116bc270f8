"""A web of pages in memory, for tests above the fetcher."""

from dataclasses import dataclass, field, replace
from threading import Event

from bot.web.errors import FetchError, NotFound
from bot.web.page import Page

_PATIENCE = 20


@dataclass
class FakeWeb:
    """Gives the pages that were put there; what is not there is 404, and 304 when its `etag` is known.

    `fetched` lists the addresses asked for, `validators` what came with them; each answer waits for `gate`, where
    there is one.
    """

    pages: dict[str, Page | FetchError] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    validators: list[tuple[str, str]] = field(default_factory=list)
    asked: Event = field(default_factory=Event)
    gate: Event | None = None

    def put(
        self, url: str, body: str | bytes, *, content_type: str = "text/html", lands_on: str = "", **headers: str
    ) -> None:
        content = body.encode() if isinstance(body, str) else body
        charset = "utf-8" if isinstance(body, str) else ""
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        self.pages[url] = Page(lands_on or url, url, 200, content, content_type, charset, named)

    def fail(self, url: str, error: FetchError) -> None:
        error.url = url
        self.pages[url] = error

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        self.fetched.append(url)
        self.validators.append((etag, last_modified))
        self.asked.set()
        if self.gate:
            self.gate.wait(_PATIENCE)
        found = self.pages.get(url)
        if found is None:
            self.fail(url, NotFound(404))
            found = self.pages.pop(url)
        if isinstance(found, FetchError):
            raise found
        return replace(found, status=304, body=b"") if etag and found.etag == etag else found
