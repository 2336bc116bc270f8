"""Polling: what is new is stored once, and what goes wrong with one feed stays with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.usecases.notices import notice_of
from bot.web import errors as web
from bot.web.page import Page, Redirect
from storage.database import Database
from tests.feedroom import COURIER, DAY, HOUR, MINUTE, NOON, SECOND, FeedRoom, Item, rss, story


@pytest.fixture
def room(database: Database) -> FeedRoom:
    return FeedRoom(database)


def test_a_due_feed_gives_its_entries_and_is_due_again_in_its_own_rhythm(room):
    feed = room.feed()
    room.put(*(story(number, NOON - number * 2 * HOUR) for number in range(1, 6)))
    (poll,) = room.poll()
    assert poll.new == 5
    stored = room.state(feed)
    assert (stored.title, stored.site_url, stored.language) == ("The Harwick Courier", "https://courier.example/", "en")
    assert stored.next_due == NOON + HOUR
    assert room.poll() == []


def test_validators_go_back_byte_for_byte(room):
    feed = room.feed()
    etag, modified = 'W/"a\xe9 "', "Mon, 04 May 2026 09:00:00 GMT"
    room.put(story(1), etag=etag, last_modified=modified)
    room.poll()
    assert room.poll_when_due(feed).new == 0
    assert room.web.validators == [("", ""), (etag, modified)]
    assert room.state(feed).etag == etag.encode("latin-1")
    room.poll_when_due(feed)
    assert room.web.validators[-1] == (etag, modified)


def test_an_answer_that_did_not_change_is_not_parsed_again(room):
    feed = room.feed()
    room.put(story(1))
    room.poll()
    room.isolation.broken = True
    assert room.poll_when_due(feed).reason == ""


def test_only_what_was_not_there_before_is_new(room):
    feed = room.feed()
    room.put(story(1), story(2))
    room.poll()
    room.put(story(3), story(1), story(2))
    assert room.poll_when_due(feed).new == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda item: replace(item, guid=f"new-{item.guid}"),
        lambda item: replace(item, guid=""),
        lambda item: replace(item, link=f"{item.link}?utm_source=rss"),
        lambda item: replace(item, link=item.link.replace("courier", "www.courier"), guid=f"new-{item.guid}"),
        lambda item: replace(item, title=f"Corrected: {item.title}"),
    ],
    ids=["guids", "no guids", "tracking", "guids and links", "titles"],
)
def test_entries_are_known_again_when_a_feed_changes_them_all_and_back(room, change):
    feed = room.feed()
    before = [story(number, NOON - number * HOUR) for number in range(5)]
    room.put(*before)
    room.poll()
    for items in (map(change, before), before, map(change, before)):
        room.put(*items)
        assert room.poll_when_due(feed).new == 0


def test_a_link_that_all_entries_share_does_not_make_them_one(room):
    room.feed()
    room.put(*(story(number, link="https://courier.example/") for number in range(4)))
    assert room.poll()[0].new == 4


def test_a_headline_that_comes_every_day_is_new_every_day(room):
    feed = room.feed()
    room.put(Item("Weather", guid="1", at=NOON - HOUR))
    room.poll()
    room.put(Item("Weather", guid="2", at=NOON + HOUR))
    assert room.poll_when_due(feed).new == 1


def test_what_a_feed_had_before_it_was_added_is_no_news_even_200_at_once(room):
    feed = room.feed()
    room.put(*(story(number, text="x " * 700 + ".") for number in range(200)))
    assert room.poll()[0].new == 200
    articles = room.read()
    assert len(articles) == 200
    assert not any(room.news_of(article) for article in articles)
    room.put(story(500, room.now))
    room.poll_when_due(feed)
    (article,) = room.read()
    assert room.news_of(article) == (feed.id,)


def test_an_old_entry_that_appears_late_is_no_news(room):
    feed = room.feed()
    room.put(story(1))
    room.poll()
    room.read()
    room.put(story(2, NOON - 30 * DAY), story(1))
    room.poll_when_due(feed)
    (article,) = room.read()
    assert room.news_of(article) == ()


def test_dates_in_the_future_or_missing_do_no_harm(room):
    feed = room.feed()
    room.put(story(1, NOON + 5 * HOUR), story(2, NOON + 400 * DAY), story(3, None))
    room.poll()
    dates = {entry.title: entry.published for entry in room.entries(feed)}
    assert dates == {story(1).title: NOON, story(2).title: None, story(3).title: None}
    assert all(entry.first_seen <= NOON for entry in room.entries(feed))


def test_only_the_newest_pages_of_a_new_feed_are_wanted(room):
    feed = room.feed()
    room.put(*(story(number) for number in range(100)), story(101, NOON - 20 * DAY))
    room.poll()
    assert sum(bool(entry.host) for entry in room.entries(feed)) == 30


def test_the_servers_hints_are_kept(room):
    slow, cached = room.feed(), room.feed("https://mail.example/feed")
    room.put(story(1), extra="<ttl>300</ttl>")
    room.put(story(1), url="https://mail.example/feed", cache_control="public, max-age=20000", etag='"1"')
    room.poll()
    assert room.state(slow).next_due == NOON + 300 * MINUTE
    assert room.state(cached).next_due == NOON + timedelta(seconds=20000)
    room.poll_when_due(cached)
    assert room.state(cached).next_due == room.now + timedelta(seconds=20000)


def test_failures_slow_a_feed_down_and_a_success_forgets_them(room):
    feed = room.feed()
    room.web.fail(COURIER, web.ServerError(500))
    waits = []
    for _ in range(3):
        room.poll_when_due(feed)
        waits.append(room.state(feed).next_due - room.now)
    assert waits == [15 * MINUTE, 30 * MINUTE, HOUR]
    assert room.state(feed).reason == "SERVER_FAILED courier.example"
    room.put(story(1))
    room.poll_when_due(feed)
    stored = room.state(feed)
    assert (stored.failures, stored.reason, stored.failing_since) == (0, "", None)


def test_one_bad_feed_does_not_stop_the_others(room):
    hosts = ["down", "html", "odd", "good"]
    feeds = {name: room.feed(f"https://{name}.example/feed") for name in hosts}
    room.web.fail(feeds["down"].url, web.NoConnection())
    room.web.put(feeds["html"].url, "<html><body>Welcome</body></html>")
    room.web.pages[feeds["odd"].url] = "no page at all"
    room.put(story(1), url=feeds["good"].url)
    reasons = {poll.feed_id: poll.reason.split(" ")[0] for poll in room.poll()}
    assert [reasons[feeds[name].id] for name in hosts] == ["UNREACHABLE", "NOT_A_FEED", "UNREADABLE", ""]


def test_a_parser_that_dies_is_the_feeds_failure(room):
    room.feed()
    room.put(story(1))
    room.isolation.broken = True
    assert room.poll()[0].reason == "UNREADABLE courier.example"


def test_retry_after_holds_for_the_whole_host(room):
    first, second = room.feed(), room.feed("https://courier.example/sport")
    room.web.fail(COURIER, web.Busy(429, 600.0))
    room.put(story(1), url=second.url)
    room.poll()
    room.later(5 * MINUTE)
    assert room.poll() == []
    room.later(6 * MINUTE)
    assert [poll.feed_id for poll in room.poll()] == [second.id]
    assert room.state(first).next_due >= NOON + 10 * MINUTE


def test_a_host_is_asked_once_a_second_by_all_workers_together(room):
    for number in range(3):
        room.feed(f"https://courier.example/{number}")
    assert len(room.refresh.claim(10, room.now, "one")) == 1
    assert room.refresh.claim(10, room.now, "two") == ()
    room.later(SECOND)
    assert room.refresh.claim(10, room.now, "two") == ()  # the first is still under way
    room.refresh.take_over("one")
    assert len(room.refresh.claim(10, room.now, "two")) == 1


def test_a_feed_whose_worker_died_is_polled_when_the_lease_is_over(room):
    room.feed()
    room.put(story(1))
    room.refresh.claim(10, room.now, "dead")
    room.later(4 * MINUTE)
    assert room.poll() == []
    room.later(2 * MINUTE)
    assert len(room.poll()) == 1


def test_a_feed_taken_down_stops_and_its_followers_are_told_once(room):
    feed = room.feed(title="The Courier")
    room.follows(1, feed)
    room.follows(2, feed)
    room.web.fail(COURIER, web.Gone(410))
    room.poll()
    assert room.state(feed).state == "gone"
    (post,) = room.told(1)
    notice = notice_of(post)
    assert (notice.feed_id, notice.title, notice.reason, notice.is_paused) == (
        feed.id,
        "The Courier",
        "GONE courier.example",
        True,
    )
    assert len(room.told(2)) == 1
    room.later(30 * DAY)
    assert room.poll() == []
    assert room.told(1) == []


def test_a_missing_feed_stops_only_when_it_stays_missing(room):
    feed = room.feed()
    room.follows(1, feed)
    room.put(story(1))
    room.poll()
    room.web.fail(COURIER, web.NotFound(404))
    for _ in range(4):
        room.poll_when_due(feed)
    assert room.state(feed).state == "active"
    assert room.told(1) == []
    room.later(3 * DAY)
    room.poll_when_due(feed)
    assert room.state(feed).state == "paused"
    assert [notice_of(post).reason for post in room.told(1)] == ["NOT_FOUND courier.example"]


def test_a_feed_that_fails_for_days_goes_on_and_its_followers_are_told_once(room):
    feed = room.feed()
    room.follows(1, feed)
    room.web.fail(COURIER, web.Refused(403))
    for _ in range(12):
        room.poll_when_due(feed)
    assert room.state(feed).state == "active"
    (post,) = room.told(1)
    assert not notice_of(post).is_paused
    room.put(story(1))
    room.poll_when_due(feed)
    assert not room.state(feed).told


def test_a_permanent_redirect_on_three_polls_moves_the_feed(room):
    feed = room.feed()
    new = "https://www.courier.example/rss"
    body = rss([story(1)])
    room.web.pages[COURIER] = Page(new, COURIER, 200, body, redirects=(Redirect(COURIER, 301),))
    for _ in range(2):
        room.poll_when_due(feed)
    assert room.state(feed).url == COURIER
    room.poll_when_due(feed)
    assert room.state(feed).url == new
    room.put(story(2, room.now), url=new)
    assert room.poll_when_due(feed).new == 1


def test_a_moved_feed_joins_the_one_that_is_there_with_its_followers(room):
    new = "https://www.courier.example/rss"
    old, there = room.feed(), room.feed(new)
    room.follows(1, old)
    room.follows(2, there)
    room.web.pages[COURIER] = Page(new, COURIER, 200, rss([story(1)]), redirects=(Redirect(COURIER, 308),))
    room.put(story(1), url=new)
    for _ in range(3):
        room.poll_when_due(old)
    with room.database.read() as uow:
        assert uow.feeds.get(old.id) is None
        assert uow.subscriptions.followers_of_feed(there.id) == (1, 2)


def test_a_temporary_redirect_moves_nothing(room):
    feed = room.feed()
    new = "https://www.courier.example/rss"
    room.web.pages[COURIER] = Page(new, COURIER, 200, rss([story(1)]), redirects=(Redirect(COURIER, 302),))
    for _ in range(4):
        room.poll_when_due(feed)
    assert room.state(feed).url == COURIER


def test_a_feed_removed_while_it_is_polled_stays_removed(room):
    room.feed()
    room.put(story(1))
    (claimed,) = room.refresh.claim(1, room.now, "tester")
    with room.database.write() as uow:
        uow.feeds.remove(claimed.id)
        uow.commit()
    assert room.refresh(claimed, room.now).new == 0
    room.web.fail(COURIER, web.Gone(410))
    assert room.refresh(claimed, room.now).reason == ""
