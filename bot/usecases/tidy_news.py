"""Once in a while: what is over is let go of, so that years of running leave no more than what is in use."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.news.stories import LONGEST
from storage.database import Database

#: Stories still grow, and digests look back, within this time.
SHORTEST_RETENTION = timedelta(days=14)
_TASK, _LEASE = "tidy news", timedelta(minutes=10)
#: Stories, their posts and deliveries are kept so long; a digest reaches back a week.
_STORY_AGE, _POST_AGE = timedelta(days=60), timedelta(days=30)
_AT_ONCE, _ARTICLES_AT_ONCE = 500, 100


@dataclass(frozen=True, slots=True)
class TidyNews:
    """Deletes old stories, posts, mutes of stories and unused topics. One worker at a time.

    Articles stay, unless `retention` says how long after they came and were last shown to anybody they go. Texts and
    files that people sent are theirs, and stay in any case.
    """

    database: Database
    worker: str
    retention: timedelta | None = None

    def __call__(self, now: datetime) -> int:
        """How many stories and posts went; in small transactions, so that nobody waits long."""
        with self.database.write() as uow:
            if not uow.leases.take(_TASK, self.worker, now, _LEASE):
                return 0
            uow.stories.close(now - LONGEST)
            uow.mutes.forget_stories(now - _STORY_AGE)
            uow.deliveries.forget_pauses(now)
            uow.rates.forget(now)
            uow.topics.drop_unused()
            uow.commit()
        return self._forget(now)

    def forget_articles(self, now: datetime) -> int:
        """How many articles went just now, with the stories and posts that only they told; 0 when none is too old.

        A small transaction, so that nobody waits long: to be called again until nothing is left. The search index
        follows by itself.
        """
        if self.retention is None:
            return 0
        with self.database.write() as uow:
            if not uow.leases.take(_TASK, self.worker, now, _LEASE):
                return 0
            old = uow.articles.unused(now - self.retention, _ARTICLES_AT_ONCE)
            stories = uow.stories.told_in(old)
            gone = uow.articles.remove_many(old)
            uow.stories.drop_empty(stories)
            uow.commit()
        return gone

    def _forget(self, now: datetime) -> int:
        gone = 0
        while True:
            with self.database.write() as uow:
                posts = uow.deliveries.forget(now - _POST_AGE, _AT_ONCE)
                stories = uow.stories.forget(now - _STORY_AGE, _AT_ONCE)
                uow.commit()
            gone += posts + stories
            if max(posts, stories) < _AT_ONCE:
                return gone
