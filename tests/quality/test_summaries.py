"""Floors for summaries: articles and abstracts written for this test, beside the first three sentences, and no faults."""

import json
import statistics
from collections import Counter
from pathlib import Path

import pytest

from bot.news.summary import METHODS, summarise
from bot.text.sentences import split_sentences
from bot.text.tokens import terms
from tests.benchmarks.readability import faults

HERE = Path(__file__).parent
ARTICLES: list[dict[str, str]] = json.loads((HERE / "summaries.json").read_text(encoding="utf-8"))
FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))["summaries"]


def overlap(told: str, reference: str) -> float:
    """F1 of shared terms and pairs of terms, their mean (as ROUGE-1 and ROUGE-2, Lin 2004)."""
    return statistics.fmean(_shared(told, reference, length) for length in (1, 2))


def _shared(told: str, reference: str, length: int) -> float:
    one, other = (
        Counter(zip(*(found[at:] for at in range(length)), strict=False)) for found in (terms(told), terms(reference))
    )
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total())


def mean_overlap(method: str) -> float:
    return statistics.fmean(
        overlap(
            " ".join(s.text for s in summarise(article["title"], article["text"], 3, method=method).sentences),
            article["reference"],
        )
        for article in ARTICLES
    )


def test_summaries_agree_with_human_abstracts_at_least_as_well_as_the_floor_says() -> None:
    assert mean_overlap("newsdesk") >= FLOORS["overlap"]


def test_summaries_beat_the_first_three_sentences_and_every_other_method() -> None:
    lead = statistics.fmean(
        overlap(" ".join(s.text for s in split_sentences(article["text"])[:3]), article["reference"])
        for article in ARTICLES
    )
    assert mean_overlap("newsdesk") >= lead + FLOORS["over_the_lead"]
    for method in METHODS[1:]:
        assert mean_overlap("newsdesk") > mean_overlap(method)


@pytest.mark.parametrize("count", [None, 1, 2, 5])
def test_no_summary_holds_anything_a_reader_stumbles_over(count: int | None) -> None:
    found = [
        fault
        for article in ARTICLES
        for fault in faults(
            article["text"],
            [(s.start, s.end) for s in summarise(article["title"], article["text"], count).sentences],
        )
    ]
    assert found == []
