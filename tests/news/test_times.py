"""Time expressions against the chat's own day."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.times import read_period

WEDNESDAY = datetime(2026, 5, 6, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("what happened today?", "2026-05-06", "2026-05-06"),
        ("what happened yesterday?", "2026-05-05", "2026-05-05"),
        ("strikes this week", "2026-05-04", "2026-05-06"),
        ("strikes last week", "2026-04-27", "2026-05-03"),
        ("strikes this month", "2026-05-01", "2026-05-06"),
        ("strikes last month", "2026-04-01", "2026-04-30"),
        ("strikes last year", "2025-01-01", "2025-12-31"),
        ("latest on strikes", "2026-04-22", "2026-05-06"),
        ("strikes in the past 10 days", "2026-04-26", "2026-05-06"),
        ("strikes since Monday", "2026-05-04", "2026-05-06"),
        ("the strike on Friday", "2026-05-01", "2026-05-01"),
        ("strikes in March", "2026-03-01", "2026-03-31"),
        ("strikes in December", "2025-12-01", "2025-12-31"),
        ("strikes since March 2024", "2024-03-01", "2026-05-06"),
        ("strikes in 2023", "2023-01-01", "2023-12-31"),
        ("strikes since 2023", "2023-01-01", "2026-05-06"),
    ],
)
def test_expressions_become_days(text: str, first: str, last: str) -> None:
    period = read_period(text, WEDNESDAY)
    assert period is not None
    assert (period.start.date().isoformat(), period.end.date().isoformat()) == (first, last)
    assert period.words.lower() in text.lower()


def test_a_question_without_a_time_has_none() -> None:
    assert read_period("who may march in it?", WEDNESDAY) is None


def test_today_is_the_chat_s_own_day() -> None:
    far_east = timezone(timedelta(hours=10))
    late = datetime(2026, 5, 6, 20, tzinfo=UTC)
    period = read_period("today", late, far_east)
    assert period is not None
    assert period.start == datetime(2026, 5, 6, 14, tzinfo=UTC)


@given(
    st.text(max_size=80),
    st.integers(0, 40_000).map(lambda days: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(days=days)),
)
def test_a_period_never_ends_before_it_begins(text: str, now: datetime) -> None:
    for typed in (text, f"last month {text}", f"since friday {text}", "in february", "last 999 months", "last year"):
        period = read_period(typed, now)
        assert period is None or period.start <= period.end
