"""What a chat does not want to hear of: words, as a topic's query, and single stories. It holds for everything.

`match_topics` notes which stories the words match from now on; those that may still come to the chat are gone through
here. Who asks before it tells (`send_deliveries`, digests, the fan-out) finds them noted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.news.topic_parser import parse_topic
from bot.news.topic_query import TopicQuery, normal_form
from bot.news.topic_terms import read_terms
from bot.news.topics import anchors, match
from bot.usecases.follow_topics import MOST_TOPICS, TooManyTopics
from storage.database import Database
from storage.following_records import Mode, Mute, MuteKind, TopicStory

_NAME_LIMIT = 200
#: What may still come to a chat: what waits for it, and of what it follows as much as its next digest chooses from.
_MODES: tuple[Mode, ...] = ("once", "digest")
_REACH, _CANDIDATES = timedelta(days=8), 400


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
        # After the commit: an article that is matched in the meantime is matched with these words too.
        met = tuple(self._met(topic.id, query, chat_id, now))
        with self.database.write() as uow:
            uow.topics.note(met)
            uow.commit()
        return str(query)

    def _met(self, topic_id: int, query: TopicQuery, chat_id: int, now: datetime) -> Iterator[TopicStory]:
        """Which stories that may still come to the chat the words match, as far as that was not known."""
        with self.database.read() as uow:
            brought = uow.digests.stories_for(chat_id, now - _REACH, _CANDIDATES, modes=_MODES)
            stories = dict.fromkeys((*uow.deliveries.open_stories(chat_id), *brought))
            unknown = tuple(one for one in stories if topic_id not in uow.topics.of_story(one))
        for story_id in unknown:
            with self.database.read() as uow:
                placed = {member.article_id: member.at for member in uow.stories.articles_of(story_id)}
                articles = uow.articles.get_many(tuple(placed))
            for article in articles:
                hit = match(query, read_terms(article.title, article.text, article.language, article.url))
                if hit is not None:
                    at = placed[article.id]
                    yield TopicStory(topic_id, story_id, article.id, hit.in_title, at, at)
                    break

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
