"""What a chat does not want to hear of: words, as a topic's query, and single stories. It holds for everything."""

from dataclasses import dataclass
from datetime import datetime

from bot.news.topic_parser import parse_topic
from bot.news.topic_query import normal_form
from bot.news.topics import anchors
from bot.usecases.follow_topics import MOST_TOPICS, TooManyTopics
from storage.database import Database
from storage.following_records import Mute, MuteKind

_NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class MuteStories:
    """Keeps a chat's mutes, of words at most `most` (0 is no limit). Raises StorageError."""

    database: Database
    most: int = MOST_TOPICS

    def words(self, text: str, chat_id: int, now: datetime) -> str:
        """The words as understood; stories they match are not told any more. Raises TopicError, TooManyTopics."""
        query = parse_topic(text)
        with self.database.write() as uow:
            topic = uow.topics.add(normal_form(query), anchors(query, lambda _: 1.0), now)
            uow.mutes.add(Mute(chat_id, "topic", topic.id, str(query), now))
            if self.most and sum(mute.kind == "topic" for mute in uow.mutes.of_chat(chat_id)) > self.most:
                raise TooManyTopics(self.most)
            uow.commit()
        return str(query)

    def story(self, story_id: int, chat_id: int, now: datetime) -> str | None:
        """The headline of the story that is not told of any more; None when it is not there."""
        with self.database.write() as uow:
            members = uow.stories.articles_of(story_id)
            article = uow.articles.get(members[0].article_id) if members else None
            if article is None:
                return None
            name = article.title or article.text
            uow.mutes.add(Mute(chat_id, "story", story_id, name[:_NAME_LIMIT], now))
            uow.commit()
        return name

    def listed(self, chat_id: int) -> tuple[Mute, ...]:
        """What the chat has muted, oldest first."""
        with self.database.read() as uow:
            return uow.mutes.of_chat(chat_id)

    def end(self, chat_id: int, kind: MuteKind, target: int) -> tuple[Mute, ...]:
        """What is still muted when this is not any more."""
        with self.database.write() as uow:
            uow.mutes.remove(chat_id, kind, target)
            uow.commit()
        return self.listed(chat_id)
