"""An address of a site, a page or a feed -> the feeds there, each tried, with a sample of what it brings.

`manage_feeds` subscribes to one of them. What is found is kept in storage as a feed nobody follows yet, so that a
button needs only its number.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.isolation import IsolationError, Runner
from bot.news.discovery import FeedCandidate, Found, feed_candidates, looks_like_feed
from bot.news.entries import FeedSample, sample
from bot.news.errors import NewsError
from bot.news.feed import parse_feed
from bot.news.urls import as_address
from bot.usecases.errors import ReadingError, Trouble
from bot.usecases.poll_host import host_key
from bot.usecases.troubles import feed_trouble, fetch_trouble
from bot.web.errors import BadAddress, FetchError, PrivateAddress, UnknownHost
from bot.web.fetcher import Fetcher
from bot.web.page import Page
from storage.database import Database
from storage.feed_records import Feed

log = logging.getLogger(__name__)

#: Feeds offered for one address; a site with more has them by section.
MOST_OFFERED = 3
#: The reason of a feed that is kept though nobody follows it.
UNFOLLOWED = "unfollowed"


@dataclass(frozen=True, slots=True)
class OfferedFeed:
    """A feed that answered, and what it brings."""

    feed: Feed
    sample: FeedSample


@dataclass(frozen=True, slots=True)
class DiscoverFeeds:
    """Finds feeds. `fetcher` keeps its own peace with each host."""

    database: Database
    fetcher: Fetcher
    isolation: Runner

    def __call__(self, typed: str, now: datetime) -> tuple[OfferedFeed, ...]:
        """The feeds at the address a person typed, most likely first, at most MOST_OFFERED; () when there is none.

        Raises ReadingError when the address itself cannot be opened.
        """
        address = as_address(typed)
        if not address:
            raise ReadingError(Trouble.BAD_ADDRESS, typed[:80])
        page = self._page(address)
        if page and looks_like_feed(page.body, page.content_type) and (found := self._read(page, now)):
            return (self._kept(page, found, now),)
        body, url, charset = (page.body, page.url, page.charset) if page else (b"", address, "")
        return tuple(self._tried(self._candidates(body, url, charset), now))

    def one(self, url: str, now: datetime) -> OfferedFeed:
        """The feed at exactly this address. Raises ReadingError."""
        try:
            page = self.fetcher.fetch(url)
            found = sample(self.isolation.run(parse_feed, page.body, page.url, page.charset), now)
        except (FetchError, NewsError, IsolationError) as error:
            raise feed_trouble(error, url) from error
        return self._kept(page, found, now)

    def _page(self, address: str) -> Page | None:
        """What is there, None when a site that exists does not show it: its feed may be open all the same."""
        try:
            return self.fetcher.fetch(address)
        except (BadAddress, PrivateAddress, UnknownHost) as error:
            raise fetch_trouble(error, address) from error
        except FetchError as error:
            log.info("a page to find feeds on did not come: %s", type(error).__name__)
            return None

    def _candidates(self, body: bytes, url: str, charset: str) -> tuple[FeedCandidate, ...]:
        try:
            return self.isolation.run(feed_candidates, body, url, charset)
        except IsolationError:
            return self.isolation.run(feed_candidates, b"", url)

    def _tried(self, candidates: tuple[FeedCandidate, ...], now: datetime) -> Iterator[OfferedFeed]:
        """The candidates that hold, each feed once: many sites give the same as RSS and as Atom."""
        seen: set[tuple[str, ...]] = set()
        for candidate in candidates:
            if len(seen) >= MOST_OFFERED or (seen and candidate.found is Found.WELL_KNOWN):
                return
            try:
                offered = self.one(candidate.url, now)
            except ReadingError:
                continue
            mark = offered.sample.latest or (offered.feed.url,)
            if mark not in seen:
                seen.add(mark)
                yield offered if offered.feed.title else self._named(offered, candidate.title)

    def _read(self, page: Page, now: datetime) -> FeedSample | None:
        try:
            return sample(self.isolation.run(parse_feed, page.body, page.url, page.charset), now)
        except (NewsError, IsolationError):
            return None

    def _named(self, offered: OfferedFeed, title: str) -> OfferedFeed:
        return replace(offered, feed=replace(offered.feed, title=title))

    def _kept(self, page: Page, found: FeedSample, now: datetime) -> OfferedFeed:
        url = page.moved_to or page.requested
        feed = Feed(
            url=url,
            host=host_key(url),
            next_due=now,
            added=now,
            title=found.title,
            language=found.language,
            state="paused",
            reason=UNFOLLOWED,
        )
        with self.database.write() as uow:
            stored, _ = uow.feeds.add(feed)
            uow.commit()
        return OfferedFeed(stored, found)
