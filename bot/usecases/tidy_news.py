"""Once in a while: what is over is let go of, so that years of running leave no more than what is in use."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.news.stories import LONGEST
from storage.database import Database

_TASK, _LEASE = "tidy news", timedelta(minutes=10)
#: Stories, their posts and deliveries are kept so long; a digest reaches back a week.
_STORY_AGE, _POST_AGE = timedelta(days=60), timedelta(days=30)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TidyNews:
    """Deletes old stories, posts, mutes of stories and unused topics; articles stay. One worker at a time."""

    database: Database
    worker: str

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
