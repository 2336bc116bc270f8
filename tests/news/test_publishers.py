"""Which addresses are one publisher's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.publishers import publisher_family


@pytest.mark.parametrize(
    ("url", "family"),
    [
        ("https://www.bbc.co.uk/news/1", "bbc"),
        ("https://news.bbc.co.uk/1", "bbc"),
        ("https://bbc.com/x", "bbc"),
        ("https://edition.cnn.com/x", "cnn"),
        ("https://www.abc.net.au/x", "abc"),
        ("https://abcnews.go.com/x", "abcnews"),
        ("https://ici.radio-canada.ca/x", "radio-canada"),
        ("https://www.guardian.co.uk/x", "theguardian"),
        ("https://guardian.ng/x", "guardian.ng"),
        ("https://m.independent.ie/x", "independent.ie"),
        ("https://www.independent.co.uk/x", "independent"),
        ("https://one.substack.com/p/x", "one.substack.com"),
        ("https://two.substack.com/p/x", "two.substack.com"),
        ("https://lenta.ru/x", "lenta"),
        ("http://127.0.0.1:8000/x", "127.0.0.1"),
        ("http://[::1]/x", "::1"),
        ("http://localhost/x", "localhost"),
    ],
)
def test_an_address_belongs_to_a_family(url: str, family: str) -> None:
    assert publisher_family(url) == family


@pytest.mark.parametrize("url", ["", "no address", "http://[broken", "mailto:someone"])
def test_without_an_address_the_outlet_s_name_is_the_family(url: str) -> None:
    assert publisher_family(url, "The Harbour  Post") == "theharbourpost"


def test_nothing_known_is_no_family() -> None:
    assert publisher_family("", "") == ""


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_a_family_or_none(text: str) -> None:
    assert isinstance(publisher_family("https://" + text), str)
