"""Two real processes on one PostgreSQL: the work is shared, nothing is done twice, and one stands in for the other."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, create_engine, func, make_url, select, text, update
from sqlalchemy.engine import URL

from bot.jobs.webhook import HEADER
from storage.database import Database
from storage.engine import reading
from storage.feed_tables import EntryRow, FeedRow
from storage.outbox_tables import DeliveryRow
from storage.story_tables import StoryArticleRow
from storage.tables import AcceptedUpdateRow, ArticleRow
from tests.articles import page
from tests.builders import envelope, text_update
from tests.conftest import POSTGRES
from tests.endtoend.harness import Bot, Newsroom, newsroom, until
from tests.fakes.telegram import Account
from tests.feedroom import Item, rss

_PLACES = ("harbour", "castle", "library", "stadium", "hospital", "museum", "theatre", "airport", "brewery", "prison")
_HEADLINE = re.compile(r"The \w+ of Harwick \w+ in week \d+")
_DEEDS = ("opens", "closes", "burns", "moves", "wins", "strikes", "floods", "hires", "sells", "sings")


@pytest.fixture
async def address(postgres_server: Engine, tmp_path: Path) -> AsyncIterator[URL]:
    """A database of its own: this test cuts its connections."""
    name = f"newsdesk_machines_{tmp_path.name.replace('-', '_')[-30:].lower()}"
    with postgres_server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(POSTGRES).set(database=name)
    with postgres_server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
async def room(address: URL, tmp_path: Path) -> AsyncIterator[Newsroom]:
    shared = address.render_as_string(hide_password=False)
    async with newsroom(tmp_path, DATABASE_URL=shared, POLL_INTERVAL_SECONDS="1") as room:
        yield room


async def pair(room: Newsroom) -> tuple[Bot, Bot]:
    """Two processes: the one that talks to Telegram, and the one that stands by."""
    first = await machine(room, "one")
    await until(lambda: "send it:" in first.log)
    second = await machine(room, "two")
    await until(lambda: "another worker talks" in second.log)
    return first, second


async def machine(room: Newsroom, name: str) -> Bot:
    """A process with a data folder of its own."""
    return await room.started(DATA_DIR=str(room.folder / name))


def publish(room: Newsroom, numbers: range) -> list[str]:
    """The headlines of so many entries, which are now in the site's feed with a page each."""
    items = []
    for number in numbers:
        title = f"The {_PLACES[number % 10]} of Harwick {_DEEDS[number // 10]} in week {number}"
        chance = random.Random(number)
        words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(60)]
        sentences = tuple(f"The {' '.join(words[at : at + 10])}." for at in range(0, 60, 10))
        room.site.pages[f"/{number}"] = page(title, sentences)
        at = datetime.now(UTC) - timedelta(seconds=number)
        items.append(Item(title, room.site.url(f"/{number}"), f"guid-{number}", at, " ".join(sentences)))
    room.site.pages["/feed"] = rss(items, site=room.site.url("/")).decode()
    return [item.title for item in items]


async def follow(room: Newsroom) -> None:
    """The person follows the site's feed, which has one entry; returns when it has been read."""
    publish(room, range(1))
    (offer,) = await room.replies(lambda: room.telegram.say(f"/add {room.site.url('/feed')}"))
    room.telegram.press(offer, "Follow The Harwick Courier")
    await until(lambda: "/0" in room.site.asked)
    polled = room.site.asked.count("/feed")
    await until(lambda: room.site.asked.count("/feed") > polled)


def end_leases(room: Newsroom) -> None:
    """What the first process had claimed is claimed no longer: minutes pass here in a moment."""
    database = create_engine(room.settings["DATABASE_URL"], isolation_level="AUTOCOMMIT")
    with database.connect() as connection:
        for table in (FeedRow, EntryRow, DeliveryRow, AcceptedUpdateRow):
            held = update(table).where(table.leased_until.is_not(None), table.owner.endswith("/one"))
            connection.execute(held.values(leased_until=func.now()))
    database.dispose()


def told(room: Newsroom) -> Counter[str]:
    """How often each headline was sent, alone or with others."""
    return Counter(found for words in room.telegram.texts() for found in _HEADLINE.findall(words))


