"""Which stories come first."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.news.ranking import HALF_LIFE, Coverage, coverage, rank

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_more_independent_publishers_rank_higher() -> None:
    assert rank(Coverage(3, 0, NOW), NOW) > rank(Coverage(2, 0, NOW), NOW) > rank(Coverage(1, 0, NOW), NOW) > 0


def test_a_text_of_its_own_counts_for_more_than_three_copies() -> None:
    assert rank(Coverage(2, 0, NOW), NOW) > rank(Coverage(1, 3, NOW), NOW) > rank(Coverage(1, 0, NOW), NOW)


def test_a_story_is_worth_half_after_a_half_life() -> None:
    assert rank(Coverage(3, 0, NOW - HALF_LIFE), NOW) == pytest.approx(rank(Coverage(3, 0, NOW), NOW) / 2)


def test_a_fresh_single_story_comes_before_yesterday_s_big_one() -> None:
    assert rank(Coverage(1, 0, NOW), NOW) > rank(Coverage(7, 0, NOW - timedelta(days=1)), NOW)


def test_a_story_from_the_future_counts_as_new() -> None:
    assert rank(Coverage(2, 0, NOW + timedelta(days=9)), NOW) == rank(Coverage(2, 0, NOW), NOW)


def test_a_publisher_with_both_a_copy_and_a_text_of_its_own_is_independent_once() -> None:
    assert coverage(frozenset({"bbc", "cnn"}), frozenset({"bbc", "msn"}), NOW) == Coverage(2, 1, NOW)
