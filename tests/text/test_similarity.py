"""Shingles, sketches and cosines."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.similarity import containment, cosine, norm, shingles, sketch

SETS = st.frozensets(st.integers(0, 40), max_size=20)
VECTORS = st.dictionaries(st.sampled_from("abcdef"), st.just(0.0) | st.floats(0.01, 100), max_size=6)


def test_shingles_are_the_runs_of_terms() -> None:
    assert len(shingles(["a", "b", "c", "d", "e"], size=4)) == 2
    assert shingles(["a", "b", "c", "d"], 4) < shingles(["a", "b", "c", "d", "e"], 4)


def test_a_text_shorter_than_a_run_is_one_shingle_and_nothing_is_none() -> None:
    assert len(shingles(["a", "b"], 4)) == 1
    assert shingles([], 4) == frozenset()


def test_shingles_are_the_same_on_every_machine() -> None:
    assert shingles(["harbour", "city"], 2) == {0xCD21D54A6FBC}


def test_a_sketch_keeps_the_smallest() -> None:
    assert sketch([9, 3, 3, 7, 1], 3) == (1, 3, 7)


@settings(deadline=None)
@given(SETS, SETS)
def test_containment_is_a_share_and_whole_in_a_larger_set(left: frozenset[int], right: frozenset[int]) -> None:
    assert 0 <= containment(left, right) == containment(right, left) <= 1
    assert (containment(left, right) > 0) == bool(left & right)
    assert containment(left, left | right) == (1.0 if left else 0.0)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"a": 1.0}, {"a": 5.0}, 1.0),
        ({"a": 1.0}, {"b": 1.0}, 0.0),
        ({}, {"a": 1.0}, 0.0),
        ({"a": 3, "b": 4}, {"b": 2}, 0.8),
    ],
)
def test_cosine_of_small_vectors(left: dict[str, float], right: dict[str, float], expected: float) -> None:
    assert cosine(left, right) == pytest.approx(expected)


@settings(deadline=None)
@given(VECTORS, VECTORS)
def test_cosine_agrees_with_the_formula_written_out(left: dict[str, float], right: dict[str, float]) -> None:
    terms = left.keys() | right.keys()
    dot = sum(left.get(term, 0.0) * right.get(term, 0.0) for term in terms)
    lengths = math.hypot(*left.values()) * math.hypot(*right.values())
    assert cosine(left, right) == pytest.approx(dot / lengths if lengths else 0.0, abs=1e-6)


def test_norm_is_the_length() -> None:
    assert norm([3.0, 4.0]) == 5.0
