"""Signs of life: to systemd over a real datagram socket, and in the data folder."""

import asyncio
import socket

import pytest

from bot.context import Threads
from bot.jobs.pulse import Pulse
from bot.jobs.systemd import notify, watchdog_seconds
from bot.jobs.watch import Watchman
from storage.errors import StorageUnavailable


@pytest.fixture
def threads():
    threads = Threads()
    yield threads
    threads.close()


@pytest.fixture(params=["file", "abstract"])
def systemd(request, monkeypatch, tmp_path):
    """The socket on which systemd would listen."""
    name = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(name if request.param == "file" else f"\0{name}")
        channel.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", name if request.param == "file" else f"@{name}")
        yield channel


async def heard(channel) -> str:
    async with asyncio.timeout(15):
        return (await asyncio.get_running_loop().sock_recv(channel, 100)).decode()


def nothing_more(channel) -> bool:
    try:
        channel.recv(100)
    except BlockingIOError:
        return True
    return False


async def test_systemd_hears_of_the_beginning_the_life_and_the_end(systemd, threads):
    signs = []
    watchman = Watchman(Pulse(), lambda: signs.append(1), threads, every=0.01)
    working = asyncio.create_task(watchman.run())
    assert [await heard(systemd) for _ in range(3)] == ["READY=1", "WATCHDOG=1", "WATCHDOG=1"]
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    said = await heard(systemd)
    while said == "WATCHDOG=1":
        said = await heard(systemd)
    assert said == "STOPPING=1"
    assert signs


async def test_a_stuck_loop_silences_the_watchman_until_it_turns_again(systemd, threads, caplog):
    seconds, signs = [0.0], []
    pulse = Pulse(clock=lambda: seconds[0])
    watchman = Watchman(pulse, lambda: signs.append(1), threads)
    with pulse.loop("cycle") as turn:
        seconds[0] = 1000
        assert not await watchman.step()
        assert (nothing_more(systemd), signs) == (True, [])
        assert "these loops are stuck: cycle" in caplog.text
        turn(0.0)
        assert await watchman.step()
    assert await heard(systemd) == "WATCHDOG=1"
    assert signs == [1]


async def test_a_folder_that_cannot_be_written_is_said_and_does_not_end_the_bot(systemd, threads, caplog):
    def sign():
        raise StorageUnavailable("the disk is gone")

    assert await Watchman(Pulse(), sign, threads).step()
    assert await heard(systemd) == "WATCHDOG=1"
    assert "no sign of life could be left: the disk is gone" in caplog.text


def test_without_systemd_nothing_is_said(monkeypatch, caplog):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify("READY=1")
    assert caplog.text == ""


def test_a_systemd_that_is_gone_is_said(monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    notify("READY=1")
    assert "systemd could not be told READY=1" in caplog.text


@pytest.mark.parametrize(
    ("microseconds", "process", "seconds"),
    [("60000000", None, 60.0), ("60000000", "1", None), ("", None, None), ("soon", None, None)],
)
def test_the_watchdog_is_the_one_of_this_process(monkeypatch, microseconds, process, seconds):
    monkeypatch.setenv("WATCHDOG_USEC", microseconds)
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    if process:
        monkeypatch.setenv("WATCHDOG_PID", process)
    assert watchdog_seconds() == seconds
