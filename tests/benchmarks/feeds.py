"""Polls thousands of made-up feeds through the product's own loop on a clock that runs ahead; a command.

    python -m tests.benchmarks.feeds --feeds 5000 --hours 2 --database sqlite:////tmp/feeds.db

The web is in memory, everything else is the product: claims, leases, politeness, parsing, storage, reading of entries.
While it runs, another task of the event loop looks how late it is woken: that is what a person in the chat would wait.
Nobody sleeps: when nothing is due, the clock goes on by a second.
"""

import argparse
import asyncio
import random
import resource
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from bot.jobs.poll import Poller
from bot.usecases.poll_host import host_key
from bot.usecases.read_entries import ReadEntries
from bot.usecases.refresh_feeds import RefreshFeeds
from bot.usecases.tidy_feeds import TidyFeeds
from bot.web.errors import Busy, NotFound, ServerError
from bot.web.page import Page
from storage.database import Database
from storage.feed_records import Feed
from storage.following_records import Subscription
from storage.records import Chat
from tests.benchmarks.stalls import Stalls
from tests.fakes.isolation import SameProcess

START = datetime(2026, 5, 4, 6, tzinfo=UTC)
_WORDS = "harbour council bridge ferry market storm vote school rail court mine farm coast tower valley museum".split()
#: Entries a feed holds; all of them wait to be read after its first poll.
ENTRIES = 4
#: Of the feeds, so many share a big host of other people's feeds.
_ON_BIG_HOST = 0.02
#: Of the polls, so many fail, and so many of those ask to wait.
_FAILING, _BUSY = 0.02, 0.3


@dataclass
class Clock:
    """The time of the simulation."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class MadeUpWeb:
    """Feeds that grow each at its own pace, and pages; 304 when a feed has not grown."""

    clock: Clock
    random: random.Random
    since: datetime = START
    paces: dict[str, float] = field(default_factory=dict)
    polls: int = 0
    unchanged: int = 0
    pages: int = 0
    failures: int = 0

    def add(self, url: str) -> None:
        self.paces[url] = self.random.lognormvariate(1.5, 1.0)  # hours between two entries, 4.5 in the middle

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        pace = self.paces.get(url)
        if pace is None:
            self.pages += 1
            raise NotFound(404)  # what the feed says must do
        self.polls += 1
        if self.random.random() < _FAILING:
            self.failures += 1
            raise Busy(429, 120.0) if self.random.random() < _BUSY else ServerError(500)
        count = int((self.clock.now - self.since).total_seconds() / 3600 / pace)
        mark = f'"{count}"'
        if etag == mark:
            self.unchanged += 1
            return Page(url, url, 304, b"", headers=(("etag", mark),))
        return Page(url, url, 200, self._feed(url, count, pace), "application/rss+xml", "utf-8", (("etag", mark),))

    def _feed(self, url: str, count: int, pace: float) -> bytes:
        items = "".join(self._item(url, number, pace) for number in range(count, self.oldest(count), -1))
        return f'<rss version="2.0"><channel><title>{url}</title><link>{url}</link>{items}</channel></rss>'.encode()

    def _item(self, url: str, number: int, pace: float) -> str:
        at = self.since + timedelta(hours=pace * number)
        title, text = self.tell(url, number, at)
        link = f"{url}/{number}"
        return (
            f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>{format_datetime(at)}</pubDate><description>{text}</description></item>"
        )

    def oldest(self, count: int) -> int:
        """Behind which number a feed that has come to `count` ends."""
        return count - ENTRIES

    def tell(self, url: str, number: int, _at: datetime) -> tuple[str, str]:
        """The title and the text of an entry."""
        words = " ".join(random.Random(f"{url}{number}").choices(_WORDS, k=60))
        return f"{words[:60]} {number}", f"{words}. {url} {number}."


def _fill(database: Database, web: MadeUpWeb, count: int) -> None:
    with database.write() as uow:
        uow.chats.save(Chat(1, "private"))
        for number in range(count):
            host = "big.example" if web.random.random() < _ON_BIG_HOST else f"{number}.example"
            url = f"https://{host}/feed/{number}"
            web.add(url)
            due = START + timedelta(seconds=web.random.random() * 900)
            feed, _ = uow.feeds.add(Feed(url, host_key(url), due, START))
            uow.subscriptions.add(Subscription(1, "feed", url, START, feed_id=feed.id))
        uow.commit()


async def _run(poller: Poller, clock: Clock, until: datetime, say: timedelta) -> None:
    next_word = clock.now + say
    while clock.now < until:
        claimed = await poller.start_due()
        while poller.is_working:
            await asyncio.sleep(0.001)
            await poller.start_due()
        if not claimed:
            clock.now += timedelta(seconds=1)
        if clock.now >= next_word:
            next_word += say
            sys.stderr.write(f"{clock.now:%H:%M} ")
            sys.stderr.flush()


async def simulate(database: Database, feeds: int, hours: float) -> str:
    """The table of one run."""
    clock = Clock()
    web = MadeUpWeb(clock, random.Random(7))
    _fill(database, web, feeds)
    isolation, stalls = SameProcess(), Stalls()
    refresh = RefreshFeeds(database, web, isolation, dice=web.random.random)
    poller = Poller(refresh, ReadEntries(database, web, isolation), TidyFeeds(database), "one", 900, clock)
    watching = asyncio.create_task(stalls.watch())
    before, cpu = time.perf_counter(), time.process_time()
    await _run(poller, clock, START + timedelta(hours=hours), timedelta(minutes=10))
    seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
    watching.cancel()
    await poller.drain(5)
    return _table(database, web, stalls, {"simulated hours": hours, "seconds": seconds, "CPU seconds": cpu})


def _table(database: Database, web: MadeUpWeb, stalls: Stalls, times: dict[str, float]) -> str:
    with database.read() as uow:
        articles, waiting, health = uow.articles.count(), uow.entries.waiting(), uow.feeds.health()
    rows = {
        **{name: f"{value:,.1f}" for name, value in times.items()},
        "polls (304 among them, failed)": f"{web.polls:,} ({web.unchanged:,}, {web.failures:,})",
        "pages asked for": f"{web.pages:,}",
        "polls a second": f"{web.polls / times['seconds']:,.0f}",
        "articles stored": f"{articles:,}",
        "articles a second": f"{articles / times['seconds']:,.0f}",
        "entries waiting at the end": f"{waiting:,}",
        "feeds": ", ".join(f"{count:,} {state}" for state, count in sorted(health.items())),
        "peak memory, MB": f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f}",
        **stalls.rows(),
    }
    return "\n".join(f"| {name} | {value} |" for name, value in rows.items())


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=5000)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--database", required=True, help="an empty database")
    chosen = parser.parse_args()
    database = Database.open(chosen.database)
    database.migrate()
    sys.stdout.write(asyncio.run(simulate(database, chosen.feeds, chosen.hours)) + "\n")


if __name__ == "__main__":
    main()
