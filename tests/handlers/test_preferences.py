"""/settings, /forget, /start, /help, /privacy and what nobody takes."""

import pytest

from bot.handlers.features import COMMANDS, MENU
from tests.articles import BRIDGE, BRIDGE_TITLE, pasted


async def test_a_chosen_length_is_marked_kept_and_used(talk):
    (settings,) = await talk.say("/settings")
    await talk.press(settings, "2")
    labels = [button.text for button in talk.shown(settings).keyboard.buttons]
    assert "✓ 2" in labels
    assert "✓ Auto" not in labels
    (card,) = await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    assert sum(sentence in card.content.text for sentence in BRIDGE) == 2


@pytest.mark.parametrize("method", ["LexRank", "TextRank", "LSA", "Luhn"])
async def test_each_method_of_the_field_gives_sentences_of_the_article(talk, method):
    (settings,) = await talk.say("/settings")
    await talk.press(settings, method)
    (card,) = await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    assert sum(sentence in card.content.text for sentence in BRIDGE) == 3


async def test_forgetting_asks_first_then_leaves_nothing_of_the_chat(talk):
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    (settings,) = await talk.say("/settings")
    await talk.press(settings, "2")
    (question,) = await talk.say("/forget")
    await talk.press(question, "Delete it all")
    assert "Done" in talk.shown(question).content.text
    (empty,) = await talk.say("/library")
    assert "not read anything" in empty.content.text
    (settings,) = await talk.say("/settings")
    assert "✓ Auto" in [button.text for button in settings.keyboard.buttons]


async def test_declining_to_forget_changes_nothing(talk):
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    (question,) = await talk.say("/forget")
    await talk.press(question, "Keep it")
    (listed,) = await talk.say("/library")
    assert BRIDGE_TITLE in listed.content.text


async def test_help_names_every_command_of_the_menu(talk):
    (help_,) = await talk.say("/help")
    for name, description in MENU:
        assert f"/{name} – {description}" in help_.content.text


def test_commands_fit_telegrams_limits_and_none_is_there_twice():
    names = [command.name for command in COMMANDS]
    assert len(set(names)) == len(names)
    for command in COMMANDS:
        assert 1 <= len(command.name) <= 32
        assert command.name == command.name.lower()
        assert 3 <= len(command.description) <= 256


@pytest.mark.parametrize("command", ["/start", "/privacy", "/cancel", "/new", "/ask", "/summary"])
async def test_every_command_answers_when_bare(talk, command):
    (message,) = await talk.say(command)
    assert message.content.text


async def test_an_unknown_command_is_said_to_be_unknown(talk):
    (message,) = await talk.say("/dance")
    assert "/help" in message.content.text
