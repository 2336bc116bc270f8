"""A room for tests of feeds: an in-memory web, a clock of its own, and what polling and reading make of both."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from bot.usecases.poll_host import host_key
from bot.usecases.read_entries import ReadEntries
from bot.usecases.refresh_feeds import Poll, RefreshFeeds
from storage.database import Database
from storage.feed_records import Entry, Feed
from storage.following_records import Subscription
from storage.outbox_records import Post
from storage.records import Article, Chat
from tests.fakes.fetcher import FakeWeb
from tests.fakes.isolation import SameProcess

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
COURIER = "https://courier.example/feed"
WORKER = "tester"


@dataclass(frozen=True)
class Item:
    """An entry of a test feed; what is "" or None the feed does not say."""

    title: str = ""
    link: str = ""
    guid: str = ""
    at: datetime | None = None
    text: str = ""


def rss(
    items: Iterable[Item], title: str = "The Harwick Courier", *, site: str = "https://courier.example/", extra=""
) -> bytes:
    """The items as RSS 2.0."""
    parts = "".join(_item(item) for item in items)
    head = f"<title>{escape(title)}</title><link>{site}</link><language>en</language>{extra}"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{parts}</channel></rss>'.encode()


def _item(item: Item) -> str:
    pairs = (
        ("title", item.title),
        ("link", item.link),
        ("guid", item.guid),
        ("pubDate", format_datetime(item.at) if item.at else ""),
        ("description", item.text),
    )
    return f"<item>{''.join(f'<{name}>{escape(value)}</{name}>' for name, value in pairs if value)}</item>"


def story(number: int, at: datetime | None = NOON - HOUR, **changes: object) -> Item:
    """One of many different entries."""
    values = {
        "title": f"Report number {number} from the harbour",
        "link": f"https://courier.example/news/{number}",
        "guid": f"courier-{number}",
        "at": at,
        "text": f"Ship number {number} came in this morning with salt and timber, the harbour master said.",
    }
    return Item(**{**values, **changes})


@dataclass
class FeedRoom:
    """What happens at `now`, which a test moves on."""

    database: Database
    now: datetime = NOON
    web: FakeWeb = field(default_factory=FakeWeb)
    isolation: SameProcess = field(default_factory=SameProcess)
    heard: list[int] = field(default_factory=list)
    letters: dict[int, list[Post]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refresh = RefreshFeeds(self.database, self.web, self.isolation, dice=lambda: 0.5)
        self.reading = ReadEntries(
            self.database, self.web, self.isolation, on_known=lambda article_id, _: self.heard.append(article_id)
        )

    def later(self, by: timedelta = HOUR) -> None:
        self.now += by

    def feed(self, url: str = COURIER, **values: object) -> Feed:
        with self.database.write() as uow:
            feed, _ = uow.feeds.add(Feed(url, host_key(url), **{"next_due": self.now, "added": self.now, **values}))
            uow.commit()
        return feed

    def put(self, *items: Item, url: str = COURIER, extra: str = "", **headers: str) -> None:
        self.web.put(url, rss(items, extra=extra), content_type="application/rss+xml", **headers)

    def poll(self, *, worker: str = WORKER) -> list[Poll]:
        """Poll what is due now, one feed a host."""
        return [self.refresh(feed, self.now) for feed in self.refresh.claim(100, self.now, worker)]

    def poll_when_due(self, feed: Feed) -> Poll:
        """Move on to when the feed is due, and poll what is due with it."""
        self.now = max(self.now, self.state(feed).next_due) + SECOND
        for _ in range(10):
            for poll in self.poll():
                if poll.feed_id == feed.id:
                    return poll
            self.later(SECOND)
        raise AssertionError("the feed was not polled")

    def read(self) -> list[Article]:
        """Make articles of all entries that wait, second by second; in the order they came out."""
        found: list[int] = []
        for _ in range(400):
            self.later(2 * SECOND)
            claimed = self.reading.claim(100, self.now, WORKER)
            if not claimed:
                break
            found += [number for entry in claimed if (number := self.reading(entry, self.now)) is not None]
        with self.database.read() as uow:
            return list(uow.articles.get_many(found))

    def state(self, feed: Feed) -> Feed:
        with self.database.read() as uow:
            stored = uow.feeds.get(feed.id)
        assert stored is not None
        return stored

    def entries(self, feed: Feed) -> tuple[Entry, ...]:
        with self.database.read() as uow:
            return uow.entries.newest(feed.id, 1000)

    def news_of(self, article: Article) -> tuple[int, ...]:
        """The feeds that bring the article as news."""
        with self.database.read() as uow:
            return uow.entries.feeds_of([article.id])

    def follows(self, chat_id: int, feed: Feed) -> Subscription:
        with self.database.write() as uow:
            if uow.chats.get(chat_id) is None:
                uow.chats.save(Chat(chat_id, "private"))
            made, _ = uow.subscriptions.add(Subscription(chat_id, "feed", feed.title, self.now, feed_id=feed.id))
            uow.commit()
        return made

    def told(self, chat_id: int) -> list[Post]:
        """The posts that came for a chat since it was last asked."""
        with self.database.write() as uow:
            while claimed := uow.deliveries.claim(10, self.now, MINUTE, WORKER):
                for one in claimed:
                    uow.deliveries.sent(one.id, 1, one.post.version, self.now)
                    self.letters.setdefault(one.chat_id, []).append(one.post)
            uow.commit()
        return self.letters.pop(chat_id, [])
