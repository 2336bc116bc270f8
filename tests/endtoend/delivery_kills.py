"""kill -9 at random moments while stories go out to hundreds of chats: what was lost, repeated, and how soon all went on.

    python -m tests.endtoend.delivery_kills --kills 20 --chats 300 --seed 1

All chats follow one topic. New stories keep coming, so that there is always something to send; the program is killed
somewhere in that (or in its start) and started again. At the end every chat must have had every story. Only what
Telegram had accepted and the program had not yet noted, at the moment of a kill, may come twice.
"""

import argparse
import asyncio
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from storage.database import Database
from storage.following_records import Subscription
from storage.records import Chat
from tests.endtoend.harness import Bot, Newsroom, newsroom, until
from tests.fakes.rates import RateLimit
from tests.newsroom import Newsroom as Desk

#: Kills come this long after the start, or after the first message since then, at most; in seconds.
_LONGEST = 4.0
#: So many of ten kills wait for a message first; the others may meet the start.
_WAITING_KILLS = 8
#: A story is published when so few messages of those before are left: a little more than is sent until it is found.
_FEW_LEFT = 90
#: What a dead process has handed to the network arrives within this time, in seconds.
_ARRIVES = 0.3
_PATIENCE = 120.0
_MARK = re.compile(r"Zq\d+q")
_SYLLABLES = ("bal", "cor", "dun", "fen", "gar", "hol", "jas", "kel", "lor", "mun", "nor", "pel", "rud", "sil", "tor")


@dataclass
class Tally:
    """What the trial came to. `received` counts each story in each chat; `in_flight` was accepted but not noted."""

    chats: int
    kills: int = 0
    stories: int = 0
    in_flight: int = 0
    received: Counter[tuple[int, str]] = field(default_factory=Counter)
    starts: list[float] = field(default_factory=list)
    recovered: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def lost(self) -> int:
        """Messages that never came."""
        return self.chats * self.stories - len(self.received)

    @property
    def repeated(self) -> int:
        """Messages that came again."""
        return sum(self.received.values()) - len(self.received)

    def table(self) -> str:
        """The result in a line, with its head."""
        recovered = sorted(self.recovered)
        middle, worst = recovered[len(recovered) // 2], recovered[-1]
        return (
            "kills  chats  stories  messages  lost  repeated  in flight at the kills  429  "
            "s from start to message (median, worst)\n"
            f"{self.kills:5}  {self.chats:5}  {self.stories:7}  {self.chats * self.stories:8}  {self.lost:4}  "
            f"{self.repeated:8}  {self.in_flight:22}  {self.refused:3}  {middle:.1f}, {worst:.1f}"
        )


@dataclass
class Trial:
    """The newsroom, the program's own database, and what has come so far."""

    room: Newsroom
    database: Database
    tally: Tally
    chance: random.Random
    wanted: int

    def count(self) -> None:
        """Every story of every message under its chat."""
        marks = ((message.chat.id, _MARK.findall(message.content.text)) for message in self.room.telegram.sent)
        self.tally.received = Counter((chat_id, mark) for chat_id, found in marks for mark in dict.fromkeys(found))

    @property
    def left(self) -> int:
        """How many messages are still to come."""
        self.count()
        return self.tally.lost

    async def publish(self) -> None:
        """New stories, as long as more are wanted, whenever few messages are left."""
        while self.tally.stories < self.wanted:
            if self.left <= _FEW_LEFT:
                await asyncio.to_thread(self._publish)
            await asyncio.sleep(0.2)

    def _publish(self) -> None:
        mark, words = f"Zq{self.tally.stories}q", [self._word() for _ in range(30)]
        lines = (f"{' '.join(words[start : start + 10])} spoke of {mark}." for start in (0, 10, 20))
        desk = Desk(self.database, datetime.now(UTC))
        desk.article((f"Harbour {words[0]} {mark}", "\n".join(lines)), f"{words[1]}.example")
        self.tally.stories += 1

    def _word(self) -> str:
        return "".join(self.chance.choice(_SYLLABLES) for _ in range(4)).capitalize()

    async def kill(self, bot: Bot) -> None:
        """kill -9, and how much was accepted and not noted then."""
        await bot.kill()
        await asyncio.sleep(_ARRIVES)
        self.count()
        self.tally.in_flight += len(self.tally.received) - self._noted()
        self.tally.kills += 1

    def _noted(self) -> int:
        with self.database.read() as uow:
            query = "SELECT count(*) FROM deliveries WHERE state = 'sent'"
            noted: int = uow._session.connection().exec_driver_sql(query).scalar_one()
        return noted

    async def start(self) -> Bot:
        self.tally.starts.append(time.monotonic())
        return await self.room.start()


async def run(room: Newsroom, kills: int, chats: int, seed: int) -> Tally:
    """The tally of so many kills at moments that the seed decides. Ends when all is there or nothing more comes."""
    room.telegram.rate = RateLimit()
    with _prepared(room, chats) as database:
        # A kill takes some five seconds, in which about a hundred messages go out.
        trial = Trial(room, database, Tally(chats), random.Random(seed), wanted=max(2, kills * 100 // chats))
        publishing = asyncio.create_task(trial.publish())
        bot = await trial.start()
        for _ in range(kills):
            if trial.chance.randrange(10) < _WAITING_KILLS:
                known = len(room.telegram.sent)
                await until(lambda known=known: len(room.telegram.sent) > known or not trial.left, _PATIENCE)
            await asyncio.sleep(trial.chance.uniform(0, _LONGEST))
            await trial.kill(bot)
            bot = await trial.start()
        await asyncio.wait_for(publishing, _PATIENCE)
        await until(lambda: not trial.left, _PATIENCE)
        bot.terminate()
        await bot.ended()
        trial.count()
    _time(room, trial.tally)
    return trial.tally


@contextmanager
def _prepared(room: Newsroom, chats: int) -> Iterator[Database]:
    """The program's database, with so many chats that follow the topic "harbour"."""
    folder = room.folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    database = Database.open(f"sqlite:///{folder / 'newsdesk.db'}")
    database.migrate()
    now = datetime.now(UTC)
    topic_id = Desk(database, now).topic("harbour")
    with database.write() as uow:
        for chat_id in range(1001, 1001 + chats):
            uow.chats.save(Chat(chat_id, "private"))
            uow.subscriptions.add(Subscription(chat_id, "topic", "harbour", now, topic_id=topic_id))
        uow.commit()
    try:
        yield database
    finally:
        database.dispose()


def _time(room: Newsroom, tally: Tally) -> None:
    """From each start to the first message after it; a start that was killed before one has none."""
    calls = room.telegram.calls("sendMessage")
    tally.refused = sum(call.status == 429 for call in calls)
    accepted = [call.at for call in calls if call.status == 200]
    for start, following in zip(tally.starts, [*tally.starts[1:], float("inf")], strict=True):
        first = next((at for at in accepted if start < at < following), None)
        tally.recovered += [first - start] if first is not None else []


async def _main(kills: int, chats: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        async with newsroom(Path(folder)) as room:
            tally = await run(room, kills, chats, seed)
    sys.stdout.write(tally.table() + "\n")
    return 1 if tally.lost or tally.repeated > tally.in_flight else 0


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--chats", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    sys.exit(asyncio.run(_main(chosen.kills, chosen.chats, chosen.seed)))


if __name__ == "__main__":
    main()
