"""An address becomes feeds that were tried."""

import pytest

from bot.isolation import Crashed
from bot.usecases.discover_feeds import MOST_OFFERED, UNFOLLOWED, DiscoverFeeds
from bot.usecases.errors import ReadingError, Trouble
from bot.web import errors as web
from storage.database import Database
from tests.feedroom import COURIER, DAY, HOUR, NOON, FeedRoom, rss, story

SITE = "https://courier.example/"


@pytest.fixture
def room(sqlite_database: Database) -> FeedRoom:
    return FeedRoom(sqlite_database)


def discover(room: FeedRoom, typed: str):
    return DiscoverFeeds(room.database, room.web, room.isolation)(typed, room.now)


def front_page(*links: str) -> str:
    tags = "".join(f'<link rel="alternate" type="application/rss+xml" title="Feed" href="{link}">' for link in links)
    return f"<html><head>{tags}</head><body>Welcome</body></html>"


def test_a_site_gives_its_feed_with_a_sample(room):
    room.web.put(SITE, front_page("/feed"))
    room.put(*(story(number, NOON - number * HOUR) for number in range(24)))
    (offered,) = discover(room, SITE)
    assert (offered.feed.url, offered.feed.title) == (COURIER, "The Harwick Courier")
    assert offered.sample.a_day == pytest.approx(25, abs=1)
    assert offered.sample.latest == tuple(story(number).title for number in range(3))


def test_what_is_offered_is_kept_but_not_polled(room):
    room.web.put(SITE, front_page("/feed"))
    room.put(story(1))
    (offered,) = discover(room, SITE)
    assert (offered.feed.state, offered.feed.reason) == ("paused", UNFOLLOWED)
    assert room.poll() == []
    assert discover(room, SITE)[0].feed.id == offered.feed.id


def test_a_feeds_own_address_and_a_bare_host_work_too(room):
    room.put(story(1))
    assert discover(room, COURIER)[0].feed.url == COURIER
    room.web.put("https://courier.example", front_page(COURIER))
    assert discover(room, "courier.example")[0].feed.url == COURIER


def test_the_same_feed_in_two_forms_is_offered_once_and_not_too_many(room):
    names = ["rss", "atom", "sport", "town", "sea", "arts"]
    room.web.put(SITE, front_page(*names))
    for number, name in enumerate(names):
        room.put(story(max(number, 1)), url=f"{SITE}{name}")
    found = [offered.feed.url for offered in discover(room, SITE)]
    assert found == [f"{SITE}rss", f"{SITE}sport", f"{SITE}town"]
    assert len(found) == MOST_OFFERED


def test_a_broken_candidate_is_passed_over_for_a_well_known_place(room):
    room.web.put(SITE, front_page("/old", "/html"))
    room.web.put(f"{SITE}html", "<html></html>")
    room.put(story(1), url=f"{SITE}rss.xml")
    room.put(story(1), url=f"{SITE}atom.xml")
    assert [offered.feed.url for offered in discover(room, SITE)] == [f"{SITE}rss.xml"]


def test_a_page_that_refuses_programs_may_still_have_an_open_feed(room):
    room.web.fail(SITE, web.Refused(403))
    room.put(story(1), url=f"{SITE}feed")
    assert discover(room, SITE)[0].feed.url == f"{SITE}feed"


def test_a_known_site_is_asked_by_its_rule(room):
    address = "https://www.reddit.com/r/harwick/"
    room.web.put(address, "<html></html>")
    room.put(story(1), url="https://www.reddit.com/r/harwick/.rss")
    assert discover(room, address)[0].feed.url == "https://www.reddit.com/r/harwick/.rss"


def test_a_site_without_a_feed_gives_none(room):
    room.web.put(SITE, "<html><body>Nothing here</body></html>")
    assert discover(room, SITE) == ()


@pytest.mark.parametrize(
    ("error", "trouble"),
    [(web.PrivateAddress(), Trouble.PRIVATE_ADDRESS), (web.UnknownHost(), Trouble.UNREACHABLE)],
)
def test_an_address_that_cannot_be_opened_says_why(room, error, trouble):
    room.web.fail(SITE, error)
    with pytest.raises(ReadingError) as raised:
        discover(room, SITE)
    assert raised.value.trouble is trouble


def test_what_is_no_address_says_so(room):
    with pytest.raises(ReadingError) as raised:
        discover(room, "huawei")
    assert raised.value.trouble is Trouble.BAD_ADDRESS


def test_a_parser_that_dies_on_the_page_leaves_no_feed_and_no_error(room):
    room.web.put(SITE, front_page("/feed"))

    assert DiscoverFeeds(room.database, room.web, DiesOnPages())(SITE, room.now) == ()


class DiesOnPages:
    """Isolation whose worker dies on anything but an empty page."""

    def run(self, function, body, *args, **kwargs):
        if body:
            raise Crashed("the worker is gone")
        return function(body, *args, **kwargs)


def test_an_old_feed_says_how_rarely_it_comes(room):
    room.web.pages.clear()
    room.web.put(COURIER, rss([story(1, NOON - 10 * DAY), story(2, NOON - DAY)]), content_type="application/rss+xml")
    assert discover(room, COURIER)[0].sample.a_day == pytest.approx(0.2)
