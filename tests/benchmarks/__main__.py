"""`make bench`: the product beside a peer in the same run, as ratios. Made-up articles; no network, nothing downloaded.

    python -m tests.benchmarks [--articles 3000]

The other commands of this folder (deliveries, feeds, live_stories, matching, topics) measure following; each says how.
"""

import argparse
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.news.summary import summarise
from tests.benchmarks.answers import Answers

_QUALITY = Path(__file__).parent.parent / "quality"
ARTICLES: list[dict[str, str]] = json.loads((_QUALITY / "summaries.json").read_text(encoding="utf-8"))
_QUESTIONS = 200


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="The product beside its peers, in one run.")
    parser.add_argument("--articles", type=int, default=3000, help="how many made-up articles to ask (3000)")
    count = parser.parse_args().articles
    print(f"{'what':42} {'ours':>12} {'peer':>12}  ratio")
    _summaries()
    _questions(count)
    _start()


def _summaries() -> None:
    def run(method: str) -> float:
        texts = [(article["title"], article["text"]) for article in _made_up(100)]
        return _processor(lambda: [summarise(title, text, 3, method=method) for title, text in texts]) / len(texts)

    run("newsdesk"), run("lexrank")
    _row("summary of 31 sentences, sumy's LexRank, ms", run("newsdesk") * 1000, run("lexrank") * 1000)


def _questions(count: int) -> None:
    articles, questions = _made_up(count), _asked()
    answers = Answers()
    began = time.perf_counter()
    answers.add(articles)
    print(f"{'articles stored and indexed a second':42} {count / (time.perf_counter() - began):12.0f}")
    ours = [_processor(lambda q=question: answers.ask(q, 10)) * 1000 for question in questions]
    answers.close()
    peer = _fts5(articles)
    theirs = [_processor(lambda q=question: peer(q)) * 1000 for question in questions]
    _row(f"question over {count:,} articles, p50 ms (1)", statistics.median(ours), statistics.median(theirs))
    _row(f"question over {count:,} articles, p95 ms (1)", _p95(ours), _p95(theirs))
    print("(1) ours: the whole answer; SQLite FTS5 with OR: its ten articles alone")


def _start() -> None:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bot", "--help"], check=True, stdout=subprocess.DEVNULL)
    print(f"{'the command line answers, s':42} {time.perf_counter() - began:12.2f}")


def _made_up(count: int) -> list[dict[str, str]]:
    """Articles of the sentences of ours in random order, so that words are as frequent as in news."""
    dice = random.Random(1)
    sentences = [line for article in ARTICLES for line in article["text"].split("\n") if line.strip()]
    names = [f"{a}{b}" for a in ("Nor", "Sol", "Vest", "Hav", "Lin", "Tor") for b in ("berg", "vik", "dal", "mark")]
    return [
        {
            "id": str(number),
            "source": dice.choice(names),
            "title": f"{dice.choice(names)} {dice.choice(sentences)[:60]}",
            "published": f"2026-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
            "text": "\n".join([f"Report {number} from {dice.choice(names)}.", *dice.sample(sentences, 30)]),
        }
        for number in range(count)
    ]


def _asked() -> list[str]:
    dice = random.Random(2)
    words = sorted({word for article in ARTICLES for word in article["title"].split() if len(word) > 3})
    kinds = ("why did", "who", "when did", "how many", "what about")
    return [f"{dice.choice(kinds)} {' '.join(dice.sample(words, 4))}?" for _ in range(_QUESTIONS)]


def _fts5(articles: Sequence[dict[str, str]]) -> Callable[[str], object]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE articles USING fts5(title, body, tokenize='porter unicode61')")
    rows = [(article["title"], article["text"]) for article in articles]
    database.executemany("INSERT INTO articles VALUES (?, ?)", rows)
    query = "SELECT rowid FROM articles WHERE articles MATCH ? ORDER BY bm25(articles) LIMIT 10"

    def search(question: str) -> object:
        terms = " OR ".join(f'"{word}"' for word in question.rstrip("?").split())
        return database.execute(query, (terms,)).fetchall()

    return search


def _processor(call: Callable[[], object]) -> float:
    """Seconds of processor time."""
    began = time.process_time()
    call()
    return time.process_time() - began


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _row(what: str, ours: float, peer: float) -> None:
    print(f"{what:42} {ours:12.2f} {peer:12.2f}  {ours / peer:.2f}")


if __name__ == "__main__":
    main()
