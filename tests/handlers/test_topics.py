"""/follow, /topics, /mute, and what comes of them, through the whole bot."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.local.messages import Chat
from tests.articles import BRIDGE, BRIDGE_TITLE, pasted
from tests.newsroom import CHESS, QUAKE, QUAKE_ELSEWHERE, Newsroom

GROUP = Chat(-300, "supergroup", "The newsroom")
_PATIENCE = 20


@pytest.fixture
def newsroom(sqlite_database):
    return Newsroom(sqlite_database, datetime.now(UTC))


async def comes_true(is_so):
    """Waits for what the bot does by itself."""
    for _ in range(_PATIENCE * 20):
        if is_so():
            return
        await asyncio.sleep(0.05)
    assert is_so()


async def arrives(talk, count):
    """Waits until the bot has sent so many messages in all."""
    await comes_true(lambda: len(talk.telegram.sent) >= count)
    return talk.telegram.sent[count - 1]


async def follow(talk, words, button="Follow: at once", **where):
    (preview,) = await talk.say(f"/follow {words}", **where)
    await talk.press(preview, button)
    return preview


async def test_a_query_is_echoed_as_understood_with_a_preview_and_one_tap_follows(talk, newsroom):
    newsroom.article(QUAKE)
    newsroom.article(CHESS, "gazette.example")
    newsroom.cycle()
    (preview,) = await talk.say('/follow EARTHQUAKE -rumour "port selwyn"')
    assert 'earthquake "port selwyn" -rumour' in preview.content.text
    assert "1 story" in preview.content.text
    assert QUAKE[0] in preview.content.text
    await talk.press(preview, "Follow: at once")
    assert "You follow" in talk.shown(preview).content.text
    (listed,) = await talk.say("/topics")
    assert "port selwyn" in listed.content.text


async def test_a_topic_is_listed_in_the_words_and_the_order_it_was_written(talk):
    written = 'zte OR huawei "best buy" carrier -rumour'
    preview = await follow(talk, written)
    assert f"You follow {written}" in talk.shown(preview).content.text
    (listed,) = await talk.say("/topics")
    assert f"• {written} – at once" in listed.content.text
    await talk.press(listed, written)
    assert talk.shown(listed).content.text.startswith(written)
    await talk.press(listed, "Remove")
    await talk.press(listed, "Follow again")
    (listed,) = await talk.say("/topics")
    assert f"• {written} – at once" in listed.content.text


async def test_the_same_topic_in_another_order_is_one_topic_under_its_first_words(talk):
    for written in ("zte OR huawei", "huawei OR zte"):
        await follow(talk, written)
    (listed,) = await talk.say("/topics")
    assert "• zte OR huawei – at once" in listed.content.text
    assert "huawei OR zte" not in listed.content.text


async def test_a_followed_topic_brings_its_story_and_each_button_works(talk, newsroom):
    preview = await follow(talk, "earthquake")
    before = len(talk.telegram.sent)
    newsroom.article(QUAKE)
    newsroom.article(QUAKE_ELSEWHERE, "herald.example")
    story = await arrives(talk, before + 1)
    assert QUAKE[0] in story.content.text
    await comes_true(lambda: "herald.example" in talk.shown(story).content.text)
    (summary,) = await talk.press(story, "Summary")
    assert QUAKE[0] in summary.content.text
    (sources,) = await talk.press(story, "More sources")
    assert "herald.example" in sources.content.text
    (muted,) = await talk.press(story, "Mute story")
    assert "no more of" in muted.content.text
    (gone,) = await talk.press(story, "Unfollow")
    assert "no longer follow" in gone.content.text
    (empty,) = await talk.say("/topics")
    assert "no topic yet" in empty.content.text
    assert preview.id != story.id


async def test_a_bare_follow_asks_and_the_reply_is_taken_as_the_topic(talk):
    (asked,) = await talk.say("/follow")
    (preview,) = await talk.say("harbour OR ferry", reply_to=asked.id)
    assert "harbour OR ferry" in preview.content.text


async def test_a_topic_can_be_paused_moved_to_the_digest_edited_and_removed(talk):
    await follow(talk, "ferry")
    (listed,) = await talk.say("/topics")
    await talk.press(listed, "ferry")
    await talk.press(listed, "Pause")
    assert "paused" in talk.shown(listed).content.text
    await talk.press(listed, "Go on")
    await talk.press(listed, "In the digest")
    assert "in the digest" in talk.shown(listed).content.text
    (asked,) = await talk.press(listed, "Edit")
    (changed,) = await talk.say("ferry OR boat", reply_to=asked.id)
    assert "ferry OR boat" in changed.content.text
    await talk.press(changed, "Remove")
    assert "no longer follow" in talk.shown(changed).content.text


@pytest.mark.parametrize("words", ["-rumour", "lang:de", "source:nowhere", '""', "(a b) -a"])
async def test_a_query_that_cannot_be_followed_is_explained(talk, words):
    (message,) = await talk.say(f"/follow {words}")
    assert "exact phrases" in message.content.text


async def test_a_site_is_followed_by_its_name(talk):
    (message,) = await talk.say("/follow courier.example")
    assert "You follow courier.example" in message.content.text


async def test_muted_words_keep_a_story_away_until_they_are_unmuted(talk, newsroom):
    await talk.say("/mute selwyn")
    (listed,) = await talk.say("/mute")
    assert "selwyn" in listed.content.text
    await talk.press(listed, "Hear of it again: selwyn")
    assert "Nothing is muted" in talk.shown(listed).content.text
    (asked,) = await talk.say("/mute")
    (muted,) = await talk.say("chess", reply_to=asked.id)
    assert "chess" in muted.content.text


async def test_a_group_follows_too(talk, newsroom):
    await follow(talk, "earthquake", chat=GROUP)
    before = len(talk.telegram.sent)
    newsroom.article(QUAKE)
    story = await arrives(talk, before + 1)
    assert story.chat.id == GROUP.id


async def test_a_card_offers_to_follow_its_main_name(talk):
    (card,) = await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    label, *_ = [button.text for button in card.keyboard.buttons if button.text.startswith("Follow ")]
    (preview,) = await talk.press(card, label)
    assert "I understand" in preview.content.text


async def test_an_answer_offers_to_follow_the_name_that_was_asked_about(talk):
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    (answer,) = await talk.say("What did Blue Otter offer to run?")
    (preview,) = await talk.press(answer, "Follow Blue Otter")
    assert '"blue otter"' in preview.content.text
