import asyncio
import os
import subprocess
import sys

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.ext import ApplicationBuilder

from tests.fakes import faults
from tests.fakes.botapi import BotApiServer
from tests.fakes.telegram import PERSON, StandIn


@pytest.fixture
def telegram():
    return StandIn()


@pytest.fixture
async def server(telegram):
    async with BotApiServer(telegram) as server:
        yield server


def application(server, token):
    builder = ApplicationBuilder().token(token).base_url(f"{server.url}/bot").base_file_url(f"{server.url}/file/bot")
    return builder.get_updates_read_timeout(30).build()


@pytest.fixture
async def bot(server, telegram):
    async with application(server, telegram.token) as built:
        yield built.bot


async def test_the_library_sends_over_a_socket(telegram, bot):
    message = await bot.send_message(5, "<b>Größe</b> 😀", parse_mode="HTML")
    assert message.text == "Größe 😀"
    assert telegram.texts(5) == ["Größe 😀"]


async def test_updates_come_as_soon_as_they_are_there(telegram, bot):
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    telegram.say("hello")
    (update,) = await waiting
    assert update.message.text == "hello"
    assert await bot.get_updates(offset=update.update_id + 1) == ()


async def test_files_go_both_ways(telegram, bot):
    content = bytes(range(256)) * 300
    message = await bot.send_document(5, content, filename="a.bin", caption="Größe")
    assert message.caption == "Größe"
    assert bytes(await (await message.document.get_file()).download_as_bytearray()) == content


async def test_a_lost_answer_is_not_a_lost_message(telegram, bot):
    telegram.faults.add(faults.LoseReply(), "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(5, "x")
    assert telegram.texts() == ["x"]


async def test_a_slow_answer_times_out_and_the_message_is_there(telegram, bot):
    telegram.faults.add(faults.Slow(5), "sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(5, "x", read_timeout=0.1)
    assert telegram.texts() == ["x"]


async def test_refusals_come_with_their_parameters(telegram, bot):
    telegram.faults.add(faults.too_many(33), "sendMessage")
    with pytest.raises(RetryAfter, match="0:00:33"):
        await bot.send_message(5, "x")
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(5, "x" * 4097)


async def test_a_page_instead_of_an_answer_is_an_error(telegram, bot, caplog):
    telegram.faults.add(faults.Garbage(502), "sendMessage")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(5, "x")


async def test_a_wrong_token_is_refused(server):
    async with httpx.AsyncClient(base_url=server.url) as client:
        answer = await client.post("/bot1:wrong/getMe")
    assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")


async def test_a_connection_can_be_closed_after_one_answer(server, telegram):
    async with httpx.AsyncClient(base_url=server.url, headers={"connection": "close"}) as client:
        assert (await client.post(f"/bot{telegram.token}/getMe")).status_code == 200
        assert (await client.post(f"/bot{telegram.token}/getMe")).status_code == 200


async def test_a_body_that_is_none_is_refused_not_fatal(server, telegram):
    async with httpx.AsyncClient(base_url=server.url) as client:
        broken = {"content": b"{", "headers": {"content-type": "application/json"}}
        assert (await client.post(f"/bot{telegram.token}/sendMessage", **broken)).status_code == 400
        assert (await client.get("/nonsense")).status_code == 404
        assert (await client.get("/file/bot1:wrong/documents/x")).status_code == 401
        assert (await client.get(f"/bot{telegram.token}/getMe")).json()["result"]["is_bot"] is True


async def test_a_stranger_to_http_is_hung_up_on(server):
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"\x00\x01\x02 nonsense\r\n\r\n")
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()


async def test_a_trial_is_steered_through_the_control_channel(server, telegram, bot):
    async with httpx.AsyncClient(base_url=f"{server.url}/control/") as control:
        await control.post("say", json={"text": "hello", "chat_id": PERSON.id})
        (update,) = await bot.get_updates()
        keys = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
        sent = await bot.send_message(update.effective_chat.id, "Card", reply_markup=keys)
        about = {"chat_id": PERSON.id, "message_id": sent.message_id, "button": "A"}
        await control.post("press", json=about)
        assert (await bot.get_updates(offset=-1))[0].callback_query.data == "a"
        await control.post("fault", json={"name": "too_many", "arguments": [3], "method": "sendMessage", "times": 1})
        with pytest.raises(RetryAfter):
            await bot.send_message(PERSON.id, "x")
        await control.post("refuse", json={"chat_id": 6})
        await control.post("migrate", json={"chat_id": -5, "new_id": -100500})
        assert [message["text"] for message in (await control.get("sent")).json()] == ["Card"]
        assert [call["status"] for call in (await control.get("calls")).json() if call["method"] == "sendMessage"] == [
            200,
            429,
        ]
        assert (await control.get("violations")).json() == []
        assert "sent" in (await control.get("nothing")).json()["known"]


async def test_the_script_serves_a_bot_of_another_process(tmp_path):
    script = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.botapi", "--port", "0", "--token", "5:script",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."},
    )  # fmt: skip
    try:
        assert script.stdout is not None
        assert script.stdin is not None
        address = (await script.stdout.readline()).split()[-1].decode()
        script.stdin.write(b"hello\n")
        builder = ApplicationBuilder().token("5:script").base_url(f"{address}/bot")
        async with builder.build() as application:
            (update,) = await application.bot.get_updates(timeout=10)
            await update.message.reply_html("<b>Hello</b> back")
        assert await script.stdout.readline() == b"Hello back\n"
    finally:
        script.terminate()
        await script.communicate()
