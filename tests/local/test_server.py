import asyncio
import subprocess
import sys

import pytest
from telegram import ReplyParameters
from telegram.error import BadRequest
from telegram.ext import ApplicationBuilder

from bot.local.messages import MessageSent
from bot.local.server import LocalTelegram


@pytest.fixture
def telegram():
    return LocalTelegram()


@pytest.fixture
async def bot(telegram):
    builder = ApplicationBuilder().token(telegram.token).request(telegram.request())
    async with builder.get_updates_request(telegram.get_updates_request()).build() as application:
        yield application.bot


async def test_the_bot_reads_what_the_person_says(telegram, bot):
    telegram.say("/ask who? https://a.org")
    (update,) = await bot.get_updates()
    assert update.effective_chat.id == telegram.chat.id
    assert update.effective_user.id == telegram.person.id
    assert list(update.message.parse_entities().values()) == ["/ask", "https://a.org"]


async def test_a_reply_carries_the_message_it_answers(telegram, bot):
    sent = await bot.send_message(telegram.chat.id, "Card")
    telegram.say("why?", sent.message_id)
    (update,) = await bot.get_updates()
    assert update.message.reply_to_message.text == "Card"


async def test_a_pressed_button_comes_as_a_query(telegram, bot):
    await bot.send_message(
        telegram.chat.id, "Card", reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    )
    card = telegram.last_with_buttons()
    telegram.press(card, card.keyboard.buttons[0])
    (update,) = await bot.get_updates()
    assert update.callback_query.data == "a"
    assert update.callback_query.message.text == "Card"
    assert await update.callback_query.answer()


async def test_an_uploaded_file_can_be_fetched(telegram, bot, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"words")
    telegram.upload(tmp_path / "a.txt", "text/plain")
    (update,) = await bot.get_updates()
    assert update.message.document.mime_type == "text/plain"
    assert await (await update.message.document.get_file()).download_as_bytearray() == b"words"


async def test_a_sent_file_may_come_from_an_open_file(telegram, bot, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"words")
    with (tmp_path / "a.txt").open("rb") as file:
        await bot.send_document(telegram.chat.id, file)
    assert telegram.last_message().document.content == b"words"


async def test_an_unknown_file_is_not_there(telegram, bot):
    assert telegram.download("documents/none")[0] == 404


async def test_a_request_may_carry_nothing(telegram):
    status, body = await telegram.request().do_request("http://host/bot2:local/getMe", "POST")
    assert status == 200
    assert b"newsdesk_local_bot" in body


async def test_refusals_are_the_librarys_errors(telegram, bot):
    with pytest.raises(BadRequest, match="Can't parse entities: unsupported start tag"):
        await bot.send_message(telegram.chat.id, "<x>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(telegram.chat.id, "x", reply_parameters=ReplyParameters(99))


async def test_the_conversation_is_idle_when_every_update_is_finished(telegram):
    await telegram.idle()
    first, second = telegram.say("one"), telegram.say("two")
    idle = asyncio.create_task(telegram.idle())
    telegram.finished(first)
    await asyncio.sleep(0)
    assert not idle.done()
    telegram.finished(second)
    telegram.finished(second)
    await idle


async def test_a_late_listener_hears_what_was_said_before(telegram, bot):
    await bot.send_message(telegram.chat.id, "Early")
    heard = []
    telegram.listen(heard.append)
    await bot.send_message(telegram.chat.id, "Late")
    assert [event.message.content.text for event in heard if isinstance(event, MessageSent)] == ["Early", "Late"]


def test_the_prompt_does_not_wait_for_the_library():
    check = "import sys, bot.local.chat, bot.local.server; print('telegram' in sys.modules, 'prompt_toolkit' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
