"""The bot is put out, let in again, and follows a group that becomes a supergroup."""

import pytest

from bot.local.messages import Chat
from tests import builders
from tests.articles import BRIDGE, BRIDGE_TITLE, pasted

GROUP = Chat(-5, "group", "The newsroom")
NEW = Chat(-1005, "supergroup", "The newsroom")


async def chosen(talk, chat: Chat | None = None) -> None:
    """A chat that has chosen summaries of two sentences."""
    (settings,) = await talk.say("/settings", chat=chat)
    await talk.press(settings, "2")


def record(talk, chat_id: int):
    with talk.store.database.read() as uow:
        return uow.chats.get(chat_id)


async def test_a_chat_that_blocks_the_bot_is_inactive_until_it_lets_it_in_again(talk):
    await chosen(talk)
    await talk.push(builders.membership_update("member", "kicked"))
    assert record(talk, 100).active is False
    await talk.push(builders.membership_update("kicked", "member"))
    assert (record(talk, 100).active, record(talk, 100).summary_length) == (True, 2)


async def test_who_starts_again_after_blocking_is_active_again(talk):
    await chosen(talk)
    talk.telegram.state.refuse(100, "bot was blocked by the user")
    await talk.say("/help")
    assert record(talk, 100).active is False
    talk.telegram.state.refuse(100, "")
    await talk.say("/start")
    assert record(talk, 100).active is True


@pytest.mark.parametrize("told_first", ["the old chat", "the new chat"])
async def test_a_group_that_becomes_a_supergroup_keeps_what_is_its_own(talk, told_first):
    await chosen(talk, GROUP)
    await talk.say(f"/summary {pasted(BRIDGE_TITLE, BRIDGE)}", chat=GROUP)
    talk.telegram.state.migrate(GROUP.id, NEW.id)
    from_new = {"message": {**builders.envelope(chat=NEW).as_json(), "migrate_from_chat_id": GROUP.id}}
    messages = [builders.migration_update(NEW.id, group=GROUP), from_new]
    for update in messages if told_first == "the old chat" else messages[::-1]:
        assert await talk.push(update) == []
    assert record(talk, GROUP.id) is None
    assert record(talk, NEW.id).summary_length == 2
    (listed,) = await talk.say("/library", chat=NEW)
    assert BRIDGE_TITLE in listed.content.text


async def test_a_group_whose_move_shows_in_an_error_first_keeps_what_is_its_own(talk):
    await chosen(talk, GROUP)
    talk.telegram.state.migrate(GROUP.id, NEW.id)
    (help_,) = await talk.say("/help", chat=GROUP)
    assert help_.chat.id == NEW.id
    await talk.push(builders.migration_update(NEW.id, group=GROUP))
    assert record(talk, NEW.id).summary_length == 2
