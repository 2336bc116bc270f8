"""kill -9 at random moments under a stream of messages: what was sent, lost, repeated, and how soon all went on.

    python -m tests.endtoend.kills --rounds 100 --seed 1

Each round sends a few messages, among them links, kills the program somewhere in their handling (or in its start) and
starts it again; it has recovered when everything is answered. Every message asks for something that only its own answer holds. At most what was being answered at
the moment of a kill may come twice.
"""

import argparse
import asyncio
import random
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bot.local.messages import Account
from tests.articles import BRIDGE, page
from tests.endtoend.harness import Newsroom, newsroom, until

_PEOPLE = tuple(Account(number, f"Person {number}") for number in range(100, 104))
_MESSAGES_A_ROUND = 4
#: Kills come this long after the messages at most, in seconds: somewhere in the work.
_LONGEST = 2.0
#: At the end, so long without a message means that no more will come, in seconds.
_PATIENCE = 60.0
_MARK = re.compile(r"^(Report \d+-\d+)\n|“(zq\d+x\d+)”")


@dataclass
class Tally:
    """What the stream came to."""

    rounds: int = 0
    asked: dict[str, int] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    in_flight: int = 0
    recovered: list[float] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    given_up: int = 0

    @property
    def lost(self) -> list[str]:
        """Messages that were never answered."""
        return [mark for mark in self.asked if not self.answers[mark]]

    @property
    def repeated(self) -> int:
        """Answers that came more than once."""
        return sum(count - 1 for count in self.answers.values() if count > 1)

    def table(self) -> str:
        """The result in a line, with its head."""
        recovered = sorted(self.recovered)
        middle, worst = recovered[len(recovered) // 2], recovered[-1]
        return (
            "kills  sent  lost  given up  repeated  in flight at the kills  s to recover (median, worst)\n"
            f"{self.rounds:5}  {len(self.asked):4}  {len(self.lost):4}  {self.given_up:8}  {self.repeated:8}  "
            f"{self.in_flight:22}  {middle:.1f}, {worst:.1f}"
        )


async def run(room: Newsroom, rounds: int, seed: int) -> Tally:
    """The tally of so many kills; the program is killed at moments that the seed decides."""
    chance, tally = random.Random(seed), Tally()
    bot = await room.started()
    for number in range(rounds):
        _ask(room, tally, number, chance)
        await asyncio.sleep(chance.uniform(0, _LONGEST))
        _count(room, tally)
        tally.in_flight += len(tally.lost)
        await bot.kill()
        begun = time.monotonic()
        bot = await room.started()
        await _quiet(room, tally)
        tally.recovered.append(time.monotonic() - begun)
        tally.rounds += 1
    bot.terminate()
    await bot.ended()
    _count(room, tally)
    return tally


def _ask(room: Newsroom, tally: Tally, number: int, chance: random.Random) -> None:
    """A few people write; every second message is a link to a page of its own."""
    for place in range(_MESSAGES_A_ROUND):
        mark = f"Report {number}-{place}"
        if place % 2:
            words = f"zq{number}x{place}"
            room.telegram.say(f"/library {words}", sender=chance.choice(_PEOPLE))
            tally.asked[words] = number
        else:
            path = f"/report-{number}-{place}"
            room.site.pages[path] = page(mark, (*BRIDGE, f"This is number {number}-{place} of the reports."))
            room.telegram.say(room.site.url(path), sender=chance.choice(_PEOPLE))
            tally.asked[mark] = number


async def _quiet(room: Newsroom, tally: Tally) -> None:
    """Returns when everything is answered, or nothing more comes."""
    while len(tally.lost) > tally.given_up:
        known = len(room.telegram.sent)
        try:
            await until(lambda known=known: len(room.telegram.sent) > known, _PATIENCE)
        except TimeoutError:
            return
        _count(room, tally)


def _count(room: Newsroom, tally: Tally) -> None:
    """Every answer under the message it belongs to; what belongs to none is a stranger."""
    tally.answers.clear()
    tally.strangers.clear()
    tally.given_up = 0
    for words in room.telegram.texts():
        found = _MARK.search(words)
        if found and (mark := found[1] or found[2]) in tally.asked:
            tally.answers[mark] += 1
        elif "given it up" in words:
            tally.given_up += 1
        else:
            tally.strangers.append(words)


async def _main(rounds: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        async with newsroom(Path(folder)) as room:
            tally = await run(room, rounds, seed)
    sys.stdout.write(tally.table() + "\n")
    for words in tally.strangers:
        sys.stdout.write(f"unexpected: {words[:100]}\n")
    return 1 if tally.lost or tally.strangers or tally.repeated > tally.in_flight else 0


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    sys.exit(asyncio.run(_main(chosen.rounds, chosen.seed)))


if __name__ == "__main__":
    main()
