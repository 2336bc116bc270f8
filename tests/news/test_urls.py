import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.urls import as_address, canonical_url, host_of, site_of

STORY = "https://www.example.com/news/council-votes"


@pytest.mark.parametrize(
    "variant",
    [
        STORY,
        f"  {STORY}\n",
        f"{STORY}/",
        "HTTPS://WWW.Example.COM:443/news/council-votes",
        "https://www.example.com./news/council-votes",
        f"{STORY}?utm_source=newsletter&utm_medium=email#comments",
        f"{STORY}?fbclid=abc123&at_medium=RSS&at_campaign=KARANGA",
        f"{STORY}?CMP=share_btn_tw",
        f"{STORY}?smid=tw-share&gclid=x",
        f"{STORY}/amp",
        f"{STORY}/amp/",
        f"{STORY}/amp.html",
        f"{STORY}.amp",
        f"{STORY}?amp",
        f"{STORY}?amp=1",
        f"{STORY}?outputType=amp",
        "https://www.example.com/amp/news/council-votes",
        "https://m.example.com/news/council-votes",
        "https://mobile.example.com/news/council-votes",
        "https://amp.example.com/news/council-votes",
        "https://m.www.example.com/news/council-votes",
        "https://www.google.com/amp/s/www.example.com/news/council-votes",
        "https://www.google.co.uk/amp/s/amp.example.com/news/council-votes/amp",
        "https://amp-example-com.cdn.ampproject.org/c/s/amp.example.com/news/council-votes",
        "https://www.google.com/url?q=https%3A%2F%2Fwww.example.com%2Fnews%2Fcouncil-votes&sa=D",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fm.example.com%2Fnews%2Fcouncil-votes%3Ffbclid%3Dx&h=y",
        "https://www.example.com/news/%63ouncil-votes",
    ],
)
def test_every_variant_of_a_link_has_one_canonical_form(variant):
    assert canonical_url(variant) == STORY


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://example.com", "http://example.com/"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("https://example.com/a?b=2&a=1&b=1", "https://example.com/a?a=1&b=2&b=1"),
        ("https://example.com/watch?v=dQw4&feature=share", "https://example.com/watch?v=dQw4"),
        ("https://example.com/Path/Case", "https://example.com/Path/Case"),
        ("https://en.m.example.org/wiki/A_(b)", "https://en.example.org/wiki/A_(b)"),
        ("https://m.example.co.uk/a", "https://www.example.co.uk/a"),
        ("https://bücher.example/straße?q=ü", "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC"),
        ("https://example.com/%d0%b0%2fb", "https://example.com/%D0%B0%2Fb"),
        ("https://example.com/a#!/story/1", "https://example.com/a#!/story/1"),
        ("https://example.com/example", "https://example.com/example"),
        ("https://example.com/amp", "https://example.com/amp"),
        ("https://example.com/camp", "https://example.com/camp"),
        ("https://example.com/story.amp.html", "https://example.com/story.html"),
        ("https://m.example/a", "https://m.example/a"),
        ("http://192.0.2.7/a", "http://192.0.2.7/a"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("https://example.com/?p=12", "https://example.com/?p=12"),
        ("https://user:word@example.com/a", "https://example.com/a"),
    ],
)
def test_what_tells_pages_apart_is_kept(url, canonical):
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "ftp://example.com/a",
        "mailto:a@example.com",
        "http://",
        "https:///a",
        "http://[bad",
        "http://a:b:c/",
        "https://example.com/" + "a" * 8000,
    ],
)
def test_what_is_no_web_address_has_no_canonical_form(text):
    assert canonical_url(text) == ""


ADDRESSES = st.from_regex(
    r"https?://(m\.|www\.|amp\.|[a-zü0-9-]{1,9}\.){0,4}[a-z]{1,5}(:\d{1,5})?(/amp|/a|//|/%[0-9a-f]{2}|/é|\.amp|\.html|/){0,5}(\?(amp|utm_x|q|b|=|&|%26|;){0,9})?(#!?x?)?",
    fullmatch=True,
)


@given(ADDRESSES | st.text() | st.text().map("https://example.com/".__add__))
def test_the_canonical_form_is_its_own_canonical_form(url):
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert once == "" or once.startswith(("http://", "https://"))
    assert once.isascii() or host_of(once) != ""


@given(ADDRESSES)
def test_tracking_never_changes_the_canonical_form(url):
    plain = url.partition("#")[0]
    tracked = plain + ("&" if "?" in plain else "?") + "utm_source=x&fbclid=y"
    assert canonical_url(tracked) == canonical_url(plain)


@pytest.mark.parametrize(
    ("word", "address"),
    [
        ("bbc.com", "https://bbc.com"), ("www.bbc.co.uk/news?x=1", "https://www.bbc.co.uk/news?x=1"), ("example.com:8080", "https://example.com:8080"),
        ("http://localhost:8000/feed", "http://localhost:8000/feed"), ("bücher.example", "https://bücher.example"),
        ("hello", ""), ("two words.com", ""), ("@name", ""), ("1.5", ""), ("ftp://example.com", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_a_person_types_becomes_an_address(word, address):
    assert as_address(word) == address


@pytest.mark.parametrize(
    ("url", "site"),
    [("https://edition.cnn.com/a", "cnn.com"), ("https://news.bbc.co.uk", "bbc.co.uk"), ("https://a.blogspot.com/b", "a.blogspot.com"),
     ("https://x.co", "x.co"), ("http://localhost:8000/", "localhost"), ("hello", "")],
)  # fmt: skip
def test_the_site_is_what_one_owner_holds(url, site):
    assert site_of(url) == site


def test_the_host_is_named_without_www():
    assert host_of("https://WWW.Example.com:8080/a") == "example.com"
    assert host_of("http://[bad") == ""
    assert host_of("hello") == ""
