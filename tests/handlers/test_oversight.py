"""What the owner has in the chat: /stats, /feeds_health, /users; and that nobody else has it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.handlers.features import MENU, OWNER_MENU
from bot.messages.oversight import overview_message
from storage.feed_records import Feed
from storage.following_records import Subscription
from storage.outbox_records import ALERT
from storage.records import Chat as StoredChat
from storage.records import Visitor
from tests.articles import BRIDGE, BRIDGE_TITLE, pasted
from tests.builders import callback_update
from tests.conversation import conversation
from tests.fakes import faults
from tests.fakes.telegram import PERSON
from tests.handlers.test_admission import BOB, EVE, GROUP, claimed

OWNER_COMMANDS = [f"/{name}" for name, _ in OWNER_MENU]


@pytest.fixture
async def owned(database, tmp_path):
    """A bot of Ada's that everybody may use, on each database."""
    async with conversation(database, tmp_path, allowed_users=("@carol",)) as talk:
        await claimed(talk)
        yield talk


def failing(talk, count):
    now = datetime.now(UTC)
    with talk.store.database.write() as uow:
        for number in range(count):
            made, _ = uow.feeds.add(Feed(f"https://f{number}.example/feed", f"f{number}.example", now, now))
            since = now - timedelta(hours=5 + number)
            broken = replace(made, title=f"Feed {number}", reason=f"SERVER_FAILED f{number}.example", failures=3)
            uow.feeds.save(replace(broken, failing_since=since, next_due=now + timedelta(minutes=40)))
        uow.commit()


@pytest.mark.parametrize("command", OWNER_COMMANDS)
async def test_only_the_owner_may(owned, command):
    (refusal,) = await owned.say(f"{command} 777", sender=EVE)
    assert refusal.content.text == "Only the owner of this bot can do that."


@pytest.mark.parametrize("data", ["failing:0", "users:0", "userout:0:100", "userin:0:666", "announce:all:1"])
async def test_only_the_owner_may_press_the_owners_buttons(owned, data):
    (greeting,) = await owned.say("/start", sender=EVE)
    assert await owned.push(callback_update(data, greeting.as_json(), presser=EVE)) == []
    assert owned.shown(greeting) == greeting
    assert owned.telegram.calls("answerCallbackQuery")[-1].fields["text"] == "Only the owner of this bot can do that."


@pytest.mark.parametrize("command", ["/stats", "/feeds_health", "/users", "/announce hello"])
async def test_what_is_for_the_owner_alone_is_not_shown_in_a_group(owned, command):
    (refusal,) = await owned.say(command, chat=GROUP)
    assert refusal.content.text == "Ask me that in our private chat: here others read along."


async def test_the_owners_commands_are_in_the_owners_menu_and_help_alone(owned):
    (call,) = owned.telegram.calls("setMyCommands")
    assert '"chat_id": 100' in call.fields["scope"]
    assert all(f'"{name}"' in call.fields["commands"] for name, _ in OWNER_MENU)
    assert not {name for name, _ in OWNER_MENU} & {name for name, _ in MENU}
    (mine,), (theirs,) = await owned.say("/help"), await owned.say("/help", sender=EVE)
    assert "/announce" in mine.content.text
    assert "/announce" not in theirs.content.text


async def test_a_menu_that_cannot_be_set_keeps_nobody_from_becoming_the_owner(sqlite_database, tmp_path):
    async with conversation(sqlite_database, tmp_path) as talk:
        talk.telegram.faults.add(faults.server_error(), "setMyCommands")
        await claimed(talk)


async def test_stats_count_what_is_there(owned):
    await owned.say(pasted(BRIDGE_TITLE, BRIDGE))
    await owned.say("/start", sender=EVE)
    (preview,) = await owned.say("/follow zte", sender=EVE)
    await owned.press(preview, "Follow: at once", presser=EVE)
    failing(owned, 2)
    (stats,) = await owned.say("/stats")
    lines = stats.content.text.splitlines()
    assert lines[0] == "How it is going"
    assert "People: 2, 2 of them in the last 7 days (private chats: 2, groups: 0)" in lines
    assert "Topics followed: 1" in lines
    assert "Feeds: 2 failing" in lines
    assert "Articles: 1 in 0 stories" in lines
    assert "To be sent: 0, none late" in lines
    assert "To be answered, this question among it: 1" in lines
    assert lines[-1].startswith("Database: ")
    assert lines[-1].endswith(" MB, no backup yet")


