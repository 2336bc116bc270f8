"""How long a summary takes, beside sumy's LexRank on the same articles.

    python -m tests.benchmarks.speed --articles 100

Milliseconds of processor time an article of 31 sentences; the sentences are our own, in random order.
"""

import argparse
import json
import random
import time
from pathlib import Path

from bot.news.summary import summarise

_QUALITY = Path(__file__).parent.parent / "quality"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100)
    texts = _texts(parser.parse_args().articles)
    for method in ("newsdesk", "lexrank"):
        _milliseconds(texts[:5], method)
    ours, peer = (_milliseconds(texts, method) for method in ("newsdesk", "lexrank"))
    print(f"newsdesk {ours:.1f} ms, {1000 / ours:.0f} a second; LexRank {peer:.1f} ms; ratio {ours / peer:.2f}")


def _milliseconds(texts: list[tuple[str, str]], method: str) -> float:
    began = time.process_time()
    for title, text in texts:
        summarise(title, text, 3, method=method)
    return (time.process_time() - began) * 1000 / len(texts)


def _texts(count: int) -> list[tuple[str, str]]:
    dice = random.Random(1)
    articles = json.loads((_QUALITY / "summaries.json").read_text(encoding="utf-8"))
    sentences = [line for article in articles for line in article["text"].split("\n") if line.strip()]
    return [(dice.choice(sentences)[:60], "\n".join(dice.sample(sentences, 31))) for _ in range(count)]


if __name__ == "__main__":
    main()
