from datetime import timedelta

import pytest
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

from bot.local.wire import Upload
from tests import builders
from tests.fakes import faults
from tests.fakes.rates import RateLimit
from tests.fakes.recording import as_update, deliver, offline_application
from tests.fakes.telegram import BOT, PERSON, StandIn


@pytest.fixture
def telegram():
    return StandIn()


@pytest.fixture
async def application(telegram):
    async with offline_application(telegram) as application:
        yield application


@pytest.fixture
def bot(application):
    return application.bot


async def test_calls_are_recorded_in_order(telegram, bot):
    await bot.send_chat_action(5, "typing")
    await bot.send_message(5, "<b>Hi</b>", parse_mode="HTML")
    assert [one.method for one in telegram.exchanges] == ["getMe", "sendChatAction", "sendMessage"]
    assert telegram.calls("sendMessage")[0].fields["parse_mode"] == "HTML"
    assert telegram.texts(5) == ["Hi"]
    assert telegram.texts(6) == []


async def test_what_was_sent_stays_as_sent_and_what_stands_is_as_edited(telegram, bot):
    message = await bot.send_message(5, "one")
    await message.edit_text("two")
    assert telegram.texts() == ["one"]
    assert [standing.content.text for standing in telegram.standing(5)] == ["two"]


async def test_a_reply_can_be_canned(telegram, bot):
    telegram.canned["getMyName"] = {"name": "Canned"}
    assert (await bot.get_my_name()).name == "Canned"


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (faults.too_many(7), RetryAfter, "0:00:07"),
        (faults.server_error(), NetworkError, "Internal Server Error"),
        (faults.blocked(), Forbidden, "blocked"),
        (faults.migrated(-100), ChatMigrated, "-100"),
        (faults.not_modified(), BadRequest, "not modified"),
        (faults.query_too_old(), BadRequest, "too old"),
        (faults.cannot_parse(), BadRequest, "parse entities"),
        (faults.conflict(), Conflict, "other getUpdates"),
        (faults.DropConnection(), NetworkError, "broke"),
    ],
)
async def test_a_refused_message_is_not_there(telegram, bot, fault, error, words):
    telegram.faults.add(fault, "sendMessage")
    with pytest.raises(error, match=words):
        await bot.send_message(5, "x")
    assert telegram.sent == []
    await bot.send_message(5, "x")
    assert len(telegram.sent) == 1


@pytest.mark.parametrize(("fault", "error"), [(faults.LoseReply(), TimedOut), (faults.Garbage(), NetworkError)])
async def test_a_message_with_a_lost_answer_is_there(telegram, bot, fault, error, caplog):
    telegram.faults.add(fault, "sendMessage")
    with pytest.raises(error):
        await bot.send_message(5, "x")
    assert telegram.texts() == ["x"]


async def test_a_slow_answer_comes(telegram, bot):
    telegram.faults.add(faults.Slow(0.01), "sendMessage")
    assert (await bot.send_message(5, "x")).text == "x"


async def test_faults_meet_the_requests_they_are_meant_for(telegram, bot):
    telegram.faults.add(faults.blocked(), "sendMessage", chat_id=6, times=2, after=1)
    outcomes = []
    for chat_id in (5, 6, 6, 6, 6):
        try:
            await bot.send_message(chat_id, "x")
            outcomes.append("sent")
        except Forbidden:
            outcomes.append("blocked")
    assert outcomes == ["sent", "sent", "blocked", "blocked", "sent"]
    telegram.faults.add(faults.blocked())
    telegram.faults.clear()
    assert await bot.send_message(5, "x")


async def test_too_many_messages_are_told_when_to_come_again(telegram, bot):
    telegram.rate, telegram.timer = RateLimit(), lambda: 0.0
    await bot.send_message(5, "x")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(5, "x")
    assert refused.value.retry_after == timedelta(seconds=1)
    assert telegram.peak() == 1


async def test_what_telegram_drops_in_silence_is_a_violation(telegram, bot):
    await bot.send_message(5, "<code>a<b>b</b></code>" + "<i>i</i> " * 101, parse_mode="HTML")
    assert len(telegram.violations()) == 2


async def seen_by(application, update, handler_type, *arguments):
    seen = []

    async def see(update, _context):
        seen.append(update)

    handler = handler_type(*arguments, see) if arguments else handler_type(see)
    application.add_handler(handler)
    await application.process_update(as_update(update, application))
    (only,) = seen
    return only


@pytest.mark.parametrize(
    ("update", "wanted"),
    [
        (builders.text_update("see https://a.org"), filters.TEXT & filters.Entity("url")),
        (builders.command_update("ask", "who?"), filters.COMMAND),
        (builders.forward_update("A post"), filters.FORWARDED),
        (
            builders.mention_update("who?"),
            filters.ChatType.SUPERGROUP & filters.Mention(f"@{BOT.username}"),
        ),
        (builders.migration_update(-100200), filters.StatusUpdate.MIGRATE),
        (builders.edited_update("changed", 5), filters.UpdateType.EDITED_MESSAGE),
    ],
)
async def test_updates_are_what_the_library_expects(application, update, wanted):
    assert await seen_by(application, update, MessageHandler, wanted)


async def test_a_reply_carries_what_it_answers(telegram, application, bot):
    await bot.send_message(PERSON.id, "Card")
    update = await seen_by(
        application, builders.reply_update("why?", telegram.sent[0].as_json()), MessageHandler, filters.REPLY
    )
    assert update.message.reply_to_message.text == "Card"


async def test_a_document_can_be_fetched(telegram, application):
    stored = telegram.state.store_file(Upload("a.txt", b"words"), "text/plain")
    update = await seen_by(application, builders.document_update(stored, "look"), MessageHandler, filters.Document.TEXT)
    assert await (await update.message.document.get_file()).download_as_bytearray() == b"words"


async def test_a_button_is_pressed_by_its_text(telegram, application, bot):
    keys = {"inline_keyboard": [[{"text": "Longer", "callback_data": "l"}]]}
    await bot.send_message(PERSON.id, "Card", reply_markup=keys)
    seen = []

    async def answer(update, _context):
        seen.append(update.callback_query.data)
        await update.callback_query.answer("Done")

    application.add_handler(CallbackQueryHandler(answer))
    telegram.press(telegram.sent[0], "Longer")
    await deliver(telegram, application)
    assert seen == ["l"]
    assert telegram.calls("answerCallbackQuery")[0].fields["text"] == "Done"


async def test_a_person_blocks_the_bot(application):
    update = await seen_by(application, builders.membership_update("member", "kicked"), ChatMemberHandler)
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_a_callback_of_a_builder_may_be_answered(telegram, application, bot):
    await bot.send_message(PERSON.id, "Card")
    telegram.push(builders.callback_update("x", telegram.sent[0].as_json(), query_id="q"))
    assert await bot.answer_callback_query("q")
