from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.schedule import FeedHealth, Trouble, after_failure, after_success, next_poll, next_try

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
AGES = st.floats(-1e9, 1e9).map(lambda seconds: NOW - timedelta(seconds=seconds)) | st.floats(0, 1e5).map(
    lambda seconds: NOW - timedelta(seconds=seconds)
)


def every(gap: timedelta, count: int = 10) -> list[datetime]:
    return [NOW - gap * number for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("dates", "wait"),
    [
        (every(2 * HOUR), HOUR),
        (every(timedelta(minutes=1)), timedelta(minutes=15)),
        (every(3 * 24 * HOUR), 6 * HOUR),
        ([NOW - 15 * HOUR, *every(2 * HOUR)], HOUR),
        ([], HOUR),
        ([NOW - HOUR], HOUR),
        ([NOW - timedelta(days=40), NOW - timedelta(days=40, minutes=5)], 6 * HOUR),
        ([NOW + 900 * HOUR, *every(2 * HOUR)], HOUR),
        ([NOW - HOUR] * 20, timedelta(minutes=15)),
    ],
    ids=["rhythm", "too quick", "too slow", "odd gap", "no dates", "one date", "silent", "future", "all at once"],
)
def test_a_feed_is_polled_twice_in_its_own_rhythm(dates, wait):
    assert next_poll(dates, NOW) - NOW == wait


def test_the_servers_own_interval_is_kept():
    assert next_poll(every(HOUR), NOW, least_interval=4 * 3600) == NOW + 4 * HOUR
    assert next_poll(every(2 * HOUR), NOW, least_interval=60) == NOW + HOUR


def test_the_limits_can_be_set():
    assert next_poll(every(HOUR), NOW, between=(timedelta(seconds=1), timedelta(seconds=2))) == NOW + timedelta(
        seconds=2
    )


@given(
    st.lists(AGES, max_size=40),
    st.floats(0, 1),
    st.none() | st.floats(0, 86400),
)
def test_a_poll_is_always_due_within_the_limits(dates, dice, least):
    wait = next_poll(dates, NOW, least_interval=least, dice=dice) - NOW
    assert wait >= timedelta(seconds=least or 0)
    assert timedelta(minutes=13.4) <= wait <= max(6.61 * HOUR, timedelta(seconds=least or 0))


@given(
    st.lists(AGES, max_size=10),
    st.randoms(),
)
def test_the_order_of_dates_does_not_matter(dates, random):
    mixed = list(dates)
    random.shuffle(mixed)
    assert next_poll(mixed, NOW) == next_poll(dates, NOW)


def test_jitter_spreads_polls_to_either_side():
    waits = [(next_poll(every(2 * HOUR), NOW, dice=dice) - NOW) / HOUR for dice in (0, 0.5, 1)]
    assert waits == pytest.approx([0.9, 1, 1.1])


def test_the_wait_after_failures_doubles_up_to_a_day():
    waits, health = [], FeedHealth()
    for _ in range(12):
        health = after_failure(health, Trouble.OTHER, NOW)
        waits.append((next_try(health, NOW) - NOW) / HOUR)
    assert waits == [0.25, 0.5, 1, 2, 4, 8, 16, 24, 24, 24, 24, 24]


@given(st.integers(0, 10_000), st.none() | st.floats(0, 604800), st.floats(0, 1))
def test_a_retry_never_comes_before_the_server_allows(failures, retry_after, dice):
    wait = next_try(FeedHealth(failures=failures), NOW, retry_after=retry_after, dice=dice) - NOW
    assert wait >= max(timedelta(minutes=13.4), timedelta(seconds=retry_after or 0))


def test_gone_pauses_at_once_and_keeps_the_count():
    health = after_failure(FeedHealth(), Trouble.GONE, NOW)
    assert (health.paused, health.failures, health.failing_since) == (True, 1, NOW)


def test_missing_pauses_only_when_it_lasts():
    health = FeedHealth()
    for day in range(3):
        for _ in range(4):
            health = after_failure(health, Trouble.MISSING, NOW + timedelta(days=day))
            assert not health.paused
    assert after_failure(health, Trouble.MISSING, NOW + timedelta(days=3)).paused


def test_five_quick_misses_do_not_pause_and_other_trouble_never_does():
    health = FeedHealth()
    for _ in range(50):
        health = after_failure(health, Trouble.MISSING, NOW)
    assert not health.paused
    for day in range(300):
        health = after_failure(health, Trouble.OTHER, NOW + timedelta(days=day))
    assert not health.paused
    assert not after_failure(health, Trouble.MISSING, NOW + timedelta(days=301)).paused


def test_a_success_forgets_the_failures():
    assert after_success(after_failure(FeedHealth(), Trouble.OTHER, NOW)) == FeedHealth()


def test_a_permanent_redirect_counts_when_three_polls_name_the_same_address():
    health = FeedHealth()
    for seen in (1, 2, 3):
        assert not health.has_moved
        health = after_success(health, "https://new.example/")
        assert health.moved_seen == seen
    assert health.has_moved
    assert health.moved_to == "https://new.example/"


@pytest.mark.parametrize("between", ["", "https://other.example/"])
def test_another_answer_in_between_starts_the_count_again(between):
    health = after_success(after_success(FeedHealth(), "https://new.example/"), "https://new.example/")
    health = after_success(after_success(health, between), "https://new.example/")
    assert health.moved_seen == 1


def test_a_failure_in_between_leaves_the_count():
    health = after_success(FeedHealth(), "https://new.example/")
    assert after_failure(health, Trouble.OTHER, NOW).moved_seen == 1
