"""Stories -> the best of them that fit a reading time: the choice behind digests and /news.

`send_digests` asks for what a chat has not had, /news for the stories of the day or of a topic.
`bot/messages/digest.py` shows it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.news.digest import DigestStory, choose_stories
from bot.news.ranking import coverage, rank
from bot.usecases.tell_stories import StoryNews, TellStories
from storage.database import Database
from storage.outbox_records import Post
from storage.story_records import Story, StoryArticle

#: More than a digest holds are ranked; of the best so many the text is read.
_READ = 60


@dataclass(frozen=True, slots=True)
class Digest:
    """Stories, best first, that take `seconds` to read; `left_out` did not fit. Empty on a quiet day.

    `about` is the topic it was asked for, "" for everything; `is_requested` tells /news from a digest that came by
    itself.
    """

    stories: tuple[StoryNews, ...]
    seconds: float = 0.0
    left_out: int = 0
    about: str = ""
    is_requested: bool = False

    @property
    def story_ids(self) -> tuple[int, ...]:
        """What a chat has had when it has had this."""
        return tuple(story.story_id for story in self.stories)


@dataclass(frozen=True, slots=True)
class ChooseNews:
    """Ranks stories and chooses. Raises StorageError."""

    database: Database
    tell_stories: TellStories

    def __call__(self, story_ids: Sequence[int], minutes: float, now: datetime) -> Digest:
        """The digest of these stories for a reading time."""
        told: dict[int, StoryNews] = {}
        choices = []
        for story, worth in self._ranked(story_ids, now)[:_READ]:
            news = self.tell_stories.by_id(story.id)
            if news is not None:
                told[story.id] = news
                choices.append(DigestStory(story.id, worth, _words(news), story.language, story.weights))
        chosen = choose_stories(choices, minutes)
        stories = tuple(told[story_id] for story_id in chosen.story_ids)
        return Digest(stories, chosen.seconds, chosen.left_out + max(0, len(story_ids) - _READ))

    def of_post(self, post: Post) -> Digest:
        """What a post of kind "digest" tells, without what its chat has muted since."""
        payload = json.loads(post.payload)
        with self.database.read() as uow:
            ids = uow.digests.unmuted(post.chat_id or 0, payload["stories"])
        told = (self.tell_stories.by_id(story_id) for story_id in ids)
        stories = tuple(news for news in told if news is not None)
        return Digest(stories, payload["seconds"], payload["left_out"])

    def _ranked(self, story_ids: Sequence[int], now: datetime) -> list[tuple[Story, float]]:
        with self.database.read() as uow:
            stories = uow.stories.get_many(story_ids)
            members = [uow.stories.articles_of(story.id) for story in stories]
        ranked = [(story, _worth(story, told, now)) for story, told in zip(stories, members, strict=True)]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0].id))


def digest_payload(digest: Digest) -> str:
    """The payload of a post of kind "digest"."""
    return json.dumps({"stories": digest.story_ids, "seconds": digest.seconds, "left_out": digest.left_out})


def _worth(story: Story, members: Sequence[StoryArticle], now: datetime) -> float:
    own = frozenset(member.family for member in members if member.copy_of is None)
    copies = frozenset(member.family for member in members if member.copy_of is not None)
    return rank(coverage(own, copies, story.last_seen), now)


def _words(news: StoryNews) -> int:
    return len(news.title.split()) + sum(len(sentence.split()) for sentence in news.sentences[:1])
