import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.discovery import MOST_CANDIDATES, FeedCandidate, Found, feed_candidates, looks_like_feed
from bot.news.site_feeds import feeds_of_known_site

PAGE = """<html><head><base href="https://www.gazette.example/sub/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel="alternate" type="application/atom+xml; charset=utf-8" title="All  news" href="all.atom">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="stylesheet" type="text/xml" href="/style.xml">
</head><body>
<a href="/sport/rss.xml">Sport</a> <a href="https://feeds.gazette-press.example/top">Top</a> <a href="/news/feedback">Feedback</a>
<a href="https://other.example/rss">Elsewhere</a> <a href="feed://www.gazette.example/culture.rss">Culture</a> <a href="http://[bad">x</a>
</body></html>"""
URL = "https://www.gazette.example/news/page"


def test_feeds_are_found_in_the_order_of_trust():
    found = feed_candidates(PAGE.encode(), URL)
    assert found[0] == FeedCandidate("https://www.gazette.example/sub/all.atom", "All news", Found.LINK_TAG)
    assert [candidate.url for candidate in found if candidate.found is Found.ANCHOR] == [
        "https://www.gazette.example/sport/rss.xml",
        "https://feeds.gazette-press.example/top",
        "http://www.gazette.example/culture.rss",
    ]
    assert found[4].url == "https://www.gazette.example/news/page/feed"
    assert "https://www.gazette.example/rss.xml" in {candidate.url for candidate in found}
    assert len(found) <= MOST_CANDIDATES


def test_a_feed_of_comments_comes_last():
    found = feed_candidates(
        b'<link rel="alternate" type="application/rss+xml" href="/comments/feed">', "https://e.example/"
    )
    assert found[-1].url == "https://e.example/comments/feed"


def test_the_page_itself_and_other_sites_are_no_candidates():
    addresses = {candidate.url for candidate in feed_candidates(PAGE.encode(), "https://www.gazette.example/rss.xml")}
    assert "https://www.gazette.example/rss.xml" not in addresses
    assert "https://other.example/rss" not in addresses
    assert "https://www.gazette.example/style.xml" not in addresses
    assert not any("wp-json" in address for address in addresses)


def test_a_bare_page_leaves_the_usual_places():
    found = feed_candidates(b"", "https://e.example")
    assert found[0] == FeedCandidate("https://e.example/feed", "", Found.WELL_KNOWN)
    assert all(candidate.found is Found.WELL_KNOWN for candidate in found)


ID = "UC" + "a" * 22


@pytest.mark.parametrize(
    ("url", "html", "feeds"),
    [
        (f"https://www.youtube.com/channel/{ID}/videos", "", (f"https://www.youtube.com/feeds/videos.xml?channel_id={ID}",)),
        ("https://www.youtube.com/@harbour", f'x"channelId":"{ID}"y', (f"https://www.youtube.com/feeds/videos.xml?channel_id={ID}",)),
        ("https://youtu.be/abc", f'<link rel="canonical" href="https://www.youtube.com/channel/{ID}">', (f"https://www.youtube.com/feeds/videos.xml?channel_id={ID}",)),
        ("https://www.youtube.com/playlist?list=PL0123456789", "", ("https://www.youtube.com/feeds/videos.xml?playlist_id=PL0123456789",)),
        ("https://www.youtube.com/@harbour", "", ()),
        ("https://old.reddit.com/r/news/comments/abc/title/", "", ("https://www.reddit.com/r/news/.rss",)),
        ("https://reddit.com/user/somebody", "", ("https://www.reddit.com/user/somebody/.rss",)),
        ("https://www.reddit.com/", "", ("https://www.reddit.com/.rss",)),
        ("https://github.com/a/b.git", "", ("https://github.com/a/b/releases.atom", "https://github.com/a/b/commits.atom")),
        ("https://github.com/a", "", ("https://github.com/a.atom",)),
        ("https://medium.com/@ann/story", "", ("https://medium.com/feed/@ann",)),
        ("https://ann.medium.com/story", "", ("https://ann.medium.com/feed",)),
        ("https://ann.substack.com/p/x", "", ("https://ann.substack.com/feed",)),
        ("https://ann.blogspot.com/", "", ("https://ann.blogspot.com/feeds/posts/default",)),
        ("https://ann.tumblr.com/", "", ("https://ann.tumblr.com/rss",)),
        ("https://bsky.app/profile/ann.example", "", ("https://bsky.app/profile/ann.example/rss",)),
        ("https://notyoutube.com/channel/x", "", ()),
        ("http://[bad", "", ()),
    ],
)  # fmt: skip
def test_big_sites_have_rules(url, html, feeds):
    assert feeds_of_known_site(url, html) == feeds


def test_a_rule_goes_before_everything_on_the_page():
    page = f'<link rel="alternate" type="application/rss+xml" href="/x.rss"><script>"channelId":"{ID}"</script>'
    assert feed_candidates(page.encode(), "https://www.youtube.com/@harbour")[0].found is Found.KNOWN_SITE


@pytest.mark.parametrize(
    ("body", "kind", "is_feed"),
    [
        (b"<?xml version='1.0'?><rss version='2.0'>", "text/html", True),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "", True),
        (b"<rdf:RDF xmlns:rdf='x'>", "text/xml", True),
        (b'{"version": "https://jsonfeed.org/version/1"}', "application/json", True),
        (b"anything", "application/rss+xml", True),
        (b"<!doctype html><html><body><code><rss></code>", "text/html", False),
        (b"<p>hello", "text/html", False),
        (b"", "", False),
    ],
)
def test_a_feed_is_told_from_a_page(body, kind, is_feed):
    assert looks_like_feed(body, kind) is is_feed


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=200) | st.text(alphabet="<>link rel=alternatehref'/feed:[]?.", max_size=200).map(str.encode),
    st.sampled_from([URL, "https://www.youtube.com/x", "https://e.example/?[", "http://127.0.0.1:8000/a"]),
)
def test_any_page_gives_web_addresses(body, url):
    found = feed_candidates(body, url)
    assert len(found) <= MOST_CANDIDATES
    assert len({candidate.url for candidate in found}) == len(found)
    assert all(candidate.url.startswith(("http://", "https://")) for candidate in found)
