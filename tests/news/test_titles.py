import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.titles import same_words, without_site
from bot.text.paragraphs import visible


@pytest.mark.parametrize(
    ("title", "sites", "plain"),
    [
        ("Bridge approved | The Harbour Gazette", ["The Harbour Gazette"], "Bridge approved"),
        ("Bridge approved - Harbour Gazette", ["The Harbour Gazette"], "Bridge approved"),
        ("Bridge approved — BBC News", ["BBC News", "bbc.co.uk"], "Bridge approved"),
        ("Bridge approved - bbc.co.uk", ["", "bbc.co.uk"], "Bridge approved"),
        ("Bridge approved | News | The Guardian", ["the Guardian"], "Bridge approved | News"),
        ("The Gazette | Bridge approved", ["The Gazette"], "Bridge approved"),
        ("The Gazette", ["The Gazette"], "The Gazette"),
        ("Bridge - 10 years on", ["Gazette"], "Bridge - 10 years on"),
        ("Bridge-building at the Gazette", ["Gazette"], "Bridge-building at the Gazette"),
        ("The Guardian - a play", ["guardian.co.uk"], "a play"),
        ("\u202eBridge\u00ad approved\u2066 | Gazette", ["Gazette"], "Bridge approved"),
        ("", ["x"], ""),
    ],
)
def test_the_name_of_the_site_is_taken_off(title, sites, plain):
    assert without_site(title, sites) == plain


@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=3))
def test_a_title_never_becomes_empty(title, sites):
    assert bool(without_site(title, sites)) == bool(visible(title).split())


def test_lines_are_compared_by_their_letters():
    assert same_words("‘He died’: a report", "'He died' – a report")
    assert not same_words("He died", "He lived")
    assert not same_words("—", "")
