"""The real process when things go wrong: nothing accepted is lost, nothing is said twice, and it says what is wrong."""

import asyncio
import contextlib
import os
import resource
import signal
import sqlite3
from pathlib import Path

import httpx
import psutil
import pytest

from bot.jobs.webhook import HEADER
from bot.local.errors import ApiError
from tests.articles import BRIDGE_TITLE, FERRY_TITLE
from tests.builders import envelope, text_update
from tests.endtoend import delivery_kills, kills
from tests.endtoend.harness import Newsroom, newsroom, until
from tests.fakes import faults
from tests.fakes.botapi import BotApiServer
from tests.fakes.telegram import Account

BOB = Account(200, "Bob", "bob")


async def test_killed_in_the_middle_of_a_link_it_sends_the_card_after_a_restart(room: Newsroom):
    bot = await room.started()
    room.site.held["/bridge"] = asyncio.Event()
    room.telegram.say(room.site.url("/bridge"))
    await until(lambda: "/bridge" in room.site.asked)
    await room.confirmed()
    await bot.kill()
    room.site.held.clear()
    await room.started()
    (card,) = await room.sent(1)
    assert card.content.text.startswith(BRIDGE_TITLE)


async def test_stopped_with_work_in_flight_it_ends_its_work_first(room: Newsroom):
    bot = await room.started()
    held = room.site.held["/bridge"] = asyncio.Event()
    room.telegram.say(room.site.url("/bridge"))
    room.telegram.say(room.site.url("/ferry"), sender=BOB)
    await until(lambda: "/bridge" in room.site.asked and len(room.telegram.sent) == 1)
    await room.confirmed()
    bot.terminate()
    await until(lambda: "stopping" in bot.log)
    room.telegram.say("/help", sender=BOB)
    held.set()
    assert await bot.ended() == 0
    assert sorted(words.partition("\n")[0] for words in room.telegram.texts()) == [FERRY_TITLE, BRIDGE_TITLE]
    await room.started()
    await room.sent(3)
    await room.confirmed()
    assert len(room.telegram.sent) == 3


async def test_told_twice_to_stop_it_ends_at_once_and_does_the_rest_after_a_restart(room: Newsroom):
    bot = await room.started(FETCH_TIMEOUT_SECONDS="120")
    room.site.held["/bridge"] = asyncio.Event()
    room.telegram.say(room.site.url("/bridge"))
    await until(lambda: "/bridge" in room.site.asked)
    bot.terminate()
    await until(lambda: "stopping" in bot.log)
    bot.terminate()
    async with asyncio.timeout(8):  # the page is still being waited for
        assert await bot.ended() == 0
    room.site.held.clear()
    await room.started()
    assert (await room.sent(1))[0].content.text.startswith(BRIDGE_TITLE)


async def test_killed_at_random_moments_it_loses_nothing(room: Newsroom):
    tally = await kills.run(room, rounds=8, seed=20)
    assert (tally.lost, tally.strangers) == ([], [])
    assert tally.repeated <= tally.in_flight


async def test_killed_while_stories_go_out_it_loses_none_and_repeats_only_what_was_in_flight(tmp_path: Path):
    async with newsroom(tmp_path) as room:
        tally = await delivery_kills.run(room, kills=3, chats=60, seed=20)
    assert (tally.lost, tally.kills, tally.refused) == (0, 3, 0)
    assert tally.repeated <= tally.in_flight


async def test_lost_answers_refusals_and_slow_servers_lose_and_repeat_nothing(room: Newsroom):
    telegram = room.telegram
    await room.started()
    await room.replies(lambda: telegram.say("/help"))
    telegram.faults.add(faults.LoseReply(), "sendMessage")
    help_, notice = await room.replies(lambda: telegram.say("/help"), 2)
    assert "Commands" in help_.content.text
    assert "If you see no answer" in notice.content.text
    for fault in (faults.server_error(), faults.server_error(502), faults.too_many(1), faults.Slow(1)):
        telegram.faults.add(fault, "sendMessage")
        await room.replies(lambda: telegram.say("/help"))
    for fault in (
        faults.LoseReply(),
        faults.DropConnection(),
        faults.Garbage(),
        faults.server_error(),
        faults.conflict(),
    ):
        telegram.faults.add(fault, "getUpdates")
        await room.replies(lambda: telegram.say("/help"))
    await room.confirmed()
    assert sum("Commands" in words for words in telegram.texts()) == 11
    assert len(telegram.sent) == 12


async def test_telegram_may_be_out_of_reach_at_the_start(room: Newsroom):
    room.telegram.faults.add(faults.server_error(502), "getMe")
    room.telegram.faults.add(faults.Garbage(200), "getMe", after=1)
    bot = await room.start()
    await bot.running()
    assert "Telegram cannot be reached" in bot.log
    await room.replies(lambda: room.telegram.say("/help"))
    port = room.server.port
    await room.server.__aexit__(None, None, None)
    await until(lambda: "no updates for" in bot.log)
    room.telegram.say("/privacy")
    async with BotApiServer(room.telegram, port=port):
        assert "What I keep" in (await room.sent(2))[-1].content.text
    assert "Traceback" not in bot.log


async def test_a_wrong_token_is_said_to_be_wrong(room: Newsroom):
    bot = await room.start(TELEGRAM_BOT_TOKEN="7000:wrong")
    assert await bot.ended() == 2
    assert bot.log.endswith("Telegram does not know this TELEGRAM_BOT_TOKEN. BotFather shows the right one.")
    assert "7000:wrong" not in bot.log


