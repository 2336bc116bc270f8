"""The feeds of a chat: follow, list with their health, try again, stop following."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.usecases.discover_feeds import UNFOLLOWED
from bot.usecases.paging import PAGE_SIZE, Paged, nearest_page
from storage.database import Database
from storage.feed_records import Feed
from storage.following_records import Subscription
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

#: More than anybody reads; a limit keeps one chat from filling the store.
MOST_FEEDS = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """The chat that follows, with Telegram's word for its kind, and the forum thread the updates go to."""

    chat_id: int
    kind: str = "private"
    title: str = ""
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a chat wants to follow a feed: under which name ("" for the feed's own), in which folder of its list.

    `most` is how many feeds it may follow, 0 for any number.
    """

    place: Place
    name: str = ""
    folder: str = ""
    most: int = MOST_FEEDS


@dataclass(frozen=True, slots=True)
class FollowedFeed:
    """A feed as a chat follows it."""

    subscription: Subscription
    feed: Feed

    @property
    def name(self) -> str:
        """What it is called."""
        return self.subscription.name or self.feed.title or self.feed.url


@dataclass(frozen=True, slots=True)
class FeedPage(Paged):
    """A page of a chat's feeds; `number` counts from 0, `total` counts feeds."""

    feeds: tuple[FollowedFeed, ...]
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class ManageFeeds:
    """Keeps what a chat follows, at most `most` feeds; 0 is no limit."""

    database: Database
    most: int = MOST_FEEDS

    def follow(self, feed_id: int, place: Place, now: datetime) -> tuple[Feed, bool] | None:
        """The feed and whether the chat did not follow it before; None when it is not there any more."""
        with self.database.write() as uow:
            feed = uow.feeds.get(feed_id)
            if feed is None:
                return None
            is_new = subscribe(uow, feed, Wanted(place, most=self.most), now)
            uow.commit()
        return feed, is_new

    def listed(self, chat_id: int, number: int = 0) -> FeedPage:
        """The page `number` of the chat's feeds, those in trouble first; the last page at most."""
        feeds = sorted(self.all(chat_id), key=lambda one: one.feed.state == "active" and not one.feed.failures)
        number = nearest_page(number, len(feeds))
        return FeedPage(tuple(feeds[number * PAGE_SIZE :][:PAGE_SIZE]), number, len(feeds))

    def one(self, subscription_id: int, chat_id: int) -> FollowedFeed | None:
        """A feed of the chat, None when it does not follow it."""
        with self.database.read() as uow:
            mine = uow.subscriptions.get(subscription_id, chat_id)
            feed = uow.feeds.get(mine.feed_id) if mine and mine.feed_id else None
        return FollowedFeed(mine, feed) if mine and feed else None

    def all(self, chat_id: int) -> tuple[FollowedFeed, ...]:
        """The chat's feeds in the order it began to follow them."""
        with self.database.read() as uow:
            return feeds_of(uow, chat_id)

    def retry(self, feed_id: int, chat_id: int, now: datetime) -> Feed | None:
        """The feed, to be polled at once; None when it is not among the chat's."""
        with self.database.write() as uow:
            feed = uow.feeds.get(feed_id)
            if feed is None or chat_id not in uow.subscriptions.followers_of_feed(feed_id):
                return None
            uow.feeds.save(replace(_awake(feed, now), missing=0, told=False))
            uow.commit()
        return feed

    def remove(self, subscription_id: int, chat_id: int) -> Feed | None:
        """The feed that the chat does not follow any more; None when it did not."""
        with self.database.write() as uow:
            mine = uow.subscriptions.get(subscription_id, chat_id)
            feed = uow.feeds.get(mine.feed_id) if mine and mine.feed_id else None
            if feed is None:
                return None
            uow.subscriptions.remove(subscription_id, chat_id)
            if not uow.subscriptions.followers_of_feed(feed.id):
                uow.feeds.save(replace(feed, state="paused", reason=UNFOLLOWED))
            uow.commit()
        return feed


def subscribe(uow: UnitOfWork, feed: Feed, wanted: Wanted, now: datetime) -> bool:
    """Whether the chat did not follow the feed before; a feed that slept is polled from now on.

    Raises TooManyFeeds.
    """
    place = wanted.place
    if uow.chats.get(place.chat_id) is None:
        uow.chats.save(Chat(place.chat_id, place.kind, place.title))
    if wanted.most and uow.subscriptions.count(place.chat_id, "feed") >= wanted.most:
        raise TooManyFeeds(wanted.most)
    if feed.state != "active":
        uow.feeds.save(_awake(feed, now))
    subscription = Subscription(
        place.chat_id,
        "feed",
        wanted.name or feed.title or feed.url,
        now,
        feed_id=feed.id,
        folder=wanted.folder,
        thread_id=place.thread_id,
    )
    return uow.subscriptions.add(subscription)[1]


def feeds_of(uow: UnitOfWork, chat_id: int) -> tuple[FollowedFeed, ...]:
    """What a chat follows of feeds, in the order it began."""
    found = []
    for subscription in uow.subscriptions.of_chat(chat_id):
        feed = uow.feeds.get(subscription.feed_id) if subscription.feed_id else None
        if feed is not None:
            found.append(FollowedFeed(subscription, feed))
    return tuple(found)


def _awake(feed: Feed, now: datetime) -> Feed:
    return replace(feed, state="active", reason="" if feed.reason == UNFOLLOWED else feed.reason, next_due=now)


class TooManyFeeds(Exception):
    """The chat follows as many feeds as one chat may (`limit`)."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit
