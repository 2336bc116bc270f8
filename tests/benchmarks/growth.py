"""What a growing store costs: storing, asking, memory and disk at 10,000, 100,000 and a million articles.

    python -m tests.benchmarks.growth --sizes 10000 100000 1000000 --plot growth.png

Made-up articles of about 150 words. The peer is SQLite's FTS5 with the question's words joined by OR, in the same run:
its ten best articles, beside our ten best articles; and our whole answer. Milliseconds of processor time a question.
"""

import argparse
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from tests.benchmarks.answers import Answers
from tests.benchmarks.corpus import made_up, questions

_QUESTIONS = 100
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Point:
    """One size: rates a second, milliseconds of processor time, megabytes."""

    articles: int
    stored_a_second: float
    found: tuple[float, float]
    answered: tuple[float, float]
    peer: tuple[float, float]
    memory: float
    disk: float


class Peer:
    """SQLite FTS5 with OR, in a file."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file)
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute("CREATE VIRTUAL TABLE articles USING fts5(title, body, tokenize='porter unicode61')")

    def add(self, articles: Sequence[dict[str, str]]) -> None:
        rows = [(article["title"], article["text"]) for article in articles]
        with self._database:
            self._database.executemany("INSERT INTO articles VALUES (?, ?)", rows)

    def ask(self, question: str) -> object:
        terms = " OR ".join(f'"{word}"' for word in question.rstrip("?").split())
        query = "SELECT rowid FROM articles WHERE articles MATCH ? ORDER BY bm25(articles) LIMIT 10"
        return self._database.execute(query, (terms,)).fetchall()

    def close(self) -> None:
        self._database.close()


def grow(sizes: Sequence[int], folder: Path, on_point: Callable[[Point], None]) -> list[Point]:
    """The points, each told as soon as it is measured."""
    (folder / "ours").mkdir()
    ours, peer = Answers(folder / "ours"), Peer(folder / "peer.sqlite")
    points: list[Point] = []
    stored = 0
    for size in sorted(sizes):
        seconds = _store(ours, peer, stored, size)
        asked = questions(_QUESTIONS, size)
        point = Point(
            articles=size,
            stored_a_second=(size - stored) / seconds,
            found=_times(lambda question: ours.search(question, 10), asked),
            answered=_times(lambda question: ours.ask(question, 3), asked),
            peer=_times(peer.ask, asked),
            memory=psutil.Process().memory_info().rss / 1e6,
            disk=ours.disk() / 1e6,
        )
        stored = size
        points.append(point)
        on_point(point)
    ours.close()
    peer.close()
    return points


def _store(ours: Answers, peer: Peer, first: int, size: int) -> float:
    """Seconds that storing and indexing took, without making the articles up."""
    seconds = 0.0
    coming = made_up(size - first, first=first)
    while articles := list(islice(coming, _AT_ONCE)):
        began = time.perf_counter()
        ours.add(articles)
        seconds += time.perf_counter() - began
        peer.add(articles)
    return seconds


def _times(ask: Callable[[str], object], asked: Sequence[str]) -> tuple[float, float]:
    """Median and 95th percentile."""
    for question in asked[:10]:
        ask(question)
    times = []
    for question in asked:
        began = time.process_time()
        ask(question)
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


HEAD = (
    f"{'articles':>10} {'stored/s':>9} {'ten articles p50, p95':>22} {'FTS5':>14} {'p95 ratio':>10} "
    f"{'whole answer p50, p95':>22} {'memory MB':>10} {'disk MB':>8}"
)


def line(point: Point) -> str:
    """The point as a line under HEAD."""
    found, peer, answered = point.found, point.peer, point.answered
    return (
        f"{point.articles:10,} {point.stored_a_second:9,.0f} {found[0]:13.1f} {found[1]:8.1f} {peer[0]:6.1f} "
        f"{peer[1]:7.1f} {found[1] / peer[1]:10.3f} {answered[0]:13.1f} {answered[1]:8.1f} {point.memory:10.0f} "
        f"{point.disk:8,.0f}"
    )


def plot(points: Sequence[Point], file: Path) -> None:
    """The curves as a PNG picture."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - slow to load, and only a picture needs it

    figure = Figure(figsize=(10, 4), layout="constrained")
    asking, size = figure.subplots(1, 2)
    sizes = [point.articles for point in points]
    asking.loglog(sizes, [point.answered[1] for point in points], "o-", label="Newsdesk, the whole answer")
    asking.loglog(sizes, [point.found[1] for point in points], "o:", label="Newsdesk, ten articles")
    asking.loglog(sizes, [point.peer[1] for point in points], "s--", label="SQLite FTS5 with OR, ten articles")
    asking.set(title="A question, 95th percentile", xlabel="articles", ylabel="processor time, ms")
    size.loglog(sizes, [point.memory for point in points], "o-", label="resident memory")
    size.loglog(sizes, [point.disk for point in points], "s--", label="database and index on disk")
    size.set(title="Size", xlabel="articles", ylabel="MB")
    for axes in (asking, size):
        axes.grid(visible=True, which="both", alpha=0.25)
        axes.legend(frameon=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=120)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--plot", type=Path, help="a PNG file for the curves")
    chosen = parser.parse_args()
    print(HEAD)
    with TemporaryDirectory() as folder:
        points = grow(chosen.sizes, Path(folder), lambda point: print(line(point), flush=True))
    if chosen.plot:
        plot(points, chosen.plot)


if __name__ == "__main__":
    main()
