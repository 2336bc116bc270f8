"""How fast the outbox empties against Telegram's own limits: a strict stand-in that refuses the 31st message a second.

    python -m tests.benchmarks.deliveries --chats 1500 --latency 0.05 --database sqlite:////tmp/bench.sqlite

Prints messages a second, their share of the limit that the pacer aims at, refusals, and the worst stall of the loop.
"""

import argparse
import asyncio
import random
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.bootstrap.newsdesk import Connection, build_newsdesk
from bot.bootstrap.store import build_store
from bot.jobs.pacer import TELEGRAM_RATES
from bot.serve import set_aside
from bot.settings import Settings
from storage.database import Database
from storage.following_records import Subscription
from storage.records import Chat
from tests.benchmarks.stalls import Stalls
from tests.fakes.faults import Slow
from tests.fakes.fetcher import FakeWeb
from tests.fakes.isolation import SameProcess
from tests.fakes.rates import RateLimit
from tests.fakes.recording import RecordingRequest
from tests.fakes.telegram import StandIn
from tests.newsroom import QUAKE, Newsroom


class _Jittery(RecordingRequest):
    """A network that takes its time on the way there, now more, now less."""

    def __init__(self, telegram: StandIn, seconds: float) -> None:
        super().__init__(telegram)
        self._seconds = seconds

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        await asyncio.sleep(random.uniform(0, self._seconds))
        return await super().do_request(*args, **kwargs)


def _fill(database: Database, chats: int) -> None:
    newsroom = Newsroom(database, datetime.now(UTC))
    topic_id = newsroom.topic("earthquake")
    with database.write() as uow:
        for chat_id in range(1000, 1000 + chats):
            uow.chats.save(Chat(chat_id, "private"))
            uow.subscriptions.add(Subscription(chat_id, "topic", "earthquake", newsroom.now, topic_id=topic_id))
        uow.commit()
    newsroom.article(QUAKE)


async def _run(database: Database, folder: Path, chosen: argparse.Namespace) -> None:
    chats, latency = chosen.chats, chosen.latency
    telegram = StandIn(rate=RateLimit())
    telegram.faults.add(Slow(latency), "sendMessage", times=10**9)
    settings = Settings(_env_file=None, data_dir=folder, open_to_everyone=True)
    store = build_store(settings, database, FakeWeb(), SameProcess())
    ways = _Jittery(telegram, chosen.jitter), RecordingRequest(telegram)
    newsdesk = build_newsdesk(settings, store, Connection(telegram.token, *ways, rates=TELEGRAM_RATES))
    await newsdesk.application.initialize()
    set_aside()
    stalls = Stalls()
    working = [asyncio.create_task(newsdesk.work()), asyncio.create_task(stalls.watch())]
    while len(telegram.sent) < chats:  # noqa: ASYNC110 - the stand-in has no event for it
        await asyncio.sleep(0.1)
    for task in working:
        task.cancel()
    await asyncio.gather(*working, return_exceptions=True)
    await newsdesk.close()
    _report(telegram, chats, stalls)


def _report(telegram: StandIn, chats: int, stalls: Stalls) -> None:
    times = [one.at for one in telegram.calls("sendMessage") if one.status == 200]
    refused = sum(one.status == 429 for one in telegram.exchanges)
    rate = (len(times) - 1) / (times[-1] - times[0])
    distinct = len({message.chat.id for message in telegram.sent})
    print(f"messages {len(times)}, to {distinct} of {chats} chats, in {times[-1] - times[0]:.1f} s")
    print(f"a second {rate:.2f}, {rate / 30:.1%} of Telegram's 30, most in one second {telegram.peak()}")
    print(f"refused {refused}")
    for name, value in stalls.rows().items():
        print(f"{name}: {value}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=1500)
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--jitter", type=float, default=0.03)
    parser.add_argument("--database", default="")
    chosen = parser.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        database = Database.open(chosen.database or f"sqlite:///{folder}/bench.sqlite")
        database.migrate()
        _fill(database, chosen.chats)
        asyncio.run(_run(database, Path(folder), chosen))
        database.dispose()


if __name__ == "__main__":
    main()
