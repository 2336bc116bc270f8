"""How soon the bot is ready after its start, and how much memory it has then, workers included.

    python -m tests.benchmarks.start --times 5

The real process beside a loopback Bot API: from the start to its first answer, on an empty folder and on a used one.
"""

import argparse
import asyncio
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from tests.endtoend.harness import Newsroom, newsroom


async def _once(room: Newsroom) -> tuple[float, float, float]:
    """Seconds to the first answer, seconds of processor time, and megabytes with the workers."""
    room.telegram.say("/help")
    before, began = len(room.telegram.sent), time.perf_counter()
    bot = await room.start()
    await room.sent(before + 1)
    seconds = time.perf_counter() - began
    process = psutil.Process(bot.process.pid)
    spent = process.cpu_times()
    family = [process, *process.children(recursive=True)]
    memory = sum(one.memory_full_info().uss for one in family) / 1e6
    bot.terminate()
    await bot.ended()
    return seconds, spent.user + spent.system, memory


async def _run(times: int) -> None:
    with TemporaryDirectory() as folder:
        async with newsroom(Path(folder)) as room:
            first = await _once(room)
            again = [await _once(room) for _ in range(times)]
    seconds, spent, memory = (statistics.median(values) for values in zip(*again, strict=True))
    print(f"first start {first[0]:.1f} s to the first answer; later {seconds:.1f} s, of processor time {spent:.1f} s")
    print(f"memory then {memory:.0f} MB, with its workers, without what they share")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    asyncio.run(_run(parser.parse_args().times))


if __name__ == "__main__":
    main()
