"""A small newsroom for tests of following: stores articles and followers, runs the news cycle, and reads the outbox."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.news.fingerprint import fingerprint
from bot.news.topic_parser import parse_topic
from bot.news.topic_query import normal_form
from bot.news.topics import anchors
from bot.usecases.group_stories import GroupStories
from bot.usecases.match_topics import MatchTopics
from storage.database import Database
from storage.feed_records import Feed, NewEntry
from storage.following_records import Mode, Mute, Subscription
from storage.outbox_records import Delivery
from storage.records import Article, Chat, NewArticle

MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

QUAKE = (
    "Earthquake of magnitude 6.1 shakes Port Selwyn",
    (
        "An earthquake of magnitude 6.1 shook the harbour town of Port Selwyn early on Monday, damaging roads and houses.\n"
        "Mayor Ingrid Vasquez said that eleven people were treated for injuries in the town's hospital.\n"
        "The quake struck at a depth of nine kilometres, the seismological institute in Norhaven reported."
    ),
)
QUAKE_ELSEWHERE = (
    "Port Selwyn earthquake damages roads and houses",
    (
        "Roads and houses were damaged when an earthquake of magnitude 6.1 shook Port Selwyn early on Monday.\n"
        "Eleven people were treated for injuries in hospital, the mayor of the harbour town, Ingrid Vasquez, said.\n"
        "The seismological institute in Norhaven said the quake struck nine kilometres deep."
    ),
)
QUAKE_AGAIN = (
    "Houses and roads damaged in Port Selwyn earthquake",
    (
        "An early Monday earthquake of magnitude 6.1 damaged houses and roads in the harbour town of Port Selwyn.\n"
        "Mayor Ingrid Vasquez said the hospital treated eleven people for injuries.\n"
        "It struck at a depth of nine kilometres, the institute in Norhaven said."
    ),
)
QUAKE_UPDATE = (
    "Second earthquake in Port Selwyn closes Kestrel Dam, 4,000 people leave homes",
    (
        "A second earthquake of magnitude 5.8 forced engineers to close the Kestrel Dam above Port Selwyn on Monday evening."
        "\nSome 4,000 people were told to leave their homes in the valley below the dam, governor Pavel Okonkwo announced.\n"
        "Army helicopters flew patients of the Port Selwyn hospital to Norhaven after the second earthquake."
    ),
)
CHESS = (
    "Teenager wins the Brackwater chess open",
    (
        "Sixteen-year-old Lena Hofmann won the chess open in Brackwater on Sunday with eight points from nine rounds.\n"
        "She beat the defending champion, Rui Tavares, in a rook ending of ninety moves."
    ),
)


@dataclass
class Newsroom:
    """What happens at `now`, which a test moves on."""

    database: Database
    now: datetime = MONDAY

    def later(self, by: timedelta = MINUTE) -> None:
        self.now += by

    def article(self, told: tuple[str, str], host: str = "courier.example", **values: object) -> Article:
        """The text stored as an article of that outlet."""
        title, text = told
        number = abs(hash((told, host))) % 10**9
        chosen = {"language": "en", "published": self.now, "url": f"https://{host}/{number}", **values}
        new = NewArticle(source=host, title=title, text=text, fingerprint=fingerprint(f"{host}{text}"), **chosen)
        with self.database.write() as uow:
            article, _ = uow.articles.add(new, (), self.now)
            uow.commit()
        return article

    def entry(self, feed: Feed, told: tuple[str, str], host: str = "courier.example", **values: object) -> Article:
        """The text stored as an article that a feed brought."""
        article = self.article(told, host, **values)
        with self.database.write() as uow:
            uow.entries.add(feed.id, [NewEntry((article.url,), article.url, article.title, host)], self.now)
            [entry] = uow.entries.claim(1, self.now, MINUTE, "test")
            uow.entries.finish(entry.id, article.id)
            uow.commit()
        return article

    def feed(self, url: str = "https://courier.example/feed") -> Feed:
        with self.database.write() as uow:
            feed, _ = uow.feeds.add(Feed(url, "courier.example", self.now, self.now))
            uow.commit()
        return feed

    def chat(self, chat_id: int, **values: object) -> None:
        with self.database.write() as uow:
            uow.chats.save(Chat(chat_id, "private" if chat_id > 0 else "supergroup", **values))
            uow.commit()

    def topic(self, query: str) -> int:
        parsed = parse_topic(query)
        with self.database.write() as uow:
            topic = uow.topics.add(normal_form(parsed), anchors(parsed, lambda _: 1.0), self.now)
            uow.commit()
        return topic.id

    def follows(self, chat_id: int, query: str = "", *, mode: Mode = "once", feed: Feed | None = None, site: str = ""):
        """The chat follows a topic, a feed or a site from now on."""
        with self.database.read() as uow:
            known = uow.chats.get(chat_id)
        if known is None:
            self.chat(chat_id)
        kind = "topic" if query else "feed" if feed else "site"
        wanted = Subscription(
            chat_id,
            kind,
            query or site or "a feed",
            self.now,
            mode=mode,
            topic_id=self.topic(query) if query else None,
            feed_id=feed.id if feed else None,
            site=site,
        )
        with self.database.write() as uow:
            made, _ = uow.subscriptions.add(wanted)
            uow.commit()
        return made

    def mutes(self, chat_id: int, query: str) -> None:
        topic_id = self.topic(query)
        with self.database.write() as uow:
            uow.mutes.add(Mute(chat_id, "topic", topic_id, query, self.now))
            uow.commit()

    def cycle(self) -> None:
        """Group and match all there is."""
        while GroupStories(self.database)():
            pass
        while MatchTopics(self.database)(self.now):
            pass

    def outbox(self, *, owner: str = "test") -> tuple[Delivery, ...]:
        """What is due now, one a chat, as a worker would claim it."""
        with self.database.write() as uow:
            claimed = uow.deliveries.claim(100, self.now, MINUTE, owner)
            uow.commit()
        return claimed

    def sent(self, delivery: Delivery, message_id: int = 1) -> None:
        with self.database.write() as uow:
            uow.deliveries.sent(delivery.id, message_id, delivery.post.version, self.now)
            uow.commit()
