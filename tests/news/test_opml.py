import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.errors import NotAFeed
from bot.news.opml import MOST_FEEDS, ListedFeed, read_opml, write_opml

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>My feeds</title></head><body>
  <outline text="Nachrichten &amp; Welt">
    <outline text="Europa"><outline type="rss" text="Inselblatt" xmlUrl="https://island.example/rss" htmlUrl="https://island.example/"/></outline>
    <outline type="rss" title="Hafenpost" xmlUrl="https://hafen.example/feed?a=1&amp;b=2"/>
  </outline>
  <outline type="rss" text="Новости" xmlUrl="http://news.example/rss.xml"/>
  <outline type="rss" text="Twice" xmlUrl="http://news.example/rss.xml"/>
  <outline type="rss" text="Odd" xmlUrl="javascript:alert(1)"/>
  <outline text="Empty folder"/>
</body></opml>
"""


def test_a_list_is_read_with_its_folders_and_titles():
    assert read_opml(LIST.encode()) == (
        ListedFeed("https://island.example/rss", "Inselblatt", ("Nachrichten & Welt", "Europa")),
        ListedFeed("https://hafen.example/feed?a=1&b=2", "Hafenpost", ("Nachrichten & Welt",)),
        ListedFeed("http://news.example/rss.xml", "Новости"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_a_list_in_any_encoding_is_read(encoding):
    body = LIST.replace("UTF-8", encoding).encode(encoding)
    assert read_opml(body)[-1].title == "Новости"


def test_a_list_is_cut():
    outlines = "".join(f'<outline xmlUrl="https://e.example/{n}"/>' for n in range(MOST_FEEDS + 50))
    assert len(read_opml(f"<opml><body>{outlines}</body></opml>".encode())) == MOST_FEEDS


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"<rss version='2.0'></rss>", b"<html></html>", b"https://example.com/list.opml", b"{}"]
)
def test_what_is_no_list_is_refused(body):
    with pytest.raises(NotAFeed):
        read_opml(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<opml><body><outline xmlUrl='https://e.example/1' text='a &amp b'",
        b"<opml><body><outline XMLURL='https://e.example/1' TEXT='a'></outline></body>",
        b"<opml><body>" + b"<outline text='x'>" * 3000 + b"<outline xmlUrl='https://e.example/1'/>",
        b"<!DOCTYPE opml [<!ENTITY a 'https://e.example/1'>]><opml><body><outline xmlUrl='https://e.example/1'/></body></opml>",
    ],
    ids=["cut off", "upper case", "deep", "doctype"],
)
def test_a_sloppy_list_is_read_or_empty(body):
    assert all(feed.url == "https://e.example/1" for feed in read_opml(body))


NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs"], exclude_characters="<&"),
    min_size=1,
    max_size=12,
).map(lambda name: "n" + name)
ADDRESSES = st.from_regex(r"https://[a-z]{1,9}\.example/[a-z0-9?=&/]{0,12}", fullmatch=True)


@settings(deadline=None)
@given(
    st.lists(
        st.builds(ListedFeed, ADDRESSES, NAMES, st.lists(NAMES, max_size=3).map(tuple)),
        max_size=8,
        unique_by=lambda feed: feed.url,
    )
)
def test_what_is_written_is_read_again(feeds):
    assert set(read_opml(write_opml(feeds, "Feeds"))) == set(feeds)


def test_written_folders_keep_their_order_and_signs_that_xml_forbids_are_left_out():
    feeds = [
        ListedFeed("https://a.example/", "A\x00\x0b", ("x",)),
        ListedFeed("https://b.example/", "", ("y",)),
        ListedFeed("https://c.example/", "C", ("x",)),
    ]
    written = write_opml(feeds, "Feeds \ud800")
    assert written.count(b'text="x"') == 1
    assert [feed.title for feed in read_opml(written)] == ["A", "C", "https://b.example/"]


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=200).map(b"<opml><body>".__add__)
    | st.lists(
        st.sampled_from(
            [
                "<outline ",
                "text='x' ",
                "xmlUrl='https://e.example/' ",
                ">",
                "/>",
                "</outline>",
                "&#x0;",
                "category='/a/b,c' ",
                "type='rss' ",
                "<![CDATA[",
            ]
        ),
        max_size=30,
    ).map(lambda parts: ("<opml>" + "".join(parts)).encode())
)
def test_any_bytes_are_a_list_or_not(body):
    try:
        feeds = read_opml(body)
    except NotAFeed:
        feeds = ()
    assert all(feed.url.startswith("http") for feed in feeds)
