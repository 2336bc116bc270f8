"""What one person may do in a while, what a chat may keep, and whose buttons and links count."""

import re

import pytest

from bot.local.messages import Account, Chat
from bot.web import errors as web
from storage.feed_records import Feed
from tests.articles import BRIDGE, BRIDGE_TITLE, page, pasted
from tests.builders import callback_update, forged_update
from tests.conversation import conversation
from tests.fakes.telegram import BOT, StandIn
from tests.feedroom import NOON
from tests.handlers.test_admission import claimed

EVE = Account(666, "Eve", "eve")
GROUP = Chat(-200, "supergroup", "The newsroom")
SITE = "https://courier.example"


@pytest.fixture
async def strict(database, tmp_path):
    """A bot that takes two of everything, on each database."""
    limits = {"fetches_per_hour": 2, "questions_per_minute": 2, "topics_per_minute": 2, "max_feeds": 2, "max_topics": 1}
    async with conversation(database, tmp_path, upload_max_bytes=10_000, **limits) as talk:
        for number in range(5):
            talk.web.put(f"{SITE}/{number}", page(f"{BRIDGE_TITLE} {number}", [*BRIDGE, f"Part {number}."]))
        yield talk


async def texts(talk, *said, **where):
    return [reply.content.text for one in said for reply in await talk.say(one, **where)]


async def test_links_beyond_the_rate_are_refused_once_with_when_it_works_again(strict):
    first, second, refusal = await texts(strict, *(f"{SITE}/{number}" for number in range(5)))
    assert BRIDGE_TITLE in first
    assert BRIDGE_TITLE in second
    assert refusal == (
        "I take at most 2 links, texts and files an hour from one person; send me that again in 30 minutes."
    )
    assert strict.web.fetched == [f"{SITE}/0", f"{SITE}/1"]


@pytest.mark.parametrize("ask", ["why did they close the bridge?", "/brief bridge", "/news"])
async def test_questions_beyond_the_rate_are_refused(strict, ask):
    *answers, refusal = await texts(strict, ask, ask, ask, ask)
    assert len(answers) == 2
    assert re.fullmatch(
        r"I take at most 2 questions a minute from one person; send me that again in (\d+) seconds\.", refusal
    )


async def test_topics_beyond_the_rate_are_refused(strict):
    *_, refusal = await texts(strict, "/follow huawei", "/follow zte", "/follow nokia")
    assert refusal.startswith("I take at most 2 topics a minute from one person")


async def test_texts_files_feeds_and_packs_count_as_links_do(strict):
    await texts(strict, pasted(BRIDGE_TITLE, BRIDGE), f"/add {SITE}/0")
    (refusal,) = await strict.upload("bridge.txt", " ".join(BRIDGE).encode())
    assert "2 links, texts and files an hour" in refusal.content.text
    assert await texts(strict, f"/add {SITE}/1", f"{SITE}/1") == []
    assert await strict.upload("feeds.opml", b"<opml/>") == []


async def test_each_person_has_a_rate_of_their_own(strict):
    await texts(strict, f"{SITE}/0", f"{SITE}/1", f"{SITE}/2")
    (card,) = await texts(strict, f"{SITE}/3", sender=EVE)
    assert BRIDGE_TITLE in card


async def test_a_person_has_one_rate_in_all_their_chats(strict):
    await texts(strict, f"{SITE}/0", f"{SITE}/1")
    (refusal,) = await texts(strict, f"@{BOT.username} {SITE}/2", chat=GROUP)
    assert "2 links" in refusal


async def test_a_restart_forgets_no_rate(sqlite_database, tmp_path):
    telegram = StandIn()
    async with conversation(sqlite_database, tmp_path, telegram=telegram, questions_per_minute=1) as talk:
        await texts(talk, "/brief bridge")
    async with conversation(sqlite_database, tmp_path, telegram=telegram, questions_per_minute=1) as talk:
        (refusal,) = await texts(talk, "/brief bridge")
    assert "at most 1 question" in refusal


async def test_the_owner_and_a_rate_of_zero_know_no_limit(sqlite_database, tmp_path):
    async with conversation(sqlite_database, tmp_path, questions_per_minute=1, topics_per_minute=0) as talk:
        assert not any("at most" in text for text in await texts(talk, *["/follow zte"] * 30, sender=EVE))
        await claimed(talk)
        assert not any("at most" in text for text in await texts(talk, *["/brief zte"] * 5))


async def test_a_failed_link_counts_as_well(strict):
    strict.web.fail(f"{SITE}/gone", web.NotFound(404))
    await texts(strict, f"{SITE}/gone", f"{SITE}/gone")
    (refusal,) = await texts(strict, f"{SITE}/1")
    assert "2 links" in refusal


