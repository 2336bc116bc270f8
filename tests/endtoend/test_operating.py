"""What the person who runs the real process sees: its health, its figures, and the command that asks."""

import asyncio
import os
import shutil
import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.endtoend.harness import Newsroom, until
from tests.fakes import faults

ROOT = Path(__file__).parents[2]


@pytest.fixture
def health_port(free_tcp_port_factory) -> int:
    return free_tcp_port_factory()


async def ask(port: int, path: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(f"http://127.0.0.1:{port}{path}")


async def check(room: Newsroom, *options: str, **settings: str) -> tuple[int, str]:
    """Exit code and words of `newsdesk check`."""
    process = await room.command("check", *options, **settings)
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_health_and_figures_of_a_bot_at_work(room: Newsroom, health_port):
    bot = await room.started(HEALTH_PORT=str(health_port))
    await room.replies(lambda: room.telegram.say(room.site.url("/bridge")))
    answer = await ask(health_port, "/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    figures = (await ask(health_port, "/metrics")).text
    assert 'newsdesk_fetches_total{outcome="ok"} 1.0' in figures
    assert room.telegram.token not in figures
    bot.terminate()
    assert await bot.ended() == 0


async def test_before_telegram_is_reached_it_is_not_well(room: Newsroom, health_port):
    room.telegram.faults.add(faults.server_error(502), "getMe", times=99)
    bot = await room.start(HEALTH_PORT=str(health_port))
    await until(lambda: "Telegram cannot be reached" in bot.log)
    answer = await ask(health_port, "/healthz")
    assert (answer.status_code, answer.json()["troubles"]) == (503, ["Telegram is out of reach (start)"])


async def test_a_port_that_is_taken_ends_the_bot_with_its_name(room: Newsroom):
    bot = await room.start(HEALTH_PORT=str(room.site.port))
    assert await bot.ended() == 2
    assert bot.log.endswith(f"127.0.0.1:{room.site.port} cannot be listened on: Address already in use")
    assert "Traceback" not in bot.log


async def test_the_health_check_asks_for_a_bot_at_work(room: Newsroom):
    code, said = await check(room, "--alive")
    assert (code, said) == (2, f"Not well: no bot has given a sign of life in {room.folder / 'data'}\n")
    bot = await room.started()
    code, said = await check(room, "--alive")
    assert (code, said.splitlines()[0]) == (0, "The bot is at work.")
    assert await check(room, "--alive", "--quiet") == (0, "")
    await bot.kill()
    os.utime(room.folder / "data" / "newsdesk.lock", (1_700_000_000, 1_700_000_000))
    code, said = await check(room, "--alive")
    assert code == 2
    assert "since 2023-11-14 22:13:20 UTC" in said
    code, said = await check(room)
    assert (code, said.split(".")[0]) == (0, "All is well")


async def heard(channel: socket.socket) -> str:
    async with asyncio.timeout(40):
        return (await asyncio.get_running_loop().sock_recv(channel, 100)).decode()


async def test_systemd_hears_the_real_process_begin_live_and_end(room: Newsroom):
    """Ready before Telegram is reached, for an outage there must not count as a start that failed."""
    room.telegram.faults.add(faults.server_error(502), "getMe", times=2)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(room.folder / "notify"))
        channel.settimeout(0)
        bot = await room.start(NOTIFY_SOCKET=str(room.folder / "notify"), WATCHDOG_USEC="1000000")
        assert await heard(channel) == "READY=1"
        assert "Newsdesk is running" not in bot.log
        await bot.running()
        assert [await heard(channel) for _ in range(3)] == ["WATCHDOG=1"] * 3
        bot.terminate()
        said = {await heard(channel)}
        while "STOPPING=1" not in said:
            said.add(await heard(channel))
        assert said <= {"WATCHDOG=1", "STOPPING=1"}
        assert await bot.ended() == 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze")
def test_the_unit_is_one_that_systemd_takes(tmp_path):
    unit = (ROOT / "newsdesk.service").read_text()
    assert "ExecStart=/opt/newsdesk/bin/newsdesk run" in unit
    (tmp_path / "newsdesk.service").write_text(unit.replace("/opt/newsdesk/bin/newsdesk run", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "newsdesk.service")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
