"""/news and /digest, through the whole bot."""

from datetime import UTC, datetime

import pytest

from tests.newsroom import CHESS, QUAKE, Newsroom


@pytest.fixture
def newsroom(sqlite_database):
    return Newsroom(sqlite_database, datetime.now(UTC))


async def test_news_gives_the_stories_of_the_day(talk, newsroom):
    newsroom.article(QUAKE)
    newsroom.article(CHESS, "gazette.example")
    newsroom.cycle()
    (news,) = await talk.say("/news")
    assert QUAKE[0] in news.content.text
    assert CHESS[0] in news.content.text
    (card,) = await talk.press(news, "1")
    assert card.content.text


async def test_news_of_a_topic_gives_that_topic_alone(talk, newsroom):
    newsroom.article(QUAKE)
    newsroom.article(CHESS, "gazette.example")
    newsroom.cycle()
    (news,) = await talk.say("/news chess")
    assert CHESS[0] in news.content.text
    assert QUAKE[0] not in news.content.text
    (none,) = await talk.say("/news zeppelins")
    assert "No story" in none.content.text


async def test_without_any_news_it_says_how_to_get_some(talk):
    (message,) = await talk.say("/news")
    assert "/follow" in message.content.text


async def test_a_wrong_topic_is_explained(talk):
    (message,) = await talk.say("/news -chess")
    assert "exact phrases" in message.content.text


async def test_the_digest_is_set_with_taps_and_the_zone_by_city(talk):
    shown, asked = await talk.say("/digest")
    (choice,) = await talk.say("berlin", reply_to=asked.id)
    await talk.press(choice, "Europe/Berlin")
    assert "Europe/Berlin" in talk.shown(choice).content.text
    for label in ("7:00", "Weekly", "Weekdays", "10 min", "22–7"):
        await talk.press(shown, label)
        assert f"✓ {label}" in [button.text for button in talk.shown(shown).keyboard.buttons]
    assert "at 07:00" in talk.shown(shown).content.text
    await talk.press(shown, "No digest")
    assert "You get none" in talk.shown(shown).content.text


async def test_any_minute_can_be_typed(talk):
    shown, *_ = await talk.say("/digest 7:45")
    assert "at 07:45" in shown.content.text
    (bad,) = await talk.say("/digest noonish")
    assert "could not read" in bad.content.text


async def test_an_unknown_city_is_asked_for_again(talk):
    _, asked = await talk.say("/digest")
    (again,) = await talk.say("Atlantis", reply_to=asked.id)
    assert "no zone" in again.content.text
