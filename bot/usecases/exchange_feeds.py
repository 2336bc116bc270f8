"""Lists of feeds that readers exchange (OPML) -> what a chat follows, and back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.isolation import IsolationError, Runner
from bot.news.errors import NewsError
from bot.news.opml import ListedFeed, read_opml, write_opml
from bot.usecases.errors import ReadingError, Trouble
from bot.usecases.manage_feeds import MOST_FEEDS, FollowedFeed, Place, TooManyFeeds, Wanted, feeds_of, subscribe
from bot.usecases.poll_host import host_key
from storage.database import Database
from storage.feed_records import Feed
from storage.unit_of_work import UnitOfWork

#: Between the names of folders, as a subscription keeps them.
_INSIDE = " / "
#: So many feeds are added in one transaction, so that others can write in between.
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Import:
    """A list taken over: the feeds of the chat it led to, and how many of them the chat followed before.

    `left_out` counts those beyond what one chat may follow.
    """

    feed_ids: tuple[int, ...]
    known: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far the first polls of imported feeds are: `tried` of `total`, and those that failed."""

    tried: int
    total: int
    failed: tuple[FollowedFeed, ...]

    @property
    def is_over(self) -> bool:
        """Whether every feed was tried."""
        return self.tried >= self.total


@dataclass(frozen=True, slots=True)
class ImportOpml:
    """Takes lists over, up to `most` feeds a chat: followed at once, tried by polling, gently, also after a crash."""

    database: Database
    isolation: Runner
    most: int = MOST_FEEDS

    def __call__(self, body: bytes, place: Place, now: datetime) -> Import:
        """What became of an uploaded list; importing it again changes nothing. Raises ReadingError."""
        try:
            listed = self.isolation.run(read_opml, body)
        except (NewsError, IsolationError) as error:
            raise ReadingError(Trouble.UNREADABLE) from error
        feed_ids: list[int] = []
        known = 0
        for start in range(0, len(listed), _BATCH):
            with self.database.write() as uow:
                added = tuple(self._added(uow, listed[start : start + _BATCH], place, now))
                uow.commit()
            feed_ids += [feed_id for feed_id, _ in added]
            known += sum(not is_new for _, is_new in added)
        return Import(tuple(dict.fromkeys(feed_ids)), known, len(listed) - len(feed_ids))

    def _added(
        self, uow: UnitOfWork, listed: Sequence[ListedFeed], place: Place, now: datetime
    ) -> Iterator[tuple[int, bool]]:
        for one in listed:
            fresh = Feed(one.url, host_key(one.url), next_due=now, added=now, title=one.title)
            feed, _ = uow.feeds.add(fresh)
            try:
                is_new = subscribe(uow, feed, Wanted(place, one.title, _INSIDE.join(one.folder), self.most), now)
            except TooManyFeeds:
                return
            yield feed.id, is_new

    def progress(self, feed_ids: Sequence[int], chat_id: int) -> ImportProgress:
        """How far the first polls of an import's feeds are; those the chat has left meanwhile do not count."""
        wanted = frozenset(feed_ids)
        with self.database.read() as uow:
            mine = [one for one in feeds_of(uow, chat_id) if one.feed.id in wanted]
        tried = [one for one in mine if one.feed.checked]
        failed = tuple(one for one in tried if one.feed.failures)
        return ImportProgress(len(tried), len(mine), failed)


@dataclass(frozen=True, slots=True)
class ExportOpml:
    """Gives lists out."""

    database: Database

    def __call__(self, chat_id: int) -> tuple[bytes, int]:
        """The chat's feeds as an OPML file with their folders and titles, and how many there are."""
        with self.database.read() as uow:
            mine = feeds_of(uow, chat_id)
        listed = [ListedFeed(one.feed.url, one.name, _path(one.subscription.folder)) for one in mine]
        return write_opml(listed, "Newsdesk"), len(listed)


def _path(folder: str) -> tuple[str, ...]:
    return tuple(folder.split(_INSIDE)) if folder else ()
