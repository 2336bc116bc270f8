"""Floors for grouping: articles written for this test, with two pairs of look-alike events, in arrival order."""

import json
import statistics
from collections import Counter
from pathlib import Path
from typing import Any

from tests.benchmarks.stories import Stories

HERE = Path(__file__).parent
ARTICLES: list[dict[str, Any]] = json.loads((HERE / "stories.json").read_text(encoding="utf-8"))
FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))["stories"]


def b_cubed(gold: list[str], found: list[int]) -> tuple[float, float]:
    """Precision and recall, each article counting once (Bagga and Baldwin, 1998)."""
    together, of_gold, of_found = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    pairs = list(zip(gold, found, strict=True))
    precision = statistics.fmean(together[event, story] / of_found[story] for event, story in pairs)
    recall = statistics.fmean(together[event, story] / of_gold[event] for event, story in pairs)
    return precision, recall


def grouped(order: list[int]) -> tuple[float, float]:
    stories = Stories()
    found = [stories.add(ARTICLES[index]) for index in order]
    return b_cubed([ARTICLES[index]["event"] for index in order], found)


def test_events_and_stories_agree_at_least_as_well_as_the_floor_says() -> None:
    forwards = list(range(len(ARTICLES)))
    orders = [forwards, forwards[::-1], forwards[1::2] + forwards[::2]]
    precisions, recalls = zip(*map(grouped, orders), strict=True)
    assert statistics.fmean(precisions) >= FLOORS["b_cubed_precision"]
    assert statistics.fmean(recalls) >= FLOORS["b_cubed_recall"]
