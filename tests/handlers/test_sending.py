"""What Telegram answers to a message of ours, and what becomes of the message."""

import pytest

from bot.handlers import delivery
from bot.local.errors import ApiError
from bot.local.messages import Chat
from tests import builders
from tests.articles import BRIDGE, BRIDGE_TITLE, page, pasted
from tests.fakes import faults
from tests.fakes.telegram import BOT, PERSON
from tests.jobs.conftest import waiting

GROUP = Chat(-200, "supergroup", "The newsroom")
URL = "https://courier.example/bridge"


async def test_a_short_limit_is_waited_out(talk):
    talk.telegram.faults.add(faults.too_many(1), "sendMessage")
    (help_,) = await talk.say("/help")
    assert "Commands" in help_.content.text


async def test_a_long_limit_of_one_chat_postpones_its_answer_and_keeps_no_other_waiting(talk):
    talk.telegram.faults.add(faults.too_many(3600), "sendMessage", chat_id=100)
    assert await talk.say("/help") == []
    assert waiting(talk) == 1
    (help_,) = await talk.say("/help", chat=GROUP)
    assert help_.chat.id == GROUP.id
    with talk.store.database.engine.connect() as connection:
        (row,) = connection.exec_driver_sql(
            "SELECT attempts, leased_until > datetime('now', '+59 minutes') FROM accepted_updates WHERE NOT finished"
        ).fetchall()
    assert tuple(row) == (0, 1)


async def test_what_is_refused_as_html_goes_out_plain(talk, caplog):
    talk.telegram.faults.add(faults.cannot_parse(), "sendMessage")
    (help_,) = await talk.say("/help")
    assert help_.content.text.startswith("What you can send me")
    assert not [entity for entity in help_.content.entities if entity.type == "bold"]
    assert "goes out plain" in caplog.text


async def test_an_edit_refused_as_html_goes_out_plain(talk, caplog):
    (settings,) = await talk.say("/settings")
    talk.telegram.faults.add(faults.cannot_parse(), "editMessageText")
    await talk.press(settings, "2")
    assert "parse_mode" not in talk.telegram.calls("editMessageText")[-1].fields
    assert "\u2713 2" in [button.text for button in talk.shown(settings).keyboard.buttons]


@pytest.mark.parametrize(
    "reason", ["bot was blocked by the user", "bot was kicked from the supergroup chat", "user is deactivated"]
)
async def test_a_chat_that_takes_no_messages_is_marked_and_its_data_kept(talk, reason):
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    await talk.press((await talk.say("/settings"))[0], "2")
    talk.telegram.state.refuse(100, reason)
    assert await talk.say("/help") == []
    assert waiting(talk) == 0
    with talk.store.database.read() as uow:
        assert uow.chats.get(100).active is False
        assert uow.articles.recent(100, 0, 1).articles


async def test_an_answer_follows_a_group_that_became_a_supergroup(talk):
    old, new = Chat(-5, "group", "The newsroom"), -1005
    await talk.say("/settings", chat=old)
    talk.telegram.state.migrate(old.id, new)
    (help_,) = await talk.say("/help", chat=old)
    assert help_.chat.id == new


@pytest.mark.parametrize("fault", [faults.LoseReply(), faults.Garbage(502), faults.Garbage(200)])
async def test_an_answer_of_unknown_fate_is_not_sent_again_and_the_person_is_told(talk, fault, caplog):
    talk.telegram.faults.add(fault, "sendMessage")
    help_, notice = await talk.say("/help")
    assert "Commands" in help_.content.text
    assert "If you see no answer, please ask again" in notice.content.text
    assert notice.reply_to is not None
    assert waiting(talk) == 0


async def test_when_even_the_notice_is_of_unknown_fate_it_is_left_at_that(talk):
    talk.telegram.faults.add(faults.LoseReply(), "sendMessage", times=2)
    assert len(await talk.say("/help")) == 2
    assert waiting(talk) == 0


@pytest.mark.parametrize("fault", [faults.server_error(), faults.server_error(502), faults.DropConnection()])
async def test_what_was_certainly_not_sent_is_sent_again(talk, fault):
    talk.telegram.faults.add(fault, "sendMessage")
    (help_,) = await talk.say("/help")
    assert "Commands" in help_.content.text


