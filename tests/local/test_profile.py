import json

import pytest

from bot.local.api import perform
from bot.local.conversations import Conversations
from bot.local.errors import ApiError
from bot.local.messages import CommandsChanged
from bot.local.wire import Call
from tests.builders import text_update
from tests.fakes.telegram import BOT, PERSON, private


@pytest.fixture
def events():
    return []


@pytest.fixture
def state(events):
    state = Conversations(BOT, listener=events.append)
    state.chats[PERSON.id] = private(PERSON)
    return state


def menu(state, commands, **fields):
    written = json.dumps([{"command": command, "description": text} for command, text in commands])
    return perform(state, Call("setMyCommands", {"commands": written, **fields}))


def test_the_bot_learns_who_it_is(state):
    assert perform(state, Call("getMe"))["username"] == BOT.username


def test_methods_are_named_in_any_case(state):
    assert perform(state, Call("GETME"))["is_bot"] is True


def test_the_menu_of_private_chats_comes_before_the_default_one(state, events):
    menu(state, [("help", "Help")])
    menu(state, [("ask", "Ask")], scope='{"type": "all_private_chats"}')
    assert events == [CommandsChanged((("help", "Help"),)), CommandsChanged((("ask", "Ask"),))]
    assert perform(state, Call("getMyCommands")) == [{"command": "help", "description": "Help"}]
    perform(state, Call("deleteMyCommands", {"scope": '{"type": "all_private_chats"}'}))
    assert events[-1] == CommandsChanged((("help", "Help"),))


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([("Help", "x")], "BOT_COMMAND_INVALID"),
        ([("a" * 33, "x")], "BOT_COMMAND_INVALID"),
        ([("help", "")], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([("help", "x")] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
def test_a_menu_telegram_does_not_take_is_refused(state, commands, reason):
    with pytest.raises(ApiError, match=reason):
        menu(state, commands)


def test_a_webhook_stops_polling(state):
    state.receive(text_update("hi"))
    assert perform(state, Call("setWebhook", {"url": "https://a.org/hook"})) is True
    assert perform(state, Call("getWebhookInfo"))["pending_update_count"] == 1
    with pytest.raises(ApiError, match="can't use getUpdates method while webhook is active"):
        perform(state, Call("getUpdates"))
    perform(state, Call("deleteWebhook", {"drop_pending_updates": "true"}))
    assert perform(state, Call("getUpdates")) == []


def test_a_webhook_needs_https(state):
    with pytest.raises(ApiError, match="An HTTPS URL must be provided"):
        perform(state, Call("setWebhook", {"url": "http://a.org"}))


def test_what_people_are_in_a_group_is_as_the_test_says(state):
    state.statuses[PERSON.id, 5] = "administrator"
    state.statuses[PERSON.id, 6] = "creator"
    about = {"chat_id": str(PERSON.id)}
    assert perform(state, Call("getChatMember", {**about, "user_id": "4"}))["status"] == "member"
    administrators = perform(state, Call("getChatAdministrators", about))
    assert [member["user"]["id"] for member in administrators] == [5, 6]


def test_what_has_no_effect_here_is_agreed_to(state):
    assert perform(state, Call("setMyDescription", {"description": "Reads the news"})) is True


def test_a_chat_can_be_looked_up(state):
    assert perform(state, Call("getChat", {"chat_id": str(PERSON.id)}))["first_name"] == PERSON.first_name
