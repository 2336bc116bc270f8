"""What a chat follows: preview, follow, list, change, stop; topics and sites here, feeds too once they are followed.

Neighbours: `find_stories` looks back for the preview, `match_topics` looks ahead from then on.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.news.topic_parser import TopicError, parse_stored, parse_topic
from bot.news.topic_query import TopicQuery, normal_form
from bot.news.topics import Breadth, anchors, breadth
from bot.usecases.find_stories import DAYS, FindStories, Found
from bot.usecases.manage_feeds import Place
from storage.database import Database
from storage.following_records import Mode, Subscription
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

#: Topics and sites a chat may follow; beyond it nobody reads what comes.
MOST_TOPICS = 500
_SAMPLES = 3
#: Whose counts of terms say how rare a word is.
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "ru")


@dataclass(frozen=True, slots=True)
class Preview:
    """A query as understood, stored as `topic_id`; what it would have brought in the last week, newest samples first.

    `is_followed` says that the chat follows it already.
    """

    topic_id: int
    query: str
    stories: int
    breadth: Breadth
    samples: tuple[Found, ...]
    is_followed: bool


class TooManyTopics(Exception):
    """The chat follows as many topics and sites as one chat may (`limit`)."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


@dataclass(frozen=True, slots=True)
class FollowTopics:
    """Keeps what chats follow, at most `most` topics and sites (0 is no limit).

    Raises StorageError; what is not the chat's, or not there any more, gives None.
    """

    database: Database
    find_stories: FindStories
    most: int = MOST_TOPICS

    def preview(self, text: str, chat_id: int, now: datetime) -> Preview:
        """What following `text` would bring. Raises TopicError."""
        query = parse_topic(text)
        found = self.find_stories(query, now)
        with self.database.write() as uow:
            topic = uow.topics.add(normal_form(query), self._anchors(uow, query), now)
            mine = uow.subscriptions.of_chat(chat_id)
            uow.commit()
        broad = breadth(len(found), DAYS, self.find_stories.total(now))
        followed = any(one.topic_id == topic.id for one in mine)
        return Preview(topic.id, str(query), len(found), broad, found[:_SAMPLES], followed)

    def follow(self, topic_id: int, place: Place, mode: Mode, now: datetime, words: str = "") -> Subscription | None:
        """The subscription to a topic that was previewed; one that is there already changes to this mode.

        It is listed in the order of `words` where these are the topic's, as the preview showed them.
        Raises TooManyTopics.
        """
        with self.database.write() as uow:
            topic = uow.topics.get(topic_id)
            if topic is None:
                return None
            name = _as_written(topic.query, words)
            wanted = Subscription(place.chat_id, "topic", name, now, mode, topic_id=topic.id, thread_id=place.thread_id)
            return _subscribe(uow, place, wanted, self.most)

    def follow_site(self, host: str, place: Place, now: datetime) -> Subscription:
        """Follow whatever is told by a site. Raises TooManyTopics."""
        wanted = Subscription(place.chat_id, "site", host, now, site=host, thread_id=place.thread_id)
        with self.database.write() as uow:
            return _subscribe(uow, place, wanted, self.most)

    def listed(self, chat_id: int) -> tuple[Subscription, ...]:
        """All the chat follows, in the order it began."""
        with self.database.read() as uow:
            return uow.subscriptions.of_chat(chat_id)

    def get(self, number: int, chat_id: int) -> Subscription | None:
        """One of the chat's subscriptions."""
        with self.database.read() as uow:
            return uow.subscriptions.get(number, chat_id)

    def set_mode(self, number: int, chat_id: int, mode: Mode) -> Subscription | None:
        """At once, or in the digest."""
        with self.database.write() as uow:
            uow.subscriptions.set_mode(number, chat_id, mode)
            uow.commit()
        return self.get(number, chat_id)

    def pause(self, number: int, chat_id: int, *, paused: bool) -> Subscription | None:
        """Stop telling for now, or go on."""
        with self.database.write() as uow:
            uow.subscriptions.pause(number, chat_id, paused=paused)
            uow.commit()
        return self.get(number, chat_id)

    def edit(self, number: int, chat_id: int, text: str, now: datetime) -> Subscription | None:
        """The subscription with other words. Raises TopicError."""
        query = parse_topic(text)
        with self.database.write() as uow:
            topic = uow.topics.add(normal_form(query), self._anchors(uow, query), now)
            changed = uow.subscriptions.edit(number, chat_id, topic.id, str(query))
            uow.commit()
        return changed

    def remove(self, number: int, chat_id: int) -> Subscription | None:
        """What the chat followed until now."""
        with self.database.write() as uow:
            mine = uow.subscriptions.get(number, chat_id)
            uow.subscriptions.remove(number, chat_id)
            uow.commit()
        return mine

    def behind(self, story_id: int, chat_id: int) -> tuple[Subscription, ...]:
        """What the chat follows that brought it a story."""
        with self.database.read() as uow:
            topics = uow.topics.of_story(story_id)
            members = uow.stories.articles_of(story_id)
            feeds = uow.entries.feeds_of([member.article_id for member in members])
            hosts = tuple(member.host for member in members)
            mine = uow.subscriptions.of_chat(chat_id)
        return tuple(one for one in mine if _brought(one, topics, feeds, hosts))

    def _anchors(self, uow: UnitOfWork, query: TopicQuery) -> dict[str, int]:
        def frequency(key: str) -> float:
            return sum(uow.stories.frequencies(language, [key]).counts.get(key, 0) for language in _LANGUAGES)

        return anchors(query, frequency)


def understood(query: str) -> str:
    """A stored query as it is shown; itself where it cannot be read any more."""
    try:
        return str(parse_stored(query))
    except TopicError:
        return query


def _as_written(stored: str, words: str) -> str:
    """The words as understood, where they ask for what the stored query does; else the stored query."""
    try:
        query = parse_stored(words)
    except TopicError:
        return stored
    return str(query) if normal_form(query) == stored else stored


def _subscribe(uow: UnitOfWork, place: Place, wanted: Subscription, most: int) -> Subscription:
    """The chat's subscription, kept; the chat is active from now on. Raises TooManyTopics, and nothing is kept."""
    if uow.chats.get(place.chat_id) is None:
        uow.chats.save(Chat(place.chat_id, place.kind, place.title))
    uow.chats.revive(place.chat_id)
    made, is_new = uow.subscriptions.add(wanted)
    if is_new and most and uow.subscriptions.count(place.chat_id, "topic", "site") > most:
        raise TooManyTopics(most)
    if not is_new:
        uow.subscriptions.set_mode(made.id, place.chat_id, wanted.mode)
        uow.subscriptions.pause(made.id, place.chat_id, paused=False)
        made = uow.subscriptions.get(made.id, place.chat_id) or made
    uow.commit()
    return made


def _brought(mine: Subscription, topics: tuple[int, ...], feeds: tuple[int, ...], hosts: tuple[str, ...]) -> bool:
    if mine.kind == "topic":
        return mine.topic_id in topics
    if mine.kind == "feed":
        return mine.feed_id in feeds
    return any(host == mine.site or host.endswith(f".{mine.site}") for host in hosts)
