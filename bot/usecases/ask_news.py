"""News on request: the best stories of what a chat follows, of everything where it follows nothing, or of a topic."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.news.topic_parser import parse_topic
from bot.usecases.choose_news import ChooseNews, Digest
from bot.usecases.find_stories import FindStories
from bot.usecases.tell_stories import StoryNews, TellStories
from storage.database import Database
from storage.following_records import Mode
from storage.unit_of_work import UnitOfWork

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_CANDIDATES = 400
_MINUTES = 5
_MODES: tuple[Mode, ...] = ("once", "digest")


@dataclass(frozen=True, slots=True)
class AskNews:
    """Answers /news. Raises StorageError."""

    database: Database
    find_stories: FindStories
    choose_news: ChooseNews
    tell_stories: TellStories

    def __call__(self, chat_id: int, words: str, now: datetime) -> Digest:
        """The stories of the day, or of the week about `words`, for the chat's reading time. Raises TopicError."""
        query = parse_topic(words) if words else None
        found = self.find_stories(query, now) if query else ()
        with self.database.read() as uow:
            schedule = uow.schedules.get(chat_id)
            ids = tuple(one.story_id for one in found) if query else _of_the_day(uow, chat_id, now)
        digest = self.choose_news(ids, schedule.budget_minutes if schedule else _MINUTES, now)
        return replace(digest, about=str(query) if query else "", is_requested=True)

    def told(self, chat_id: int, digest: Digest, now: datetime) -> None:
        """The chat has had these stories; they do not come again in its digest."""
        with self.database.write() as uow:
            uow.deliveries.tell(chat_id, digest.story_ids, now)
            uow.commit()

    def story(self, story_id: int) -> StoryNews | None:
        """A story with everyone who tells it."""
        return self.tell_stories.by_id(story_id)


def _of_the_day(uow: UnitOfWork, chat_id: int, now: datetime) -> tuple[int, ...]:
    """The stories of the last day, of the last week on a quiet one."""
    follows = uow.subscriptions.count(chat_id) > 0
    for span in (_DAY, _WEEK):
        since = now - span
        if follows:
            ids = uow.digests.stories_for(chat_id, since, _CANDIDATES, modes=_MODES, again=True)
        else:
            ids = tuple(story.id for story in uow.stories.recent(since, _CANDIDATES))
        if ids:
            return ids
    return ()
