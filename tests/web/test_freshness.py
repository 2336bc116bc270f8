import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.freshness import freshness
from bot.web.page import Page


def page(**headers: str) -> Page:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Page("https://a.example/", "https://a.example/", 200, b"", headers=named)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"cache_control": "public, max-age=600"}, 600),
        ({"cache_control": 'MAX-AGE="60"', "age": "20"}, 40),
        ({"cache_control": "max-age=60", "age": "100"}, 0),
        ({"cache_control": "max-age=60", "age": "old"}, 60),
        ({"cache_control": "no-cache, max-age=600"}, 0),
        ({"cache_control": "s-maxage=600"}, 0),
        ({"expires": "Mon, 04 May 2026 12:10:00 GMT", "date": "Mon, 04 May 2026 12:00:00 GMT"}, 600),
        ({"expires": "Mon, 04 May 2026 11:00:00 GMT", "date": "Mon, 04 May 2026 12:00:00 GMT"}, 0),
        ({"expires": "0", "date": "Mon, 04 May 2026 12:00:00 GMT"}, 0),
        ({"expires": "Mon, 04 May 2026 12:10:00 GMT"}, 0),
    ],
)
def test_the_server_says_how_long_its_answer_stays_good(headers, seconds):
    assert freshness(page(**headers)) == seconds


@given(st.text(), st.text(), st.text(), st.text())
def test_no_header_breaks_it(control, age, expires, date):
    assert freshness(page(cache_control=control, age=age, expires=expires, date=date)) >= 0
