"""Following feeds: subscribe, list, try again, stop; starter packs; lists in and out; tidying."""

import pytest

from bot.news.opml import ListedFeed, read_opml, write_opml
from bot.news.starter_feeds import StarterFeed, StarterPack
from bot.usecases.discover_feeds import UNFOLLOWED, DiscoverFeeds
from bot.usecases.errors import ReadingError, Trouble
from bot.usecases.exchange_feeds import ExportOpml, ImportOpml
from bot.usecases.manage_feeds import ManageFeeds, Place, TooManyFeeds
from bot.usecases.starter_packs import StarterPacks
from bot.usecases.tidy_feeds import TidyFeeds
from bot.web import errors as web
from storage.database import Database
from tests.feedroom import COURIER, DAY, HOUR, MINUTE, FeedRoom, story

ME = Place(1)
MAIL = "https://mail.example/feed"


@pytest.fixture
def room(database: Database) -> FeedRoom:
    return FeedRoom(database)


@pytest.fixture
def manage(room) -> ManageFeeds:
    return ManageFeeds(room.database)


def test_a_feed_once_followed_is_polled_at_once(room, manage):
    feed = room.feed(state="paused", reason=UNFOLLOWED)
    room.put(story(1))
    room.later()
    followed, is_new = manage.follow(feed.id, ME, room.now)
    assert (followed.id, is_new) == (feed.id, True)
    assert room.state(feed).reason == ""
    assert [poll.new for poll in room.poll()] == [1]
    assert manage.follow(feed.id, ME, room.now)[1] is False
    assert manage.follow(999, ME, room.now) is None


def test_a_feed_is_listed_with_its_health_and_trouble_first(room, manage):
    good, bad = room.feed(MAIL, title="Mail"), room.feed(title="Courier")
    room.put(story(1), url=MAIL)
    room.web.fail(COURIER, web.ServerError(500))
    for feed in (good, bad):
        manage.follow(feed.id, ME, room.now)
    room.poll()
    page = manage.listed(1)
    assert [(one.name, one.feed.failures) for one in page.feeds] == [("Courier", 1), ("Mail", 0)]
    assert manage.listed(2).total == 0


def test_pages_end_where_the_feeds_do(room, manage):
    for number in range(10):
        manage.follow(room.feed(f"https://{number}.example/feed").id, ME, room.now)
    page = manage.listed(1, 7)
    assert (page.number, page.pages, page.total, len(page.feeds)) == (1, 2, 10, 2)


def test_a_feed_that_was_taken_down_can_be_tried_again(room, manage):
    feed = room.feed()
    manage.follow(feed.id, ME, room.now)
    room.web.fail(COURIER, web.Gone(410))
    room.poll()
    room.put(story(1))
    room.later()
    assert manage.retry(feed.id, 2, room.now) is None
    assert manage.retry(feed.id, 1, room.now).id == feed.id
    assert [poll.reason for poll in room.poll()] == [""]
    assert room.state(feed).state == "active"


def test_a_feed_nobody_follows_any_more_sleeps(room, manage):
    feed = room.feed()
    for chat in (1, 2):
        manage.follow(feed.id, Place(chat), room.now)
    assert manage.remove(manage.all(1)[0].subscription.id, 2) is None
    assert manage.remove(manage.all(1)[0].subscription.id, 1).id == feed.id
    assert room.state(feed).state == "active"
    manage.remove(manage.all(2)[0].subscription.id, 2)
    assert (room.state(feed).state, room.state(feed).reason) == ("paused", UNFOLLOWED)
    assert room.poll() == []


def test_one_feed_is_shown_only_to_the_chat_that_follows_it(room, manage):
    manage.follow(room.feed(title="Courier").id, ME, room.now)
    number = manage.all(1)[0].subscription.id
    assert manage.one(number, 1).name == "Courier"
    assert manage.one(number, 2) is None


def test_a_chat_cannot_follow_without_end(room):
    manage = ManageFeeds(room.database, most=1)
    manage.follow(room.feed().id, ME, room.now)
    with pytest.raises(TooManyFeeds):
        manage.follow(room.feed(MAIL).id, ME, room.now)


