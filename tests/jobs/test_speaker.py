"""Two workers on one database: one talks to Telegram at a time; and the time they share."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.context import Threads
from bot.jobs.clock import SharedClock
from bot.jobs.speaker import Speaker
from bot.usecases.hold_telegram import HoldTelegram
from storage.database import Database
from storage.errors import StorageBusy
from storage.unit_of_work import UnitOfWork
from tests.endtoend.harness import until

LEASE = timedelta(seconds=0.6)


class Moody(Database):
    """A database that can be away."""

    away = False

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        if self.away:
            raise StorageBusy("the database is away")
        with super().write() as uow:
            yield uow


@dataclass
class Stage:
    """Workers on one database, and who talks."""

    databases: list[Moody]
    threads: Threads = field(default_factory=Threads)
    talking: list[str] = field(default_factory=list)
    most: int = 0

    def worker(self, name: str, bot_id: int = 7) -> Speaker:
        hold = HoldTelegram(self.databases[len(name) % 2], bot_id, name, LEASE)
        return Speaker(hold, self.threads, SharedClock())

    async def talk(self, name: str) -> None:
        self.talking.append(name)
        self.most = max(self.most, len(self.talking))
        try:
            await asyncio.Event().wait()
        finally:
            self.talking.remove(name)

    @asynccontextmanager
    async def running(self, name: str, bot_id: int = 7) -> AsyncIterator["asyncio.Task[None]"]:
        task = asyncio.create_task(self.worker(name, bot_id).run(lambda: self.talk(name)))
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def stage(postgres_database: Database) -> Iterator[Stage]:
    url = postgres_database.engine.url.render_as_string(hide_password=False)
    databases = [Moody.open(url), Moody.open(url)]
    stage = Stage(databases)
    yield stage
    stage.threads.quick.shutdown()  # what a cancelled worker had begun ends before its database is closed
    for database in databases:
        database.dispose()


async def test_one_talks_and_the_other_follows_at_once_when_it_is_stopped(stage: Stage):
    async with stage.running("one") as first:
        await until(lambda: stage.talking == ["one"])
        async with stage.running("another!"):
            await asyncio.sleep(2 * LEASE.total_seconds())
            assert stage.talking == ["one"]
            first.cancel()
            await until(lambda: stage.talking == ["another!"])
    assert stage.most == 1


async def test_who_cannot_renew_falls_silent_before_another_may_talk(stage: Stage, caplog):
    async with stage.running("one"):
        await until(lambda: stage.talking == ["one"])
        async with stage.running("another!"):
            stage.databases[1].away = True
            await until(lambda: stage.talking == ["another!"])
            stage.databases[1].away = False
            await asyncio.sleep(2 * LEASE.total_seconds())
            assert stage.talking == ["another!"]
    assert stage.most == 1
    assert "no longer talks to Telegram" in caplog.text


async def test_a_database_away_for_a_moment_changes_nothing(stage: Stage):
    async with stage.running("one"):
        await until(lambda: stage.talking == ["one"])
        stage.databases[1].away = True
        await asyncio.sleep(LEASE.total_seconds() / 3)
        stage.databases[1].away = False
        await asyncio.sleep(LEASE.total_seconds())
        assert stage.talking == ["one"]


async def test_two_bots_on_one_database_both_talk(stage: Stage):
    async with stage.running("one", 7), stage.running("another!", 8):
        await until(lambda: sorted(stage.talking) == ["another!", "one"])


async def test_what_ends_the_talk_is_raised_and_another_may_begin(stage: Stage):
    async def refused() -> None:
        raise ValueError("a wrong token")

    with pytest.raises(ValueError, match="a wrong token"):
        await stage.worker("one").run(refused)
    async with stage.running("another!"):
        await until(lambda: stage.talking == ["another!"], LEASE.total_seconds() * 20)


async def test_on_sqlite_nothing_is_written(sqlite_database: Database):
    hold = HoldTelegram(sqlite_database, 7, "one")
    assert hold.take()
    assert hold.shared_time() is None
    hold.release()
    with sqlite_database.write() as uow:
        assert uow.leases.take("telegram 7", "two", datetime(2026, 1, 1, tzinfo=UTC), LEASE)


async def test_the_shared_clock_is_the_databases(stage: Stage):
    speaker = stage.worker("one")
    speaker.clock.set(datetime(2020, 1, 1, tzinfo=UTC))
    assert speaker.clock().year == 2020
    await speaker.tune()
    assert abs(speaker.clock() - datetime.now(UTC)) < timedelta(minutes=1)
