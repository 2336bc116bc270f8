from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.moments import has_time, read_date

MORNING = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
DAY = datetime(2026, 11, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["2026-11-18T08:30:00Z", "2026-11-18T09:30:00+01:00", "2026-11-18T09:30:00+0100", "2026-11-18 08:30:00", "2026-11-18T08:30", "20261118T083000Z",
     "2026-11-18T08:30:00.000Z", "Wed, 18 Nov 2026 09:30:00 +0100", "Wed, 18 Nov 2026 08:30:00 GMT", "18 Nov 2026 03:30:00 EST", "2026-11-18 09:30:00 +01:00",
     "2026/11/18 08:30:00", "November 18, 2026 8:30 AM", "  2026-11-18T08:30:00Z "],
)  # fmt: skip
def test_a_moment_is_read(text):
    assert read_date(text) == MORNING
    assert has_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-18",
        "2026/11/18",
        "November 18, 2026",
        "Nov. 18, 2026",
        "18 November 2026",
        "18 Nov 2026",
        "11/18/2026",
        "20261118",
    ],
)
def test_a_day_is_read_as_its_midnight(text):
    assert read_date(text) == DAY
    assert not has_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "0001-01-01",
        "1970-01-01T00:00:00Z",
        "2026-13-01",
        "9999-12-31",
        "18",
        "2026",
        "99999999999999999999",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59",
    ],
)
def test_what_is_no_date_of_news_is_none(text):
    assert read_date(text) is None


@given(st.text(max_size=80) | st.text(alphabet="0123456789-:T +ZGMTNov,/.", max_size=40))
def test_any_text_is_a_moment_in_utc_or_none(text):
    found = read_date(text)
    assert found is None or (found.tzinfo is UTC and 1990 <= found.year <= 2100)


@given(st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants them naive
def test_what_is_written_in_iso_is_read_again(moment):
    assert read_date(moment.isoformat()) == moment
