"""What the owner looks at: how much there is, how it is doing, and which feeds fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.usecases.paging import PAGE_SIZE, Paged, nearest_page
from storage.check import check, vitals
from storage.database import Database
from storage.feed_records import Feed

#: Who was here within this time counts as using the bot now.
_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Overview:
    """How much there is of everything.

    `feeds` counts by state, as `storage.feeds.Feeds.health`; `outbox` open deliveries by state; `lag` is how long the
    oldest of them is due; `size` is the database's in bytes.
    """

    people: int
    people_lately: int
    private_chats: int
    groups: int
    topics: int
    feeds: Mapping[str, int]
    articles: int
    stories: int
    outbox: Mapping[str, int]
    lag: timedelta
    waiting_updates: int
    size: int
    last_backup: datetime | None


@dataclass(frozen=True, slots=True)
class FailingPage(Paged):
    """A page of the feeds that fail or have stopped, the longest in trouble first; `number` counts from 0."""

    feeds: tuple[Feed, ...]
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Oversee:
    """Looks, and changes nothing; `of_terminal` as in `SendDeliveries`. Raises StorageError."""

    database: Database
    of_terminal: bool | None = None

    def overview(self, now: datetime) -> Overview:
        """The counts of this moment. Slow where there is much."""
        health, facts = check(self.database, thorough=False), vitals(self.database, now, of_terminal=self.of_terminal)
        counts = dict(health.counts)
        with self.database.read() as uow:
            private_chats, groups = uow.chats.count_active(of_terminal=self.of_terminal)
            return Overview(
                people=uow.visitors.count(),
                people_lately=uow.visitors.count(now - _LATELY),
                private_chats=private_chats,
                groups=groups,
                topics=uow.topics.count_followed(),
                feeds=facts.feeds,
                articles=counts.get("articles", 0),
                stories=counts.get("stories", 0),
                outbox=facts.deliveries,
                lag=now - facts.oldest_due if facts.oldest_due else timedelta(),
                waiting_updates=facts.updates,
                size=health.size,
                last_backup=health.last_backup,
            )

    def failing(self, number: int = 0) -> FailingPage:
        """The page `number` of the feeds in trouble; the last page at most."""
        with self.database.read() as uow:
            total = uow.feeds.count_failing()
            number = nearest_page(number, total)
            return FailingPage(uow.feeds.failing(number * PAGE_SIZE, PAGE_SIZE), number, total)