async def all_told(room: Newsroom, titles: list[str]) -> Counter[str]:
    try:
        await until(lambda: not set(titles) - set(told(room)), 60)
    except TimeoutError:
        raise AssertionError(f"never told: {sorted(set(titles) - set(told(room)))}\n" + logs(room)) from None
    return told(room)


def logs(room: Newsroom) -> str:
    return "\n\n".join(bot.log[-3000:] for bot in room.bots)


async def test_two_processes_share_the_work_and_each_thing_is_done_once(room: Newsroom, address: URL):
    await pair(room)
    await follow(room)
    titles = publish(room, range(1, 20))
    counts = await all_told(room, titles)
    assert set(counts.values()) == {1}
    assert "Traceback" not in logs(room)
    database = Database.open(address.render_as_string(hide_password=False))
    with reading(database.engine).connect() as connection:
        urls = connection.execute(select(func.count(), func.count(ArticleRow.url.distinct()))).one()
        placed = connection.execute(
            select(func.count(), func.count(StoryArticleRow.article_id.distinct())).select_from(StoryArticleRow)
        ).one()
    database.dispose()
    assert urls[0] == urls[1] == placed[0] == placed[1] == 20


async def test_killed_the_one_that_talks_is_stood_in_for_within_its_leases(room: Newsroom):
    first, second = await pair(room)
    await follow(room)
    titles = publish(room, range(1, 8))
    await all_told(room, titles)
    await first.kill()
    titles = publish(room, range(8, 15))
    (help_,) = await room.replies(lambda: room.telegram.say("/privacy"))
    assert "What I keep" in help_.content.text
    end_leases(room)
    counts = await all_told(room, titles)
    assert sum(counts.values()) - len(counts) <= 1
    assert "this worker talks to Telegram from now on" in second.log


async def test_stopped_the_one_that_talks_hands_over_at_once(room: Newsroom):
    first, second = await pair(room)
    first.terminate()
    await until(lambda: "this worker talks to Telegram from now on" in second.log, 12)
    (_,) = await room.replies(lambda: room.telegram.say("/privacy"))
    assert await first.ended() == 0


async def test_while_postgresql_is_restarted_nothing_is_lost_and_all_goes_on_afterwards(
    room: Newsroom, address: URL, postgres_server: Engine
):
    bot = await machine(room, "one")
    await follow(room)
    with postgres_server.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{address.database}" WITH ALLOW_CONNECTIONS false'))
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": address.database},
        )
    titles = publish(room, range(1, 6))
    room.telegram.say("/privacy")
    await until(lambda: "not currently accepting connections" in bot.log)
    await asyncio.sleep(2)
    with postgres_server.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{address.database}" WITH ALLOW_CONNECTIONS true'))
    end_leases(room)  # a feed that was polled at that moment waits until its claim is over
    counts = await all_told(room, titles)
    await until(lambda: any("What I keep" in words for words in room.telegram.texts()))
    assert set(counts.values()) == {1}
    assert bot.process.returncode is None
    assert "Traceback" not in bot.log


async def test_behind_a_webhook_both_receive_and_each_update_is_answered_once(room: Newsroom, free_tcp_port_factory):
    ports = {name: str(free_tcp_port_factory()) for name in ("one", "two")}
    room.settings |= {"TELEGRAM_WEBHOOK_URL": "https://bot.example/", "TELEGRAM_WEBHOOK_SECRET": "hush"}
    for name, port in ports.items():
        await room.started(DATA_DIR=str(room.folder / name), TELEGRAM_WEBHOOK_PORT=port)
    await until(lambda: "another worker talks" in room.bots[1].log)
    await until(lambda: all("Telegram brings updates to" in bot.log for bot in room.bots))
    async with httpx.AsyncClient(trust_env=False, headers={HEADER: "hush"}) as client:
        for number in range(1, 11):
            written = {**text_update("/help", envelope(sender=Account(1000 + number, "P"))), "update_id": number}
            for port in (ports["two"], ports["one"]):
                assert (await client.post(f"http://127.0.0.1:{port}/", json=written)).status_code == 200
    await room.sent(10)
    assert sorted(message.chat.id for message in room.telegram.sent) == list(range(1001, 1011))
