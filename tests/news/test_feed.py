from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.errors import NotAFeed
from bot.news.feed import MOST_ENTRIES, parse_feed
from bot.news.feed_text import is_whole, plain_line, plain_text
from bot.news.feed_values import FeedEntry, ParsedFeed

FEEDS = Path(__file__).parent.parent / "data" / "feeds"
URL = "https://feeds.example/all.xml"


def test_rss_2_is_read():
    feed = parse_feed((FEEDS / "rss2.xml").read_bytes(), URL)
    bridge, ferry, headline = feed.entries
    assert (feed.title, feed.site_url, feed.language) == (
        "The Harbour Gazette & Post",
        "https://www.harbour-gazette.example/",
        "en",
    )
    assert feed.least_interval == 3600
    assert bridge == FeedEntry(
        identity="gazette-7",
        url="https://www.harbour-gazette.example/news/bridge?utm_source=rss&id=7",
        title="Council approves bridge: 3 < 5 & more",
        text="The council voted on Tuesday.\nIt was close.",
        author="Ines Okafor",
        published=datetime(2026, 11, 18, 8, 30, tzinfo=UTC),
        language="en",
        image="https://www.harbour-gazette.example/large.jpg",
    )
    assert (ferry.identity, ferry.url) == ("https://www.harbour-gazette.example/news/ferry",) * 2
    assert (ferry.title, ferry.published, ferry.image) == (
        "Ferry late again",
        None,
        "https://www.harbour-gazette.example/ferry.png",
    )
    assert headline == FeedEntry(identity="Only a headline", title="Only a headline", language="en")


def test_rss_1_is_read():
    feed = parse_feed((FEEDS / "rss1.rdf").read_bytes(), URL)
    (entry,) = feed.entries
    assert (feed.title, feed.language, feed.least_interval) == ("Inselnachrichten", "de", 6 * 3600)
    assert (entry.title, entry.text) == ("Fähre fährt wieder", "Die Fähre fährt seit Mittwoch wieder.")
    assert entry.published == datetime(2026, 11, 18, 8, 30, tzinfo=UTC)


def test_atom_is_read():
    feed = parse_feed((FEEDS / "atom.xml").read_bytes(), URL)
    tides, updated = feed.entries
    assert (feed.title, feed.site_url, feed.language) == ("Harbour Lab", "https://lab.example/", "en")
    assert (tides.title, tides.url, tides.identity) == (
        "Tides & time",
        "https://lab.example/posts/1",
        "tag:lab.example,2026:1",
    )
    assert tides.text == "First paragraph about tides.\nSecond bold paragraph."
    assert tides.author == "Bo Ek"
    assert tides.published == datetime(2026, 11, 19, 6, tzinfo=UTC)
    assert updated.published == datetime(2026, 11, 18, 8, tzinfo=UTC)


def test_json_feed_is_read():
    feed = parse_feed((FEEDS / "feed.json").read_bytes(), "https://pier.example/feed.json")
    ponton, second = feed.entries
    assert (feed.title, feed.site_url, feed.language, feed.least_interval) == (
        "Pier Notes",
        "https://pier.example/",
        "fr",
        None,
    )
    assert ponton == FeedEntry(
        identity="42",
        url="https://pier.example/notes/42",
        title="Le ponton rouvre",
        text="Le ponton rouvre samedi.\nEntrée libre.",
        author="Léa Roy, Max Du",
        published=datetime(2026, 11, 18, 8, 30, tzinfo=UTC),
        image="https://pier.example/p.jpg",
        language="fr",
    )
    assert (second.identity, second.url, second.text, second.published, second.author) == (
        "43",
        "",
        "Un\nDeux",
        None,
        "Léa",
    )


def rss(items: str, channel: str = "") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{channel}{items}</channel></rss>'.encode()


@pytest.mark.parametrize(
    ("item", "identity"),
    [
        ("<guid>a</guid><link>https://e.example/1</link><title>t</title>", "a"),
        ("<guid>  a </guid>", "a"),
        ("<guid isPermaLink='true'>/news/1</guid>", "/news/1"),
        ("<guid></guid><link>https://e.example/1</link><title>t</title>", "https://e.example/1"),
        ("<link>ftp://e.example/1</link><title>t</title>", "t"),
        ("<title>t</title>", "t"),
    ],
)
def test_the_identity_is_guid_else_link_else_title(item, identity):
    assert parse_feed(rss(f"<item>{item}</item>"), URL).entries[0].identity == identity


def test_links_are_resolved_and_identities_are_not():
    feed = parse_feed(
        rss("<item><guid isPermaLink='false'>a/1</guid><link>/news/1</link></item><item><guid>a/2</guid></item>"), URL
    )
    assert [(entry.identity, entry.url) for entry in feed.entries] == [
        ("a/1", "https://feeds.example/news/1"),
        ("a/2", ""),
    ]


def test_a_very_long_identity_is_kept_short_and_distinct():
    guids = ["x" * 3000 + end for end in "ab"]
    entries = parse_feed(rss("".join(f"<item><guid>{guid}</guid></item>" for guid in guids)), URL).entries
    assert len({entry.identity for entry in entries}) == 2
    assert all(len(entry.identity) < 100 for entry in entries)


def test_a_feed_of_many_entries_is_cut():
    feed = parse_feed(rss("".join(f"<item><guid>{n}</guid></item>" for n in range(2000))), URL)
    assert [entry.identity for entry in feed.entries] == [str(n) for n in range(MOST_ENTRIES)]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r", "utf-16"])