def test_a_list_beyond_what_one_chat_may_follow_is_cut_and_says_so(room):
    feeds = [ListedFeed(f"https://{number}.example/feed") for number in range(5)]
    taken = ImportOpml(room.database, room.isolation, most=3)(listed(*feeds), ME, room.now)
    assert (len(taken.feed_ids), taken.left_out) == (3, 2)


def listed(*feeds: ListedFeed) -> bytes:
    return write_opml(feeds, "Mine")


def test_a_list_is_taken_over_with_folders_and_titles_and_comes_out_again(room):
    feeds = (ListedFeed(COURIER, "My Courier", ("News", "Town")), ListedFeed(MAIL, "Mail"))
    taken = ImportOpml(room.database, room.isolation)(listed(*feeds), ME, room.now)
    assert (len(taken.feed_ids), taken.known, taken.left_out) == (2, 0, 0)
    content, count = ExportOpml(room.database)(1)
    assert count == 2
    assert read_opml(content) == feeds


def test_importing_a_list_again_changes_nothing(room):
    body = listed(ListedFeed(COURIER, "Courier"))
    importer = ImportOpml(room.database, room.isolation)
    importer(body, ME, room.now)
    assert importer(body, ME, room.now).known == 1
    assert ExportOpml(room.database)(1)[1] == 1


def test_the_progress_of_an_import_counts_what_was_tried_and_names_what_failed(room):
    importer = ImportOpml(room.database, room.isolation)
    taken = importer(listed(ListedFeed(COURIER, "Courier"), ListedFeed(MAIL, "Mail")), ME, room.now)
    progress = importer.progress(taken.feed_ids, 1)
    assert (progress.tried, progress.total, progress.is_over) == (0, 2, False)
    room.put(story(1))
    room.poll()
    progress = importer.progress(taken.feed_ids, 1)
    assert (progress.tried, progress.is_over) == (2, True)
    assert [one.name for one in progress.failed] == ["Mail"]


def test_what_is_no_list_says_so(room):
    with pytest.raises(ReadingError) as raised:
        ImportOpml(room.database, room.isolation)(b"<html></html>", ME, room.now)
    assert raised.value.trouble is Trouble.UNREADABLE


def test_a_pack_is_tried_on_use_and_what_fails_is_named(room, manage):
    pack = StarterPack(
        "world", "en", (StarterFeed("world", "Courier", "en", COURIER), StarterFeed("world", "Mail", "en", MAIL))
    )
    room.put(story(1))
    packs = StarterPacks(room.database, DiscoverFeeds(room.database, room.web, room.isolation), (pack,))
    taken = packs.take(0, ME, room.now)
    assert taken.followed == ("Courier",)
    assert [(outlet, error.trouble) for outlet, error in taken.skipped] == [("Mail", Trouble.NOT_FOUND)]
    assert [one.name for one in manage.all(1)] == ["Courier"]
    assert packs.take(7, ME, room.now) is None


def test_tidying_drops_feeds_nobody_follows_after_a_day(room, manage):
    offered, left, kept = room.feed(state="paused"), room.feed(MAIL), room.feed("https://kept.example/feed")
    manage.follow(kept.id, ME, room.now)
    tidy = TidyFeeds(room.database)
    assert tidy(room.now + HOUR) == 0
    assert room.state(left).state == "paused"
    assert tidy(room.now + DAY + MINUTE) == 2
    with room.database.read() as uow:
        assert [feed.id for feed in uow.feeds.all()] == [kept.id]
    assert offered.id != kept.id


def test_tidying_keeps_entries_that_are_still_in_their_feed(room, manage):
    feed = room.feed()
    manage.follow(feed.id, ME, room.now)
    room.put(story(1), story(2))
    room.poll()
    room.read()
    room.put(story(2))
    room.later(170 * DAY)
    room.poll_when_due(feed)
    room.later(20 * DAY)
    assert TidyFeeds(room.database)(room.now) == 1
    assert [entry.title for entry in room.entries(feed)] == [story(2).title]
