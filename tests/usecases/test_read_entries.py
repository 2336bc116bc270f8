"""Entries become articles: from their pages, or from what the feed itself says."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.web import errors as web
from storage.database import Database
from storage.errors import StorageBusy
from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, page
from tests.feedroom import COURIER, HOUR, MINUTE, NOON, SECOND, WORKER, FeedRoom, Item, story

LINK = "https://courier.example/news/bridge"
EXCERPT = f"{BRIDGE[0]} {BRIDGE[1]}"
WHOLE = "\n".join(BRIDGE * 2)


@pytest.fixture
def room(database: Database) -> FeedRoom:
    return FeedRoom(database)


def entry(text: str = EXCERPT) -> Item:
    return Item(BRIDGE_TITLE, LINK, "bridge", NOON - HOUR, text)


def polled(room: FeedRoom, *items: Item) -> FeedRoom:
    room.feed()
    room.put(*items)
    room.poll()
    return room


def test_an_excerpt_is_read_in_full_on_its_page(room):
    room.web.put(LINK, page(BRIDGE_TITLE, BRIDGE, url=LINK))
    (article,) = polled(room, entry()).read()
    assert all(sentence in article.text for sentence in BRIDGE)
    assert (article.title, article.source, article.url) == (BRIDGE_TITLE, "The Harwick Courier", LINK)
    assert article.published == NOON - HOUR
    assert article.language == "en"


def test_a_text_that_is_whole_needs_no_page(room):
    (article,) = polled(room, entry(WHOLE)).read()
    assert room.web.fetched == [COURIER]
    assert article.text.count(BRIDGE[0]) == 2


@pytest.mark.parametrize(
    "error", [web.NotFound(404), web.Refused(403), web.NotText("image/png"), web.Busy(503, 86400.0), web.TooSlow()]
)
def test_a_page_that_fails_still_gives_the_feeds_own_words(room, error):
    room.web.fail(LINK, error)
    (article,) = polled(room, entry()).read()
    assert (article.title, article.text, article.url) == (BRIDGE_TITLE, EXCERPT, LINK)
    assert article.source == "The Harwick Courier"


def test_a_page_that_kills_the_parser_still_gives_the_feeds_own_words(room):
    room.web.put(LINK, page(BRIDGE_TITLE, BRIDGE))
    polled(room, entry())
    room.isolation.broken = True
    (article,) = room.read()
    assert article.text == EXCERPT


def test_a_page_that_is_only_a_list_gives_the_feeds_own_words(room):
    room.web.put(LINK, "<html><body><ul><li><a href='/a'>A</a><li><a href='/b'>B</a></ul></body></html>")
    (article,) = polled(room, entry()).read()
    assert article.text == EXCERPT


def test_a_busy_page_is_asked_again_when_its_server_says_so(room):
    room.web.fail(LINK, web.Busy(429, 120.0))
    assert polled(room, entry()).read() == []
    room.web.put(LINK, page(BRIDGE_TITLE, BRIDGE))
    room.later(MINUTE)
    assert room.read() == []
    room.later(MINUTE)
    (article,) = room.read()
    assert BRIDGE[5] in article.text


def test_a_headline_without_words_waits_for_its_page_but_not_for_ever(room):
    room.web.fail(LINK, web.NoConnection())
    polled(room, entry(""))
    for _ in range(2):
        assert room.read() == []
        room.later(10 * MINUTE)
    (article,) = room.read()
    assert (article.title, article.text) == (BRIDGE_TITLE, "")


def test_an_entry_with_nothing_at_all_is_given_up(room):
    room.web.fail(LINK, web.NotFound(404))
    polled(room, Item(link=LINK, guid="1"))
    assert room.read() == []
    with room.database.read() as uow:
        assert uow.entries.waiting() == 0


def test_an_entry_that_ended_the_process_three_times_is_read_without_its_page(room):
    room.web.put(LINK, page(BRIDGE_TITLE, BRIDGE))
    polled(room, entry())
    for _ in range(3):
        room.later(6 * MINUTE)
        assert len(room.reading.claim(1, room.now, "dying")) == 1
    room.later(6 * MINUTE)
    (article,) = room.read()
    assert article.text == EXCERPT
    assert LINK not in room.web.fetched


def test_what_a_former_life_held_is_free_again(room):
    polled(room, entry())
    room.later(SECOND)
    room.reading.claim(1, room.now, WORKER)
    room.reading.take_over(WORKER)
    assert len(room.read()) == 1


def test_one_article_in_two_feeds_is_fetched_once_and_belongs_to_both(room):
    first, second = room.feed(), room.feed("https://feeds.example/all")
    room.web.put(LINK, page(BRIDGE_TITLE, BRIDGE, url=LINK))
    room.poll()
    for url in (first.url, second.url):
        room.put(story(1), url=url)
    room.poll_when_due(first)
    room.read()
    for url in (first.url, second.url):
        room.put(Item(BRIDGE_TITLE, LINK, "bridge", room.now, EXCERPT), url=url)
    room.later(HOUR)
    room.poll()
    found = room.read()
    assert {article.title for article in found} == {BRIDGE_TITLE}
    assert room.web.fetched.count(LINK) == 1
    assert room.heard[-1] == found[0].id
    with room.database.read() as uow:
        assert uow.entries.feeds_of([found[0].id]) == (first.id, second.id)


@pytest.mark.parametrize("text", [EXCERPT, WHOLE])
def test_that_one_more_feed_brings_an_article_is_told_though_the_process_ends_just_before(room, text):
    """Known by its address before it is read, or only by what its page says."""
    first, second = room.feed(), room.feed("https://feeds.example/all")
    for feed in (first, second):
        room.put(story(1), url=feed.url)
    room.poll()
    room.read()
    room.web.put(LINK, page(BRIDGE_TITLE, BRIDGE, url=LINK))
    told: list[tuple[int, ...]] = []

    def tell(article_id: int, _now: datetime) -> None:
        with room.database.read() as uow:
            told.append(uow.entries.feeds_of([article_id]))
        if len(told) == 1:
            raise StorageBusy("ended here")

    room.reading = replace(room.reading, on_known=tell)
    room.later(2 * HOUR)
    other_address = LINK if text == EXCERPT else f"{LINK}?from=all"
    room.put(Item(BRIDGE_TITLE, LINK, "bridge", room.now, WHOLE), url=first.url)
    room.put(Item(BRIDGE_TITLE, other_address, "bridge", room.now, text), url=second.url)
    room.poll()
    with pytest.raises(StorageBusy):
        room.read()
    room.later(10 * MINUTE)
    room.read()
    assert told == [(first.id, second.id)] * 2
    with room.database.read() as uow:
        assert uow.entries.waiting() == 0


def test_a_feed_that_points_at_others_names_them_as_the_source(room):
    (article,) = polled(room, Item("A chess open", "https://chess.example/open", "1", NOON - HOUR, FERRY[0])).read()
    assert article.source == "chess.example"


def test_short_texts_that_are_alike_stay_two_articles(room):
    found = polled(room, *(story(number, text="Weather.", link="") for number in range(2))).read()
    assert len({article.id for article in found}) == 2


def test_pages_of_a_host_are_fetched_one_a_second_over_all_workers(room):
    polled(room, *(story(number) for number in range(3)))
    room.later(SECOND)
    (first,) = room.reading.claim(9, room.now, "one")
    assert room.reading.claim(9, room.now, "two") == ()
    room.later(SECOND)
    assert room.reading.claim(9, room.now, "two") == ()  # the first is under way
    room.reading(first, room.now)
    assert len(room.reading.claim(9, room.now, "two")) == 1
