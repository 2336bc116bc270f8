"""`make bench`: the product beside a peer in the same run. Made-up articles; no network, nothing downloaded.

    python -m tests.benchmarks [--quick] [--plot growth.png]

Each part is a command of this folder in a process of its own, so that the memory it names is its own.
"""

import argparse
import subprocess
import sys
from pathlib import Path

_SIZES, _LARGEST = ["10000", "100000"], "1000000"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="The product beside its peers, in one run.")
    parser.add_argument("--quick", action="store_true", help="no million articles, which take a quarter of an hour")
    parser.add_argument("--plot", default="build/growth.png", help="where the growth curves go (build/growth.png)")
    chosen = parser.parse_args()
    sizes = _SIZES if chosen.quick else [*_SIZES, _LARGEST]
    _part("Summaries", "speed")
    _part("Questions over a growing store", "growth", "--sizes", *sizes, "--plot", chosen.plot)
    print(f"The curves are in {Path(chosen.plot).resolve()}")
    for topics in ("10000", "100000"):
        _part(f"Matching articles with {int(topics):,} topics", "matching", "--topics", topics, "--articles", "200")
    _part("Deliveries against a strict limit", "deliveries", "--chats", "900")
    _part("All of it at once", "following", "--topics", "20000", "--hours", "0.5")
    _part("Start", "start")


def _part(title: str, module: str, *arguments: str) -> None:
    print(f"\n{title}", flush=True)
    subprocess.run([sys.executable, "-m", f"tests.benchmarks.{module}", *arguments], check=True)


if __name__ == "__main__":
    main()