async def test_a_chat_follows_no_more_topics_than_its_quota(strict):
    (preview,) = await strict.say("/follow zte")
    await strict.press(preview, "Follow: at once")
    (refusal,) = await texts(strict, "/follow bbc.co.uk")
    assert refusal == "This chat follows 1 topic already, which is the most I can keep. /topics removes some."
    await strict.push(callback_update("follow:digest:1", preview.as_json()))
    (listed,) = await texts(strict, "/topics")
    assert "zte" in listed
    assert "bbc" not in listed


async def test_a_chat_mutes_no_more_than_it_may_follow(strict):
    await texts(strict, "/mute zte")
    assert "zte" in (await texts(strict, "/mute"))[0]
    (refusal,) = await texts(strict, "/mute huawei")
    assert refusal == "This chat has muted 1 topic already, which is the most I can keep. /mute ends some."
    (muted,) = await texts(strict, "/mute")
    assert "huawei" not in muted


async def test_a_chat_follows_no_more_feeds_than_its_quota_and_topics_do_not_count(strict):
    (preview,) = await strict.say("/follow zte")
    await strict.press(preview, "Follow: at once")
    ids = feeds(strict, 3)
    (greeting,) = await strict.say("/start")
    said = [await strict.push(callback_update(f"feedon:{number}", greeting.as_json())) for number in ids]
    assert ["You now follow" in one.content.text for (one,) in said] == [True, True, False]
    assert "follows 2 feeds already" in said[2][0].content.text


async def test_a_file_larger_than_the_cap_is_not_downloaded(strict):
    (refusal,) = await strict.upload("long.txt", b"x" * 10_001)
    assert "the limit is 0.01 MB for files" in refusal.content.text
    assert strict.telegram.calls("getFile") == []


def feeds(talk, count):
    with talk.store.database.write() as uow:
        made = [uow.feeds.add(Feed(f"{SITE}/feed/{n}?secret={n}", "courier.example", NOON, NOON)) for n in range(count)]
        uow.commit()
    return [feed.id for feed, _ in made]


@pytest.mark.parametrize("data", ["feedon:1", "follow:once:1", "forgotten", "removed:1", "card:1:3", "kept", ""])
async def test_a_button_that_a_client_made_up_does_nothing(talk, data):
    feeds(talk, 1)
    await talk.say("/follow zte", sender=EVE)
    (greeting,) = await talk.say("/start")
    assert await talk.push(forged_update(data, greeting.as_json())) == []
    assert [call.fields.get("text") for call in talk.telegram.calls("answerCallbackQuery")] == [
        "This button is no longer in use."
    ]
    with talk.store.database.read() as uow:
        assert uow.subscriptions.of_chat(greeting.chat.id) == ()


async def test_a_button_of_one_chat_does_nothing_in_another(talk):
    (preview,) = await talk.say("/follow zte", sender=EVE)
    carried = preview.keyboard.buttons[0].callback_data
    (greeting,) = await talk.say("/start")
    assert await talk.push(forged_update(carried, greeting.as_json())) == []
    with talk.store.database.read() as uow:
        assert uow.subscriptions.of_chat(greeting.chat.id) == ()


async def test_what_one_chat_follows_no_other_can_change(talk):
    (preview,) = await talk.say("/follow zte", sender=EVE)
    await talk.press(preview, "Follow: at once", presser=EVE)
    (greeting,) = await talk.say("/start")
    for data in ("sub:1", "subremove:1", "subpause:1:1", "submode:1:digest", "feedoff:1", "feed:1", "feedtry:1"):
        await talk.push(callback_update(data, greeting.as_json()))
    with talk.store.database.read() as uow:
        (mine,) = uow.subscriptions.of_chat(EVE.id)
        assert (mine.mode, mine.paused) == ("once", False)
    assert "zte" not in talk.shown(greeting).content.text


PAYLOADS = ["x" * 64, "card:1:3", "../../etc/passwd", "<b>", "AAAA-AAAA", "announce 1", "-1", "é" * 64]


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_a_deep_link_opens_nothing_to_who_is_admitted(talk, payload):
    (plain,) = await talk.say("/start")
    (greeting,) = await talk.say(f"/start {payload}")
    assert greeting.content == plain.content


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_a_deep_link_opens_nothing_to_a_stranger(sqlite_database, tmp_path, payload):
    async with conversation(sqlite_database, tmp_path, open_to_everyone=False) as talk:
        talk.newsdesk.desk.admit_people.new_code()
        (refusal,) = await talk.say(f"/start {payload}", sender=EVE)
        assert "private" in refusal.content.text or "not valid" in refusal.content.text
        (again,) = await talk.say("/start", sender=EVE)
        assert "private" in again.content.text
