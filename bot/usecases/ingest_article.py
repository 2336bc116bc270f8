"""A link, a text or a file -> fetched, extracted, stored once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ParamSpec

from bot.isolation import IsolationError, Runner
from bot.news.article import ExtractedArticle
from bot.news.documents import read_page, read_upload
from bot.news.errors import NewsError
from bot.news.fingerprint import fingerprint
from bot.news.pasted import read_pasted
from bot.news.urls import canonical_url, host_of
from bot.text.language import detect_language
from bot.usecases.errors import ReadingError, Trouble
from bot.usecases.troubles import fetch_trouble, host, news_trouble
from bot.web.errors import FetchError
from bot.web.fetcher import Fetcher
from bot.web.page import Page
from storage.database import Database
from storage.records import Article, NewArticle

P = ParamSpec("P")

#: Characters below which an article that came with a feed may be an excerpt; feeds give 200 to 600.
_EXCERPT = 1200
_CLEARLY_MORE = 1.3


@dataclass(frozen=True, slots=True)
class IngestArticle:
    """Takes articles in. Strangers' bytes are read in a process of their own."""

    database: Database
    fetcher: Fetcher
    isolation: Runner

    def link(self, url: str, *, now: datetime) -> tuple[Article, bool]:
        """The article behind a link, and whether it is new. Raises ReadingError.

        A known link is fetched again only where a feed gave a short text: then a page that has more takes its place.
        """
        address = canonical_url(url)
        known, may_be_cut = self._known(address)
        if known is None:
            return self._store(*self._page(url, address), None, now)
        return (self._fuller(known, url, address) if may_be_cut else known), False

    def _known(self, address: str) -> tuple[Article | None, bool]:
        """The article everyone may see under an address, and whether it may be the excerpt that a feed gave."""
        with self.database.read() as uow:
            known = uow.articles.by_url(address) if address else None
            if known is None or known.chat_id is not None:
                return None, False
            return known, len(known.text) < _EXCERPT and uow.entries.brought(known.id)

    def _page(self, url: str, address: str) -> tuple[ExtractedArticle, tuple[str, ...]]:
        try:
            page = self.fetcher.fetch(url)
        except FetchError as error:
            raise fetch_trouble(error, url) from error
        extracted = self._isolated(host(page.url), read_page, page.body, page.url, page.charset, page.content_type)
        return extracted, _addresses(extracted, page, address)

    def _fuller(self, known: Article, url: str, address: str) -> Article:
        """The article with the text of its page where that has clearly more, else as it is known."""
        try:
            extracted, addresses = self._page(url, address)
        except ReadingError:
            return known
        if len(extracted.text) < _CLEARLY_MORE * len(known.text):
            return known
        new = replace(_article(extracted, addresses, None), published=known.published or extracted.published)
        with self.database.write() as uow:
            if uow.articles.get(known.id) is None:
                return known
            fuller = uow.articles.rewrite(known.id, replace(new, url=known.url))
            uow.commit()
        return fuller

    def text(self, text: str, *, source: str, chat_id: int | None, now: datetime) -> tuple[Article, bool]:
        """A pasted or forwarded text as an article of this chat, and whether it is new. Raises ReadingError."""
        extracted = read_pasted(text)
        if source and not extracted.outlet:
            extracted = replace(extracted, outlet=source)
        return self._store(extracted, (), chat_id, now)

    def file(self, body: bytes, *, name: str, kind: str, chat_id: int | None, now: datetime) -> tuple[Article, bool]:
        """An uploaded file as an article of this chat, and whether it is new. Raises ReadingError."""
        return self._store(self._isolated(name or "this file", read_upload, body, name, kind), (), chat_id, now)

    def _isolated(
        self, called: str, read: Callable[P, ExtractedArticle], *args: P.args, **kwargs: P.kwargs
    ) -> ExtractedArticle:
        try:
            return self.isolation.run(read, *args, **kwargs)
        except NewsError as error:
            raise news_trouble(error, called) from error
        except IsolationError as error:
            raise ReadingError(Trouble.UNREADABLE, called) from error

    def _store(
        self, extracted: ExtractedArticle, addresses: tuple[str, ...], chat_id: int | None, now: datetime
    ) -> tuple[Article, bool]:
        article = _article(extracted, addresses, chat_id)
        if not article.fingerprint:
            raise ReadingError(Trouble.EMPTY)
        with self.database.write() as uow:
            stored = uow.articles.add(article, addresses[1:], now)
            uow.commit()
        return stored


def _article(extracted: ExtractedArticle, addresses: tuple[str, ...], chat_id: int | None) -> NewArticle:
    url = addresses[0] if addresses else ""
    return NewArticle(
        url=url,
        source=extracted.outlet or host_of(url),
        title=extracted.title,
        text=extracted.text,
        fingerprint=fingerprint(extracted.text),
        language=extracted.language or detect_language(extracted.text),
        author=extracted.author,
        image=extracted.image,
        published=extracted.published,
        chat_id=chat_id,
    )


def _addresses(extracted: ExtractedArticle, page: Page, asked: str) -> tuple[str, ...]:
    """The canonical address first, then the others this article answers to, without repeats."""
    return tuple(dict.fromkeys(filter(None, (extracted.url, canonical_url(page.url), asked))))
