"""The poll loop: what is due is worked off beside the chat, and a second worker goes on where the first stopped."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.jobs.poll import Poller
from bot.news.schedule import limits
from bot.usecases.read_entries import ReadEntries
from bot.usecases.refresh_feeds import RefreshFeeds
from bot.usecases.tidy_feeds import TidyFeeds
from bot.web.fetcher import WebFetcher
from storage.database import Database
from storage.errors import StorageBusy
from storage.feed_records import Feed
from tests.articles import BRIDGE, BRIDGE_TITLE, page
from tests.fakes.fetcher import FakeWeb
from tests.fakes.isolation import SameProcess
from tests.fakes.web_servers import response, routes, serving
from tests.feedroom import FeedRoom, Item, rss, story


def poller(database: Database, web, worker: str = "one") -> Poller:
    isolation = SameProcess()
    return Poller(
        RefreshFeeds(database, web, isolation, between=limits(0.5), dice=lambda: 0.5),
        ReadEntries(database, web, isolation),
        TidyFeeds(database),
        worker,
        every=0.5,
    )


@asynccontextmanager
async def running(poller: Poller) -> AsyncIterator[None]:
    task = asyncio.create_task(poller.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await poller.drain(5)


async def until(true) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - the database tells nobody when it changes
            await asyncio.sleep(0.05)


def follow(database: Database, *urls: str) -> list[Feed]:
    room = FeedRoom(database, datetime.now(UTC))
    feeds = [room.feed(url) for url in urls]
    for feed in feeds:
        room.follows(1, feed)
    return feeds


def titles(database: Database) -> set[str]:
    with database.read() as uow:
        return {article.title for article in uow.articles.recent(None, 0, 100).articles}


def put(web: FakeWeb, url: str, *items: Item) -> None:
    web.put(url, rss(items), content_type="application/rss+xml")


async def test_feeds_of_many_hosts_are_polled_side_by_side_and_again(database):
    web = FakeWeb()
    urls = [f"https://{number}.example/feed" for number in range(9)]
    follow(database, *urls)
    for number, url in enumerate(urls):
        put(web, url, story(number, link=""))
    async with running(poller(database, web)):
        await until(lambda: len(titles(database)) == 9)
        put(web, urls[0], story(50, None, link=""))
        await until(lambda: len(titles(database)) == 10)


async def test_what_a_killed_worker_left_is_taken_up_by_its_next_life(database):
    web = FakeWeb()
    follow(database, "https://a.example/feed")
    put(web, "https://a.example/feed", story(1, link=""))
    assert len(poller(database, web).refresh_feeds.claim(9, datetime.now(UTC), "one")) == 1
    async with running(poller(database, web)):
        await until(lambda: titles(database) == {story(1).title})


@pytest.mark.parametrize("error", [StorageBusy("another writer"), ValueError("a fault of ours")])
async def test_what_fails_for_a_while_stops_nothing(sqlite_database, error):
    web = FakeWeb()
    follow(sqlite_database, "https://a.example/feed")
    put(web, "https://a.example/feed", story(1, link=""))
    steady = poller(sqlite_database, web)
    feeds, entries = Stumbling(steady.refresh_feeds, error), Stumbling(steady.read_entries, error)
    stumbling = Poller(feeds, entries, Stumbling(steady.tidy_feeds, error), "one", every=0.5)
    async with running(stumbling):
        await until(lambda: titles(sqlite_database) == {story(1).title})
    await steady.drain(0)


class Stumbling:
    """A use case each of whose deeds fails the first time."""

    def __init__(self, inner, error):
        self._inner = inner
        self._failing = {"claim": error, "take_over": error, "call": error}

    def _stumble(self, deed):
        if error := self._failing.pop(deed, None):
            raise error

    def claim(self, *args):
        self._stumble("claim")
        return self._inner.claim(*args)

    def take_over(self, worker):
        self._stumble("take_over")
        self._inner.take_over(worker)

    def __call__(self, *args):
        if not hasattr(self._inner, "claim"):
            self._stumble("call")
        return self._inner(*args)


async def test_stopping_lets_what_is_under_way_end(sqlite_database):
    web = FakeWeb()
    follow(sqlite_database, "https://a.example/feed")
    put(web, "https://a.example/feed", story(1, link=""))
    job = poller(sqlite_database, web)
    assert await job.start_due() == 1
    await job.drain(10)
    with sqlite_database.read() as uow:
        assert uow.feeds.all()[0].succeeded is not None
    assert not job.is_working


@pytest.fixture
def news_site():
    """A news site on loopback: a feed with one article on a page and one in the feed alone, and a broken feed."""
    table = {"/bridge": response(page(BRIDGE_TITLE, BRIDGE).encode())}
    with serving(routes(table)) as server:
        root = f"http://127.0.0.1:{server.port}"
        excerpt = Item(BRIDGE_TITLE, f"{root}/bridge", "bridge", text=BRIDGE[0])
        short = Item("Ferry late again", f"{root}/gone", "ferry", text="The ferry was late again on Monday.")
        table["/feed"] = response(rss([excerpt, short], site=root), Content_Type="application/rss+xml", ETag='"1"')
        table["/broken"] = response(b"<html>Under repair</html>")
        yield server, table, root


async def test_a_real_site_is_polled_over_http_and_its_pages_read(sqlite_database, news_site):
    server, table, root = news_site
    fetcher = WebFetcher(allow_private=(f"127.0.0.1:{server.port}",))
    follow(sqlite_database, f"{root}/broken", f"{root}/feed")
    async with running(poller(sqlite_database, fetcher)):
        await until(lambda: len(titles(sqlite_database)) == 2)
        table["/feed"] = response(
            rss([Item("A third story", f"{root}/third", "third", text="Something new came up.")], site=root),
            ETag='"2"',
        )
        await until(lambda: "A third story" in titles(sqlite_database))
    with sqlite_database.read() as uow:
        (article,) = [one for one in uow.articles.recent(None, 0, 9).articles if one.title == BRIDGE_TITLE]
        health = uow.feeds.health()
        feed = uow.feeds.by_url(f"{root}/feed")
    assert BRIDGE[5] in article.text
    assert feed is not None
    assert health == {"active": 1, "failing": 1}
    assert any(b'If-None-Match: "1"' in request for request in server.requests if request.startswith(b"GET /feed"))