@pytest.mark.parametrize("declared", [True, False])
def test_every_encoding_is_read(encoding, declared):
    text = f'<?xml version="1.0"{f" encoding={encoding!r}" if declared else ""}?><rss version="2.0"><channel><title>Новости города</title></channel></rss>'
    feed = parse_feed(text.encode(encoding), URL, "" if declared else encoding)
    assert feed.title == "Новости города"


def test_a_lying_header_does_no_harm():
    assert (
        parse_feed(
            '<rss version="2.0"><channel><title>Новости</title></channel></rss>'.encode(), URL, "iso-8859-1"
        ).title
        == "Новости"
    )


@pytest.mark.parametrize(
    "body",
    [
        b'<rss version="2.0"><channel><title>T</title><item><title>A & B</title><guid>1</guid></item></channel></rss>',
        b'<rss version="2.0"><channel><title>T</title><item><title>A &amp; B</title><guid>1</guid>',
        b'\n\n<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><item><title>A &amp; B</title><guid>1</guid></item></channel></rss>junk',
        b'<rss version="2.0"><channel><title>T</title><item><title>A &#38; B\x0b</title><guid>1</guid></item></channel></rss>',
        b'<rss version="2.0"><channel><title>T</title><item><title>A &amp; B&#xD800;&#55297;</title><guid>1</guid></item></channel></rss>',
        b'<rss><channel><title>T</title><item><title>A &amp; B</title><guid>1</guid></item></channel></rss>',
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>T</title><item><title>A &amp; B&x;</title><guid>1</guid></item></channel></rss>',
    ],
    ids=["bare ampersand", "cut off", "blank first", "control sign", "no letter", "no version", "outer entity"],
)  # fmt: skip
def test_a_sloppy_feed_is_read_all_the_same(body):
    feed = parse_feed(body, URL)
    assert feed.entries[0].identity == "1"
    assert feed.entries[0].title.startswith("A & B")
    assert "root" not in feed.entries[0].title


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"<html><head><title>x</title></head><body><p>y</p></body></html>",
        b"{}",
        b"[1]",
        b'{"version": 1}',
        b"{" * 100_000,
        b"%PDF-1.7",
        b"<opml></opml>",
    ],
)
def test_what_is_no_feed_is_refused(body):
    with pytest.raises(NotAFeed):
        parse_feed(body, URL)


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        ("<ttl>60</ttl>", 3600),
        ("<ttl>0</ttl>", None),
        ("<ttl>x</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>99999999</ttl>", 86400),
        ("", None),
    ],
)
def test_the_interval_a_feed_asks_for_is_read(channel, seconds):
    assert parse_feed(rss("", channel), URL).least_interval == seconds


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Wed, 31 Feb 2026", "0000-00-00", "1970-01-01", "9999-12-31T23:59:59Z", "99999999999999"]
)
def test_an_impossible_date_is_no_date(date):
    assert parse_feed(rss(f"<item><guid>1</guid><pubDate>{date}</pubDate></item>"), URL).entries[0].published is None


def test_a_date_in_the_future_is_left_to_the_caller():
    entry = parse_feed(rss("<item><guid>1</guid><pubDate>Fri, 01 Jan 2088 00:00:00 GMT</pubDate></item>"), URL).entries[
        0
    ]
    assert entry.published == datetime(2088, 1, 1, tzinfo=UTC)


def test_a_whole_text_is_told_from_an_excerpt():
    sentence = "The harbour trust said on Friday that the light would be seen for nine miles. "
    assert is_whole((sentence * 20).strip())
    assert not is_whole(sentence)
    for end in ("…", "[...]", "Read more", "[…]", "Continue reading →", " [+1234 chars]"):
        assert not is_whole(sentence * 20 + end)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a <b>b</b>", "a b"),
        ("a &amp;lt; b", "a &lt; b"),
        ("a < b > c", "a < b > c"),
        ("AT&T", "AT&T"),
        ("x&nbsp;y", "x y"),
        ("<p>a</p><p>b</p>", "a b"),
        ("a\nb", "a b"),
        ("", ""),
    ],
)
def test_titles_are_plain_lines(text, line):
    assert plain_line(text) == line


@given(st.text(alphabet="<>&;/abp !-[]#x\n\x00é"))
def test_plain_text_has_no_tags_and_no_blank_lines(text):
    plain = plain_text(text)
    assert "\n\n" not in plain
    assert "\x00" not in plain
    assert "<p>" not in plain_text(f"<p>{text}</p>") or "&lt;p" in text or "<p" in text


PIECES = st.sampled_from(
    "<rss version='2.0'> <channel> <item> </item> <title> </title> <guid> <link> <feed xmlns='http://www.w3.org/2005/Atom'> <entry> <content type='xhtml'> "
    "<content:encoded> <![CDATA[ ]]> &amp; &#0; &x; <pubDate> 2026 <ttl> <?xml?> <!DOCTYPE <media:content url='x'> <link href='http://[' /> <id> <updated> "
    "<description> &lt;p&gt; {\"version\":\"https://jsonfeed.org/version/1\",\"items\":[ {\"id\":[]} ]}".split(" ")
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300)
    | st.lists(PIECES | st.text(max_size=8), max_size=40).map(
        lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
    )
)
def test_any_bytes_are_a_feed_or_not(body):
    try:
        feed = parse_feed(body, URL)
    except NotAFeed:
        return
    assert isinstance(feed, ParsedFeed)
    assert all(entry.identity for entry in feed.entries)
    assert all(entry.url == "" or entry.url.startswith("http") for entry in feed.entries)