async def test_an_edit_whose_answer_got_lost_is_made_again_without_harm(talk):
    (settings,) = await talk.say("/settings")
    talk.telegram.faults.add(faults.LoseReply(), "editMessageText")
    assert await talk.press(settings, "2") == []
    assert "\u2713 2" in [button.text for button in talk.shown(settings).keyboard.buttons]


async def test_an_edit_that_changes_nothing_is_no_fault(talk):
    (settings,) = await talk.say("/settings")
    await talk.press(settings, "2")
    assert await talk.press(settings, "\u2713 2") == []
    assert talk.telegram.calls("editMessageText")[-1].status == 400


async def test_a_message_that_is_gone_is_answered_afresh(talk):
    (settings,) = await talk.say("/settings")
    talk.telegram.state.forget(100, settings.id)
    (afresh,) = await talk.push(builders.callback_update("length:2", settings.as_json()))
    assert "\u2713 2" in [button.text for button in afresh.keyboard.buttons]


async def test_a_button_pressed_long_ago_still_does_its_work(talk):
    (settings,) = await talk.say("/settings")
    talk.telegram.faults.add(faults.query_too_old(), "answerCallbackQuery")
    assert await talk.press(settings, "2") == []
    assert "\u2713 2" in [button.text for button in talk.shown(settings).keyboard.buttons]


@pytest.mark.parametrize(
    "data",
    ["length:2", "method:lsa", "forgotten", "kept", "more", "lib:open:1:", "lib:remove:0:x", "open:1", "remove:1",
     "removed:1", "card:1:3", "facts:1", "ask:1", "card:999:1", "length:99", "of a former version", "x" * 64],
)  # fmt: skip
async def test_every_pressed_button_is_acknowledged(talk, data):
    (card,) = await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    await talk.push(builders.callback_update(data, card.as_json()))
    assert [call.status for call in talk.telegram.calls("answerCallbackQuery")] == [200]


async def test_what_comes_from_a_topic_of_a_forum_is_answered_in_it(talk):
    talk.web.put(URL, page(BRIDGE_TITLE, BRIDGE, url=URL))
    update = builders.text_update(f"@{BOT.username} {URL}", builders.envelope(chat=GROUP))
    update["message"] |= {"message_thread_id": 77, "is_topic_message": True}
    (card,) = await talk.push(update)
    assert card.thread_id == 77
    assert {call.fields.get("message_thread_id") for call in talk.telegram.calls("sendChatAction")} == {"77"}
    press = builders.callback_update("facts:1", {**card.as_json(), "message_thread_id": 77, "is_topic_message": True})
    (facts,) = await talk.push(press)
    assert facts.thread_id == 77


async def test_when_the_topic_is_gone_the_answer_goes_to_the_group(talk):
    gone = faults.Refusal(ApiError(400, "Bad Request: message thread not found"))
    talk.telegram.faults.add(gone, "sendMessage")
    update = builders.command_update("help", about=builders.envelope(chat=GROUP))
    update["message"] |= {"message_thread_id": 77, "is_topic_message": True}
    (help_,) = await talk.push(update)
    assert help_.thread_id is None


async def test_a_reply_in_a_general_thread_is_not_taken_for_a_topic(talk):
    update = builders.command_update("help", about=builders.envelope(chat=GROUP))
    update["message"] |= {"message_thread_id": 5}
    (help_,) = await talk.push(update)
    assert help_.thread_id is None


async def test_telegram_away_for_longer_postpones_the_answer(talk):
    talk.telegram.faults.add(faults.too_many(int(delivery._PATIENCE) + 1), "sendMessage", times=1)
    assert await talk.say("/help") == []
    assert waiting(talk) == 1


async def test_several_links_for_a_chat_that_must_rest_are_kept_and_nothing_runs_on_unseen(talk):
    other = "https://courier.example/other"
    talk.web.put(URL, page(BRIDGE_TITLE, BRIDGE, url=URL))
    talk.web.put(other, page("Another headline of the day", BRIDGE[::-1], url=other))
    talk.telegram.faults.add(faults.too_many(3600), "sendMessage")
    assert await talk.say(f"{URL} {other}") == []
    assert waiting(talk) == 1
    assert talk.newsdesk.application.tasks_of(PERSON.id) == ()
