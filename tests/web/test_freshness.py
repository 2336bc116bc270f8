import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.freshness import MOST, fresh_for
from bot.web.page import Page

DATE = ("date", "Sun, 22 Nov 2026 08:00:00 GMT")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([("cache-control", "public, max-age=600")], 600),
        ([("cache-control", "max-age=600"), ("age", "100")], 500),
        ([("cache-control", "max-age=600"), ("age", "700")], None),
        ([("cache-control", 'MAX-AGE="600"')], 600),
        ([("cache-control", "s-maxage=600")], None),
        ([("cache-control", "no-cache, max-age=600")], None),
        ([("cache-control", "max-age=31536000")], MOST),
        ([("cache-control", "max-age=0")], None),
        ([("expires", "Sun, 22 Nov 2026 08:10:00 GMT"), DATE], 600),
        ([("expires", "Sun, 22 Nov 2026 07:00:00 GMT"), DATE], None),
        ([("expires", "Sun, 22 Nov 2026 08:10:00 GMT")], None),
        ([("expires", "0"), DATE], None),
        ([("cache-control", "max-age=60"), ("expires", "Sun, 22 Nov 2026 08:10:00 GMT"), DATE], 60),
        ([], None),
    ],
)
def test_the_time_a_server_gives_is_read(headers, seconds):
    assert fresh_for(Page("u", "u", 200, b"", headers=tuple(headers))) == seconds


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_any_headers_give_a_time_within_bounds_or_none(control, expires, age):
    seconds = fresh_for(
        Page("u", "u", 200, b"", headers=(("cache-control", control), ("expires", expires), ("age", age), DATE))
    )
    assert seconds is None or 0 < seconds <= MOST
