from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.entries import MOST_OLD_PAGES, keys_of, plausible_date, sample, wants_page
from bot.news.feed_values import FeedEntry, ParsedFeed
from bot.news.starter_feeds import STARTER_FEEDS, starter_packs

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def feed(*entries: FeedEntry) -> ParsedFeed:
    return ParsedFeed("The Courier", "https://courier.example/", "en", None, entries)


def test_an_entry_is_known_by_guid_link_and_dated_title():
    entry = FeedEntry("guid-1", "https://courier.example/1?utm_source=rss", "Bridge closes", published=NOW)
    assert keys_of(feed(entry)) == (
        ("id:guid-1", "link:https://courier.example/1", "title:Bridge closes@2026-05-04T12:00:00+00:00"),
    )


@pytest.mark.parametrize("link", ["https://courier.example", "https://courier.example/live"])
def test_a_link_to_the_site_or_of_several_entries_is_no_mark(link):
    entries = (FeedEntry("1", link), FeedEntry("2", link))
    assert keys_of(feed(*entries)) == (("id:1",), ("id:2",))


@given(
    st.lists(st.builds(FeedEntry, st.text(min_size=1), st.text(), st.text(), published=st.none() | st.just(NOW))),
)
def test_every_entry_has_a_mark(entries):
    marks = keys_of(feed(*entries))
    assert len(marks) == len(entries)
    assert all(marks)


@pytest.mark.parametrize(
    ("published", "kept"),
    [(None, None), (NOW - HOUR, NOW - HOUR), (NOW + 13 * HOUR, NOW), (NOW + 15 * HOUR, None)],
)
def test_a_date_that_cannot_be_is_not_believed(published, kept):
    assert plausible_date(published, NOW) == kept


def test_a_page_is_fetched_for_news_that_the_feed_does_not_give_whole():
    entry = FeedEntry("1", "https://courier.example/1", published=NOW)
    assert wants_page(entry, 0, NOW, is_first_poll=True)
    assert not wants_page(entry, MOST_OLD_PAGES, NOW, is_first_poll=True)
    assert wants_page(entry, MOST_OLD_PAGES, NOW, is_first_poll=False)
    assert not wants_page(FeedEntry("1", "https://courier.example/1", is_whole=True), 0, NOW, is_first_poll=False)
    assert not wants_page(FeedEntry("1"), 0, NOW, is_first_poll=False)


def test_a_sample_counts_by_the_day_and_shows_the_latest():
    entries = [FeedEntry(str(n), title=f"Report {n}", published=NOW - n * 2 * HOUR) for n in range(1, 13)]
    found = sample(feed(*reversed(entries)), NOW)
    assert found.a_day == pytest.approx(12)
    assert found.latest == ("Report 1", "Report 2", "Report 3")
    assert sample(feed(FeedEntry("1", title="Undated")), NOW).a_day is None


def test_every_starter_feed_is_in_one_pack():
    packs = starter_packs()
    assert sorted(feed.url for pack in packs for feed in pack.feeds) == sorted({feed.url for feed in STARTER_FEEDS})
    assert len({(pack.category, pack.language) for pack in packs}) == len(packs)