async def test_a_token_revoked_while_it_runs_is_said_to_be_wrong(room: Newsroom):
    bot = await room.started()
    room.telegram.faults.add(faults.Refusal(ApiError(401, "Unauthorized")), "getUpdates", times=5)
    room.telegram.say("/help")
    assert await bot.ended() == 2
    assert "Telegram does not know this TELEGRAM_BOT_TOKEN" in bot.log
    assert "Traceback" not in bot.log


async def test_a_second_process_on_the_same_folder_is_sent_away(room: Newsroom):
    first = await room.started()
    second = await room.start()
    assert await second.ended() == 2
    assert f"another Newsdesk (process {first.process.pid}) is running on" in second.log
    assert "Traceback" not in second.log
    await room.replies(lambda: room.telegram.say("/help"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_may_not_be_written_is_said_to_be_so(room: Newsroom):
    folder = room.folder / "data"
    folder.mkdir(mode=0o500)
    bot = await room.start()
    assert await bot.ended() == 2
    assert f"nothing can be written to {folder}: Permission denied" in bot.log
    assert "Traceback" not in bot.log


async def test_a_folder_that_nobody_can_make_is_said_to_be_so(room: Newsroom):
    bot = await room.start(DATA_DIR="/dev/null/data")
    assert await bot.ended() == 2
    assert bot.log == "The store cannot be used: nothing can be written to /dev/null/data: Not a directory"


async def test_a_data_folder_that_is_a_file_is_said_to_be_so(room: Newsroom):
    (room.folder / "data").write_text("a file")
    bot = await room.start()
    assert await bot.ended() == 2
    assert "Traceback" not in bot.log
    assert f"nothing can be written to {room.folder / 'data'}: File exists" in bot.log


async def test_a_file_that_is_no_database_is_said_to_be_none(room: Newsroom):
    (room.folder / "data").mkdir()
    (room.folder / "data" / "newsdesk.db").write_bytes(b"This is not a database. " * 400)
    bot = await room.start()
    assert await bot.ended() == 2
    assert "not a database" in bot.log
    assert "Traceback" not in bot.log


async def test_on_a_full_disk_nothing_is_lost_and_it_goes_on_when_there_is_room(room: Newsroom):
    """The process may write no file longer than the database is: SQLite finds the disk full."""
    bot = await room.started()
    await room.replies(lambda: room.telegram.say("/help"))
    longest = max(path.stat().st_size for path in (room.folder / "data").iterdir() if path.is_file())
    free = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (longest // 4096 * 4096, free[1]))
    room.telegram.say(room.site.url("/bridge"))
    for _ in range(40):
        room.telegram.say("/settings")
    await until(lambda: "no updates for" in bot.log or "postponed" in bot.log or "cannot be" in bot.log)
    assert bot.process.returncode is None
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, free)
    await until(lambda: any(words.startswith(BRIDGE_TITLE) for words in room.telegram.texts()))
    await room.confirmed()
    await until(lambda: sum("ummar" in words and "earliest" not in words for words in room.telegram.texts()) >= 40)


async def test_a_database_locked_by_another_program_only_delays(room: Newsroom):
    bot = await room.started()
    await room.replies(lambda: room.telegram.say("/help"))
    with sqlite3.connect(room.folder / "data" / "newsdesk.db", isolation_level=None) as connection:
        connection.execute("BEGIN IMMEDIATE")
        room.telegram.say("/privacy")
        await until(lambda: room.telegram.state.updates.waiting)
        connection.execute("ROLLBACK")
    connection.close()
    await room.sent(2)
    assert bot.process.returncode is None


async def test_a_killed_worker_process_costs_at_most_the_page_it_read(room: Newsroom):
    bot = await room.started()
    await room.replies(lambda: room.telegram.say(room.site.url("/ferry")))
    workers = psutil.Process(bot.process.pid).children(recursive=True)
    assert workers
    for worker in workers:
        worker.send_signal(signal.SIGKILL)
    (card,) = await room.replies(lambda: room.telegram.say(room.site.url("/bridge")))
    assert card.content.text.startswith(BRIDGE_TITLE)
    assert "Traceback" not in bot.log


async def test_killed_behind_a_webhook_it_answers_all_that_it_confirmed(room: Newsroom, free_tcp_port_factory):
    """Thirty people write, the process is killed among them: who was told 200 gets the answer of its next life."""
    port, secret = free_tcp_port_factory(), "hush-hush"
    room.settings |= {
        "TELEGRAM_WEBHOOK_URL": "https://bot.example/hook",
        "TELEGRAM_WEBHOOK_PORT": str(port),
        "TELEGRAM_WEBHOOK_SECRET": secret,
    }
    bot = await room.started()
    await until(lambda: room.telegram.state.webhook)
    confirmed = []

    async def write(client: httpx.AsyncClient, number: int) -> None:
        person = Account(1000 + number, "Person", "")
        update = {**text_update("/help", envelope(sender=person)), "update_id": number}
        with contextlib.suppress(httpx.TransportError):
            answer = await client.post("/hook", json=update, headers={HEADER: secret})
            assert answer.status_code == 200
            confirmed.append(person.id)

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
        writing = [asyncio.create_task(write(client, number)) for number in range(1, 31)]
        await until(lambda: len(confirmed) >= 5)
        await bot.kill()
        await asyncio.gather(*writing)
    await room.started()
    await until(lambda: {message.chat.id for message in room.telegram.sent} >= set(confirmed))
    assert secret not in "\n".join(bot.log for bot in room.bots)
