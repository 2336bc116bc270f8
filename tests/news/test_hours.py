"""Digest minutes and quiet hours in the chat's own zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.hours import WEEKDAYS, DigestHour, QuietHours, find_zones, is_zone, next_digest, quiet_until

ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Kiritimati",
        "Africa/Cairo",
    ]
)
MINUTES = st.integers(0, 1439)
MOMENTS = st.integers(1_577_836_800, 2_082_758_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
NIGHT = QuietHours(22 * 60, 7 * 60)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "zone", "now", "due"),
    [
        (DigestHour(8 * 60), "Europe/Berlin", "2026-11-22 06:59", "2026-11-22 07:00"),
        (DigestHour(8 * 60), "Europe/Berlin", "2026-11-22 07:00", "2026-11-23 07:00"),
        (DigestHour(8 * 60), "Europe/Berlin", "2026-07-22 05:00", "2026-07-22 06:00"),
        (DigestHour(8 * 60, WEEKDAYS), "America/New_York", "2026-11-20 20:00", "2026-11-23 13:00"),
        (DigestHour(8 * 60, frozenset({6})), "Asia/Tokyo", "2026-11-22 00:00", "2026-11-28 23:00"),
        (DigestHour(0), "Pacific/Kiritimati", "2026-11-22 11:00", "2026-11-23 10:00"),
        # 02:30 does not exist on 29 March in Berlin: the clocks jump at 01:00 UTC.
        (DigestHour(150), "Europe/Berlin", "2026-03-28 12:00", "2026-03-29 01:00"),
        (DigestHour(150), "Europe/Berlin", "2026-03-29 01:00", "2026-03-30 00:30"),
        # 02:30 comes twice on 25 October in Berlin: the first counts.
        (DigestHour(150), "Europe/Berlin", "2026-10-24 12:00", "2026-10-25 00:30"),
        (DigestHour(150), "Europe/Berlin", "2026-10-25 00:30", "2026-10-26 01:30"),
    ],
)
def test_the_next_digest_is_at_its_local_minute(hour: DigestHour, zone: str, now: str, due: str) -> None:
    assert next_digest(hour, zone, utc(now)) == utc(due)


@settings(deadline=None)
@given(MINUTES, ZONES, MOMENTS, st.frozensets(st.integers(0, 6), min_size=1))
def test_a_digest_is_always_ahead_on_a_chosen_day(minute: int, zone: str, now: datetime, days: frozenset[int]) -> None:
    due = next_digest(DigestHour(minute, days), zone, now)
    local = due.astimezone(ZoneInfo(zone))
    assert now < due <= now + timedelta(days=8)
    assert local.weekday() in days
    jumped = local.utcoffset() != (local - timedelta(hours=3)).utcoffset()
    assert jumped or local.hour * 60 + local.minute == minute


@settings(deadline=None)
@given(MINUTES, ZONES, MOMENTS)
def test_each_day_has_one_digest(minute: int, zone: str, now: datetime) -> None:
    place = ZoneInfo(zone)
    first = next_digest(DigestHour(minute), zone, now)
    second = next_digest(DigestHour(minute), zone, first)
    assert second.astimezone(place).date() - first.astimezone(place).date() == timedelta(days=1)


@pytest.mark.parametrize(
    ("quiet", "now", "end"),
    [
        (NIGHT, "2026-11-22 20:59", None),
        (NIGHT, "2026-11-22 21:00", "2026-11-23 06:00"),
        (NIGHT, "2026-11-23 05:59", "2026-11-23 06:00"),
        (NIGHT, "2026-11-23 06:00", None),
        (QuietHours(13 * 60, 15 * 60), "2026-11-22 12:30", "2026-11-22 14:00"),
        (QuietHours(13 * 60, 15 * 60), "2026-11-22 14:00", None),
        (QuietHours(60, 60), "2026-11-22 00:00", None),
        (NIGHT, "2026-10-24 21:00", "2026-10-25 06:00"),  # the night summer time ends is an hour longer
        (NIGHT, "2026-03-28 22:00", "2026-03-29 05:00"),
    ],
)
def test_quiet_hours_end_in_the_morning(quiet: QuietHours, now: str, end: str | None) -> None:
    assert quiet_until(quiet, "Europe/Berlin", utc(now)) == (utc(end) if end else None)


@settings(deadline=None)
@given(MINUTES, MINUTES, ZONES, MOMENTS)
def test_quiet_hours_end_within_a_day_and_are_over_then(start: int, end: int, zone: str, now: datetime) -> None:
    over = quiet_until(QuietHours(start, end), zone, now)
    assert over is None or now < over <= now + timedelta(hours=25)


@pytest.mark.parametrize(
    ("hour", "zone"),
    [
        (DigestHour(1440), "UTC"),
        (DigestHour(-1), "UTC"),
        (DigestHour(1, frozenset()), "UTC"),
        (DigestHour(1), "Mars/Base"),
    ],
)
def test_hours_that_cannot_be_are_refused(hour: DigestHour, zone: str) -> None:
    with pytest.raises(ValueError, match=r"minute|day|zone"):
        next_digest(hour, zone, utc("2026-11-22 00:00"))


def test_a_zone_is_found_by_its_city() -> None:
    assert find_zones("berlin") == ("Europe/Berlin",)
    assert find_zones("new york")[0] == "America/New_York"
    assert find_zones("Europe/Ber") == ("Europe/Berlin",)
    assert find_zones("UTC")[0] == "UTC"
    assert find_zones("nowhere at all") == find_zones(" ") == ()
    assert len(find_zones("a")) == 6


def test_a_zone_name_from_outside_is_no_path() -> None:
    assert is_zone("Europe/Berlin")
    assert not is_zone("../../etc/passwd")
