"""entry -> its page, or what the feed itself says -> article, stored. After `refresh_feeds`, before stories.

`bot/jobs/poll.py` claims and calls. An entry whose page cannot be read becomes an article all the same, from the
feed's own words; only one without any words is given up.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.isolation import IsolationError, Runner
from bot.news.article import ExtractedArticle
from bot.news.documents import read_page
from bot.news.entries import plausible_date
from bot.news.errors import NewsError
from bot.news.fingerprint import fingerprint
from bot.news.urls import canonical_url, host_of, site_of
from bot.text.language import detect_language
from bot.usecases.poll_host import AT_A_TIME, LEASE, PAUSE
from bot.web.errors import BadStatus, Busy, FetchError, ServerError, TooSlow, Unreachable
from bot.web.fetcher import Fetcher
from storage.database import Database
from storage.feed_records import Entry, Feed
from storage.records import NewArticle

log = logging.getLogger(__name__)

#: A page is asked for so often; then the feed's own words must do.
_MOST_ATTEMPTS = 3
#: News does not wait for a busy server longer than this.
_PATIENCE = timedelta(minutes=15)
_FIRST_WAIT = timedelta(minutes=2)
#: Shorter texts are no mark of an article: two outlets may have the same headline.
_MARKED = 200


@dataclass(frozen=True, slots=True)
class _Page:
    """What an entry's page gave, and the addresses it is known by."""

    article: ExtractedArticle
    addresses: tuple[str, ...]