async def test_stats_say_how_late_the_outbox_is(owned):
    due = datetime.now(UTC) + timedelta(hours=1)
    with owned.store.database.write() as uow:
        uow.chats.meet(StoredChat(5, "private"))
        post = uow.posts.add("digest", "{}", datetime.now(UTC))
        uow.posts.deliver(post, 5, due, ALERT)
        uow.commit()
    overview = owned.newsdesk.desk.oversee.overview(due + timedelta(minutes=7))
    assert "To be sent: 1, the oldest due for 7 min" in overview_message(overview).html


async def test_feeds_health_names_each_failing_feed_with_reason_since_and_next_try(owned):
    assert (await owned.say("/feeds_health"))[0].content.text == "All feeds work."
    failing(owned, 10)
    (page,) = await owned.say("/feeds_health")
    lines = page.content.text.splitlines()
    assert lines[:4] == [
        "Feeds in trouble",
        "",
        "• Feed 9",
        "its site has a fault of its own; failing for 14 h; next try in 40 min",
    ]
    assert "Page 1 of 2, 10 feeds." in lines
    await owned.press(page, "Next")
    assert owned.shown(page).content.text.count("failing for") == 2
    await owned.press(owned.shown(page), "Back")
    assert owned.shown(page).content == page.content


async def test_a_feed_that_stopped_is_in_trouble_while_somebody_follows_it(owned):
    now = datetime.now(UTC)
    with owned.store.database.write() as uow:
        for number in range(2):
            made, _ = uow.feeds.add(Feed(f"https://f{number}.example/", "f.example", now, now, title=f"Feed {number}"))
            uow.feeds.save(replace(made, state="gone", reason="GONE f.example"))
        uow.subscriptions.add(Subscription(PERSON.id, "feed", "x", now, feed_id=made.id))
        uow.commit()
    (page,) = await owned.say("/feeds_health")
    assert "Feed 1\nits site says that it has been taken down for good; no longer looked at" in page.content.text
    assert "Feed 0" not in page.content.text


async def test_users_names_who_may_use_the_bot_and_when_they_last_did(owned):
    await owned.say("/allow 777")
    await owned.say("/start", sender=EVE)
    with owned.store.database.write() as uow:
        uow.visitors.note(Visitor(BOB.id, "bob", "Bob", datetime.now(UTC) - timedelta(days=3)))
        uow.commit()
    (page,) = await owned.say("/users")
    assert page.content.text == (
        "Who may use this bot\n\n"
        "• Ada, @ada, 100\n  owner; last seen 1 min ago\n\n"
        "• 777\n  let in by you; never seen\n\n"
        "• Eve, @eve, 666\n  let in as everybody is; last seen 1 min ago\n\n"
        "• Bob, @bob, 200\n  let in as everybody is; last seen 3 days ago\n\n"
        "Named in the settings, not seen yet: @carol"
    )


async def test_a_button_keeps_somebody_out_and_lets_them_in_again(owned):
    await owned.say("/start", sender=EVE)
    (page,) = await owned.say("/users")
    assert [button.text for button in page.keyboard.buttons] == ["Keep out Eve"]
    await owned.press(page, "Keep out Eve")
    assert "kept out by you" in owned.shown(page).content.text
    assert "private" in (await owned.say("/start", sender=EVE))[0].content.text
    await owned.press(owned.shown(page), "Let in Eve")
    assert "reads the news" in (await owned.say("/start", sender=EVE))[0].content.text


async def test_users_has_pages(owned):
    with owned.store.database.write() as uow:
        for number in range(20):
            uow.visitors.note(Visitor(1000 + number, "", f"Person {number:02}", datetime.now(UTC)))
        uow.commit()
    (page,) = await owned.say("/users")
    assert "Page 1 of 3, 21 people." in page.content.text
    await owned.press(page, "Next")
    assert "Page 2 of 3" in owned.shown(page).content.text


async def test_a_stranger_is_not_noted_and_who_asks_to_be_forgotten_is(owned):
    await owned.say("/start", sender=EVE)
    await owned.say("/deny 200")
    await owned.say("/start", sender=BOB)
    (ask,) = await owned.say("/forget", sender=EVE)
    await owned.press(ask, "Delete it all", presser=EVE)
    with owned.store.database.read() as uow:
        assert [visitor.user_id for visitor in uow.visitors.all()] == [PERSON.id]
        assert uow.chats.get(EVE.id) is None
