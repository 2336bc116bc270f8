"""An article that came with a feed's short text is read in full when a person sends its link."""

import pytest

from bot.usecases.ingest_article import IngestArticle
from bot.web import errors as web
from storage.database import Database
from tests.articles import BRIDGE, BRIDGE_TITLE, page
from tests.feedroom import HOUR, NOON, FeedRoom, Item

LINK = "https://courier.example/news/bridge"


@pytest.fixture
def room(database: Database) -> FeedRoom:
    """Its feed gave the first sentence of an article; the page failed then."""
    room = FeedRoom(database)
    room.feed()
    room.put(Item(BRIDGE_TITLE, LINK, "bridge", NOON - HOUR, BRIDGE[0]))
    room.web.fail(LINK, web.NotFound(404))
    room.poll()
    room.read()
    return room


def read_link(room: FeedRoom):
    return IngestArticle(room.database, room.web, room.isolation).link(LINK, now=room.now)


def test_the_page_takes_the_excerpts_place(room):
    room.web.put(LINK, page(BRIDGE_TITLE, BRIDGE, url=LINK))
    article, is_new = read_link(room)
    assert not is_new
    assert all(sentence in article.text for sentence in BRIDGE)
    assert article.published == NOON - HOUR
    with room.database.read() as uow:
        assert uow.articles.count() == 1
        assert uow.articles.get(article.id) == article


def test_a_page_that_still_fails_leaves_the_excerpt(room):
    article, is_new = read_link(room)
    assert (article.text, is_new) == (BRIDGE[0], False)


def test_a_page_with_hardly_more_changes_nothing(room):
    room.web.put(LINK, page(BRIDGE_TITLE, BRIDGE[:1]))
    assert read_link(room)[0].text == BRIDGE[0]


def test_a_text_that_is_stored_already_under_another_address_does_no_harm(room):
    other = "https://copy.example/bridge"
    room.web.put(other, page(BRIDGE_TITLE, BRIDGE, url=other))
    ingest = IngestArticle(room.database, room.web, room.isolation)
    copy, _ = ingest.link(other, now=room.now)
    room.web.put(LINK, page(BRIDGE_TITLE, BRIDGE))
    article, _ = read_link(room)
    assert article.id != copy.id
    assert article.text == copy.text
