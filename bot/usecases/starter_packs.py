"""A starter pack -> its feeds tried and followed; those that no longer answer are named."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from bot.news.starter_feeds import StarterFeed, StarterPack, starter_packs
from bot.usecases.discover_feeds import DiscoverFeeds, OfferedFeed
from bot.usecases.errors import ReadingError
from bot.usecases.manage_feeds import MOST_FEEDS, Place, Wanted, subscribe
from storage.database import Database

_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class TakenPack:
    """A pack as a chat took it: the outlets it now follows, and those skipped, each with what was wrong."""

    followed: tuple[str, ...]
    skipped: tuple[tuple[str, ReadingError], ...]


@dataclass(frozen=True, slots=True)
class StarterPacks:
    """Offers packs and takes them."""

    database: Database
    discover_feeds: DiscoverFeeds
    packs: tuple[StarterPack, ...] = starter_packs()
    most: int = MOST_FEEDS

    def take(self, number: int, place: Place, now: datetime) -> TakenPack | None:
        """What became of the pack `number`; None when there is no such pack. Raises TooManyFeeds."""
        if not 0 <= number < len(self.packs):
            return None
        pack = self.packs[number]
        with ThreadPoolExecutor(_AT_ONCE, "starter") as pool:
            tried = list(pool.map(lambda feed: self._tried(feed, now), pack.feeds))
        for feed, found in zip(pack.feeds, tried, strict=True):
            if isinstance(found, OfferedFeed):
                self._follow(feed, found, place, now)
        return TakenPack(
            tuple(feed.outlet for feed, found in zip(pack.feeds, tried, strict=True) if isinstance(found, OfferedFeed)),
            tuple(
                (feed.outlet, found)
                for feed, found in zip(pack.feeds, tried, strict=True)
                if isinstance(found, ReadingError)
            ),
        )

    def _tried(self, feed: StarterFeed, now: datetime) -> OfferedFeed | ReadingError:
        try:
            return self.discover_feeds.one(feed.url, now)
        except ReadingError as error:
            return error

    def _follow(self, feed: StarterFeed, found: OfferedFeed, place: Place, now: datetime) -> None:
        with self.database.write() as uow:
            stored = uow.feeds.get(found.feed.id) or found.feed
            subscribe(uow, stored, Wanted(place, feed.outlet, most=self.most), now)
            uow.commit()