class _TryLater(Exception):
    """The page may come when it is asked for again after `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class ReadEntries:
    """Makes articles of waiting entries. `on_known` hears of an article stored before that one more feed brings.

    It hears of it again where the process ends just then: the entry is finished only afterwards.
    """

    database: Database
    fetcher: Fetcher
    isolation: Runner
    on_known: Callable[[int, datetime], object] = lambda _article_id, _now: None

    def claim(self, limit: int, now: datetime, worker: str) -> tuple[Entry, ...]:
        """Up to `limit` entries to read now, one a host; their hosts are left in peace for a second."""
        with self.database.write() as uow:
            entries = uow.entries.claim(limit, now, LEASE, worker, AT_A_TIME)
            for host in {entry.host for entry in entries} - {""}:
                uow.feeds.hold_host(host, now + PAUSE)
            uow.commit()
        return entries

    def take_over(self, worker: str) -> None:
        """At the start: what a former process of this name held is free again."""
        with self.database.write() as uow:
            uow.entries.release(worker)
            uow.commit()

    def __call__(self, entry: Entry, now: datetime) -> int | None:
        """The id of the article that a claimed entry became, None when it waits or has nothing to read.

        Raises StorageError.
        """
        known, feed = self._known(entry)
        if known is not None:
            with self.database.write() as uow:
                uow.entries.attach(entry.id, known)
                uow.commit()
            return self._finish_known(entry, known, now)
        try:
            page = self._page(entry, now)
        except _TryLater as later:
            self._postpone(entry, later.wait, now)
            return None
        return self._store(entry, feed, page, now)

    def _known(self, entry: Entry) -> tuple[int | None, Feed | None]:
        """The article that is stored under the entry's address, and the entry's feed."""
        address = canonical_url(entry.link)
        with self.database.read() as uow:
            article = uow.articles.by_url(address) if address else None
            feed = uow.feeds.get(entry.feed_id)
        return (article.id if article and article.chat_id is None else None), feed

    def _page(self, entry: Entry, now: datetime) -> _Page | None:
        """What stands on the entry's page, None where the feed's own words must do. Raises _TryLater."""
        if not entry.host or entry.attempts > _MOST_ATTEMPTS:
            return None
        try:
            page = self.fetcher.fetch(entry.link)
            article = self.isolation.run(read_page, page.body, page.url, page.charset, page.content_type)
        except (FetchError, NewsError, IsolationError) as error:
            log.info("entry %d: its page gave no article: %s", entry.id, type(error).__name__)
            if isinstance(error, BadStatus) and error.retry_after:
                self._leave_alone(entry.host, error.retry_after, now)
            if wait := _wait(entry, error):
                raise _TryLater(wait) from error
            return None
        return _Page(article, (article.url, canonical_url(page.url)))

    def _postpone(self, entry: Entry, wait: timedelta, now: datetime) -> None:
        with self.database.write() as uow:
            uow.entries.postpone(entry.id, now + wait)
            uow.commit()

    def _leave_alone(self, host: str, seconds: float, now: datetime) -> None:
        with self.database.write() as uow:
            uow.feeds.hold_host(host, now + timedelta(seconds=seconds))
            uow.commit()

    def _finish(self, entry: Entry, article_id: int | None) -> int | None:
        with self.database.write() as uow:
            uow.entries.finish(entry.id, article_id)
            uow.commit()
        return article_id

    def _finish_known(self, entry: Entry, article_id: int, now: datetime) -> int:
        self.on_known(article_id, now)
        self._finish(entry, article_id)
        return article_id

    def _store(self, entry: Entry, feed: Feed | None, page: _Page | None, now: datetime) -> int | None:
        own = _own_article(entry, feed)
        article = _merged(own, page.article, now) if page else own
        if not (article.title or article.text):
            return self._finish(entry, None)
        url, *aliases = _addresses(own.url, page.addresses if page else ())
        with self.database.write() as uow:
            stored, is_new = uow.articles.add(replace(article, url=url), aliases, now)
            (uow.entries.finish if is_new else uow.entries.attach)(entry.id, stored.id)
            uow.commit()
        return stored.id if is_new else self._finish_known(entry, stored.id, now)


def _wait(entry: Entry, error: FetchError | NewsError | IsolationError) -> timedelta | None:
    """How long to wait for the page, None for not at all: news with words of its own goes out with those."""
    if entry.attempts >= _MOST_ATTEMPTS or isinstance(error, NewsError):
        return None
    if isinstance(error, Busy) and error.retry_after:
        wait = timedelta(seconds=error.retry_after)
        return wait if wait <= _PATIENCE else None
    passes = isinstance(error, Busy | ServerError | TooSlow | Unreachable)
    return _FIRST_WAIT * entry.attempts if passes and not entry.text else None


def _own_article(entry: Entry, feed: Feed | None) -> NewArticle:
    """The article as the feed itself gives it."""
    text = entry.text
    return NewArticle(
        url=canonical_url(entry.link),
        source=_source(entry, feed),
        title=entry.title or text.split("\n", 1)[0][:200],
        text=text,
        fingerprint=fingerprint(text) if len(text) >= _MARKED else "",
        language=detect_language(f"{entry.title}\n{text}") or entry.language,
        author=entry.author,
        image=entry.image,
        published=entry.published,
    )


def _merged(own: NewArticle, page: ExtractedArticle, now: datetime) -> NewArticle:
    """The page's article, with what the feed alone knows. The feed's text stays where it is the longer one."""
    text = page.text if len(page.text) >= len(own.text) else own.text
    return replace(
        own,
        source=page.outlet or own.source,
        title=page.title or own.title,
        text=text,
        fingerprint=fingerprint(text) if len(text) >= _MARKED else "",
        language=page.language or own.language,
        author=page.author or own.author,
        image=page.image or own.image,
        published=own.published or plausible_date(page.published, now),
    )


def _source(entry: Entry, feed: Feed | None) -> str:
    """The feed's name for what its own site published, the host for what it only points at."""
    if feed is None:
        return host_of(entry.link)
    home = {site_of(feed.site_url), site_of(feed.url)}
    return feed.title if feed.title and (not entry.link or site_of(entry.link) in home) else host_of(entry.link)


def _addresses(own: str, others: Sequence[str]) -> tuple[str, ...]:
    """The address the page calls its own first, then the others; one "" when there is none."""
    return tuple(dict.fromkeys(filter(None, (*others, own)))) or ("",)
