"""Drops what polling leaves behind: feeds nobody follows, holds on hosts that are over, entries long gone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.usecases.discover_feeds import UNFOLLOWED
from storage.database import Database

#: A feed that was offered or left may be wanted again within a day.
_UNFOLLOWED = timedelta(days=1)
#: An entry not seen in its feed for so long does not come back.
_ENTRIES = timedelta(days=180)
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class TidyFeeds:
    """Tidies; may be called at any time by any worker."""

    database: Database

    def __call__(self, now: datetime) -> int:
        """How many feeds and entries were deleted."""
        gone = 0
        with self.database.write() as uow:
            uow.feeds.forget_hosts(now)
            for feed in uow.feeds.without_followers():
                if feed.state == "active":
                    uow.feeds.save(replace(feed, state="paused", reason=UNFOLLOWED))
                elif max(feed.added, feed.checked or feed.added) < now - _UNFOLLOWED:
                    gone += uow.feeds.remove(feed.id)
            gone += uow.entries.forget(now - _ENTRIES, _BATCH)
            uow.commit()
        return gone
