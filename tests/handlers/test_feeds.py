"""/add, /feeds, /opml, starter packs and uploaded lists, in conversation."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.news.opml import ListedFeed, read_opml, write_opml
from bot.news.starter_feeds import STARTER_FEEDS
from bot.web import errors as web
from tests.articles import BRIDGE, BRIDGE_TITLE, page
from tests.builders import callback_update
from tests.conversation import Conversation, conversation
from tests.feedroom import Item, rss, story

# Feeds on a host of their own: finding them then need not wait a second for the site's host.
SITE, FEED = "https://courier.example/", "https://feeds.courier.example/news"


@pytest.fixture
async def talk(sqlite_database, tmp_path) -> AsyncIterator[Conversation]:
    """A bot that polls each second."""
    async with conversation(sqlite_database, tmp_path, poll_interval_seconds=0.5) as talk:
        yield talk


@pytest.fixture
def online(talk):
    tag = f'<link rel="alternate" type="application/rss+xml" href="{FEED}">'
    talk.web.put(SITE, f"<html><head>{tag}</head><body>Welcome</body></html>")
    put(talk, FEED, *(story(number, text=f"Ship {number} " * 200 + ".") for number in range(3)))
    return talk


def put(talk, url, *items):
    talk.web.put(url, rss(items), content_type="application/rss+xml")


def labels(message) -> list[str]:
    return [button.text for button in message.keyboard.buttons] if message.keyboard else []


async def until(true) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - the database tells nobody when it changes
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("typed", [SITE, "courier.example/", FEED])
async def test_adding_a_site_shows_its_feed_with_a_sample_and_one_tap_follows(online, typed):
    (offer,) = await online.say(f"/add {typed}")
    assert "The Harwick Courier" in offer.content.text
    assert story(0).title in offer.content.text
    assert labels(offer) == ["Follow The Harwick Courier"]
    (done,) = await online.press(offer, "Follow The Harwick Courier")
    assert "You now follow The Harwick Courier" in done.content.text
    (again,) = await online.press(offer, "Follow The Harwick Courier")
    assert "already" in again.content.text


async def test_a_followed_feed_is_read_for_questions_and_its_health_shown(online):
    put(online, FEED, Item(BRIDGE_TITLE, "https://courier.example/bridge", "1", None, "The bridge is closed."))
    online.web.put("https://courier.example/bridge", page(BRIDGE_TITLE, BRIDGE))
    (offer,) = await online.say(f"/add {FEED}")
    (before,) = await online.say("/feeds")
    assert "You follow no feeds yet" in before.content.text
    await online.press(offer, "Follow The Harwick Courier")
    await until(lambda: count(online) == 1)
    (answer,) = await online.say("how much will the repairs of the bridge cost?")
    assert "£3.4 million" in answer.content.text
    (listed,) = await online.say("/feeds")
    assert "fine, looked at 1 min ago" in listed.content.text


def count(talk) -> int:
    with talk.store.database.read() as uow:
        return uow.articles.count()


async def test_a_reply_adds_the_address_in_the_message(online):
    (offer,) = await online.say(f"/add {SITE}")
    (again,) = await online.say("/add", reply_to=offer.id)
    assert "The Harwick Courier" in again.content.text


async def test_a_bare_add_asks_offers_packs_and_takes_the_reply(online):
    (question,) = await online.say("/add")
    assert "Which site or feed" in question.content.text
    assert "World, English" in labels(question)
    (offer,) = await online.say("courier.example/", reply_to=question.id)
    assert labels(offer) == ["Follow The Harwick Courier"]


async def test_a_site_without_a_feed_and_no_address_are_told_apart(talk):
    talk.web.put("https://plain.example/feed", "<html></html>")
    (nothing,) = await talk.say("/add huawei")
    assert "does not look like a web address" in nothing.content.text
    talk.web.fail("https://inside.example/", web.PrivateAddress())
    (private,) = await talk.say("/add https://inside.example/")
    assert "private network" in private.content.text


async def test_a_feed_in_trouble_says_why_and_can_be_tried_again_or_removed(online):
    (offer,) = await online.say(f"/add {FEED}")
    online.web.fail(FEED, web.Gone(410))
    await online.press(offer, "Follow The Harwick Courier")
    await until(lambda: "I have stopped looking" in online.telegram.sent[-1].content.text)
    (listed,) = await online.say("/feeds")
    assert "taken down for good" in listed.content.text
    await online.press(listed, "1")
    detail = online.shown(listed)
    assert FEED in detail.content.text
    put(online, FEED, story(1))
    (retried,) = await online.press(detail, "Check now")
    assert "looking at The Harwick Courier again" in retried.content.text
    await until(lambda: state(online) == "active")
    await online.press(detail, "Remove")
    removed = online.shown(detail)
    assert "no longer follow" in removed.content.text
    (back,) = await online.press(removed, "Follow it again")
    assert "You now follow" in back.content.text


async def test_what_is_new_in_a_followed_feed_is_told_and_what_was_there_is_not(online):
    (offer,) = await online.say(f"/add {FEED}")
    (followed,) = await online.press(offer, "Follow The Harwick Courier")
    await until(lambda: count(online) == 3)
    put(online, FEED, Item(BRIDGE_TITLE, "", "new", None, BRIDGE[0]), story(1), story(2))
    await until(lambda: online.telegram.sent[-1] != followed)
    assert BRIDGE_TITLE in online.telegram.sent[-1].content.text
    assert sum("Report number" in message.content.text for message in online.telegram.sent) == 1  # the offer's sample


async def test_followers_hear_once_why_a_feed_stopped_and_can_have_it_tried_again(online):
    (offer,) = await online.say(f"/add {FEED}")
    online.web.fail(FEED, web.Gone(410))
    (followed,) = await online.press(offer, "Follow The Harwick Courier")
    await until(lambda: online.telegram.sent[-1] != followed)
    notice = online.telegram.sent[-1]
    assert "I have stopped looking at The Harwick Courier" in notice.content.text
    assert "taken down for good" in notice.content.text
    put(online, FEED, story(1))
    await online.press(notice, "Retry")
    await until(lambda: state(online) == "active")


def state(talk) -> str:
    with talk.store.database.read() as uow:
        (feed,) = uow.feeds.all()
    return feed.state


async def test_pages_of_feeds_turn_in_place(talk):
    listed = [ListedFeed(f"https://{number}.example/feed", f"Feed {number}") for number in range(10)]
    await talk.upload("mine.opml", write_opml(listed, "Mine"))
    (shown,) = await talk.say("/feeds")
    assert "Page 1 of 2, 10 feeds" in shown.content.text
    await talk.press(shown, "Next")
    assert "Page 2 of 2" in talk.shown(shown).content.text
    await talk.press(talk.shown(shown), "Back")
    assert "Page 1 of 2" in talk.shown(shown).content.text


async def test_a_list_is_taken_over_with_progress_and_failures_at_the_end(online):
    feeds = [ListedFeed(FEED, "My Courier", ("News",)), ListedFeed("https://gone.example/feed", "Lost")]
    online.web.fail("https://gone.example/feed", web.NotFound(404))
    (message,) = await online.upload("subscriptions.OPML", write_opml(feeds, "Mine"))
    assert "Your list has 2 feeds." in message.content.text
    final = online.shown(message).content.text
    assert "1 did not work" in final
    assert "Lost: there is nothing at its address any more" in final
    assert "Trying each" not in final


async def test_what_is_followed_goes_out_as_a_list_other_readers_take(online):
    (empty,) = await online.say("/opml")
    assert "no feeds yet" in empty.content.text
    feeds = (ListedFeed(FEED, "My Courier", ("News", "Town")),)
    await online.upload("mine.xml", write_opml(feeds, "Mine"))
    (sent,) = await online.say("/opml")
    assert sent.document.name == "newsdesk.opml"
    assert read_opml(sent.document.content) == feeds
    assert "Your 1 feed" in sent.content.text


async def test_an_xml_file_that_is_no_list_says_so(talk):
    (message,) = await talk.upload("notes.xml", b"<?xml version='1.0'?><notes/>")
    assert "no list of feeds" in message.content.text


async def test_start_offers_packs_and_a_pack_names_what_does_not_answer(talk):
    science = [feed for feed in STARTER_FEEDS if feed.category == "science"]
    put(talk, science[0].url, story(1))
    (greeting,) = await talk.say("/start")
    (packs,) = await talk.press(greeting, "Feeds to begin with")
    assert science[1].outlet in packs.content.text
    (taken,) = await talk.press(packs, "Science, English")
    assert f"You now follow {science[0].outlet}" in taken.content.text
    assert f"{science[1].outlet}: there is nothing at its address" in taken.content.text


async def test_made_up_buttons_do_no_harm(talk):
    (greeting,) = await talk.say("/start")
    for data in ("feedon:77", "feed:77", "feedtry:77", "feedoff:77", "pack:99", "feeds:99"):
        before = talk.shown(greeting)
        answers = await talk.push(callback_update(data, greeting.as_json()))
        assert answers or talk.shown(greeting) != before or data.startswith("feed")


async def test_every_text_keeps_telegrams_rules(online):
    (offer,) = await online.say(f"/add {SITE}")
    await online.press(offer, "Follow The Harwick Courier")
    await online.say("/feeds")
    assert online.telegram.violations() == []
