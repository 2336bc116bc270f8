import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from bot.isolation import Crashed, Isolation, IsolationError, TimedOut
from bot.news.errors import Paywalled
from bot.news.extraction import extract_article
from bot.news.feed import parse_feed

ROOT = Path(__file__).parent.parent
PRELOAD = (__name__,)  # this file's functions run in the workers


def test_a_function_gives_its_result_and_its_exception(isolation):
    assert isolation.run(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        isolation.run(divmod, 7, 0)
    assert isolation.run(sorted, [3, 1], reverse=True) == [3, 1]


def test_nothing_starts_before_it_is_needed():
    with Isolation(preload=PRELOAD) as isolation:
        before = children()
        isolation.run(os.getpid)
        assert len(children()) == len(before) + 1
    assert children() == before


def test_a_worker_is_used_again(isolation):
    assert isolation.run(os.getpid) == isolation.run(os.getpid) != os.getpid()


def test_a_hanging_call_is_ended_and_the_next_one_works(isolation):
    with pytest.raises(TimedOut):
        isolation.run(time.sleep, 60)
    assert isolation.run(abs, -1) == 1


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_call_that_kills_its_process_costs_that_call_alone(isolation, sign):
    with pytest.raises(Crashed):
        isolation.run(kill_self, sign)
    assert isolation.run(abs, -1) == 1


def test_a_call_that_exits_its_process_is_a_crash(isolation):
    with pytest.raises(Crashed):
        isolation.run(os._exit, 0)
    assert isolation.run(abs, -1) == 1


def test_a_call_that_eats_memory_is_a_crash_and_not_the_machines_end(isolation):
    with pytest.raises(Crashed):
        isolation.run(bytearray, 3 * 1024**3)
    assert isolation.run(abs, -1) == 1


def test_a_call_without_end_of_stack_is_a_crash(isolation):
    with pytest.raises(Crashed):
        isolation.run(recurse, 0)
    assert isolation.run(abs, -1) == 1


@pytest.mark.parametrize("make", ["lock", "generator", "odd_exception"])
def test_what_cannot_be_passed_on_is_a_crash(isolation, make):
    with pytest.raises(Crashed):
        isolation.run(unpassable, make)
    assert isolation.run(abs, -1) == 1


def test_a_worker_that_dies_idle_is_replaced_without_a_word(isolation):
    os.kill(isolation.run(os.getpid), signal.SIGKILL)
    time.sleep(0.1)
    assert isolation.run(abs, -1) == 1


def test_ctrl_c_and_sigterm_do_not_reach_the_call(isolation):
    assert isolation.run(survive, signal.SIGINT) == "survived"
    assert isolation.run(survive, signal.SIGTERM) == "survived"


def test_large_values_pass_in_both_directions(isolation):
    body = bytes(5_000_000)
    assert isolation.run(bytes, body) == body


def test_many_threads_share_few_workers_and_bad_calls_hurt_nobody_else():
    outcomes: list[object] = []

    def one(number: int) -> None:
        try:
            outcomes.append(
                isolation.run(kill_self, signal.SIGKILL) if number % 4 == 0 else isolation.run(abs, -number)
            )
        except Crashed:
            outcomes.append("crashed")

    before = children()
    with Isolation(workers=2, seconds=20, preload=PRELOAD) as isolation:
        threads = [threading.Thread(target=one, args=(number,)) for number in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(children()) <= len(before) + 2
    assert sorted(map(str, outcomes)) == sorted(["crashed"] * 6 + [str(n) for n in range(24) if n % 4])


def test_closing_ends_calls_under_way_and_leaves_no_process():
    isolation = Isolation(seconds=60, preload=PRELOAD)
    outcomes: list[str] = []

    def wait() -> None:
        try:
            isolation.run(time.sleep, 60)
        except Crashed:
            outcomes.append("crashed")

    thread = threading.Thread(target=wait)
    before = children()
    thread.start()
    while len(children()) == len(before):
        time.sleep(0.01)
    isolation.close()
    thread.join()
    assert outcomes == ["crashed"]
    assert children() == before
    with pytest.raises(Crashed):
        isolation.run(abs, -1)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_the_process_that_started_it(sign):
    code = "import os,sys; from bot.isolation import Isolation; print(Isolation().run(os.getpid), flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        worker = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(sign)
    worker.wait(timeout=10)


def test_a_program_that_forgets_to_close_still_ends():
    code = "import os; from bot.isolation import Isolation; i = Isolation(); print(i.run(abs, -5))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "5\n", "")


@pytest.mark.parametrize(
    ("read", "args"),
    [
        (parse_feed, (b"<rss version='2.0'><channel>" + b"<li>" * 2_000_000, "https://e.example/")),
        (extract_article, (b"<html><body>" + b"<p>" * 2_000_000, "https://e.example/")),
    ],
    ids=["feed", "page"],
)
def test_crafted_bytes_that_hang_a_parser_are_ended(read, args):
    with Isolation(workers=1, seconds=1, preload=PRELOAD) as pool:
        with pytest.raises(IsolationError):
            pool.run(read, *args)
        assert pool.run(abs, -1) == 1


def test_a_reader_says_what_is_wrong_through_the_wall(isolation):
    with pytest.raises(Paywalled) as caught:
        isolation.run(refuse)
    assert caught.value.text == "The beginning."


@pytest.fixture(scope="module")
def isolation():
    with Isolation(workers=1, seconds=2, preload=PRELOAD) as pool:
        yield pool


def children() -> list[psutil.Process]:
    """Worker processes of this one: the fork server is their parent."""
    return [
        worker
        for server in psutil.Process().children()
        for worker in server.children()
        if worker.status() != psutil.STATUS_ZOMBIE
    ]


def kill_self(sign: int) -> None:
    os.kill(os.getpid(), sign)


def survive(sign: int) -> str:
    os.kill(os.getpid(), sign)
    return "survived"


def recurse(depth: int) -> int:
    return recurse(depth + 1) + 1


def refuse() -> None:
    raise Paywalled("The beginning.")


class OddError(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)


def unpassable(kind: str) -> object:
    if kind == "odd_exception":
        raise OddError("one", "two")
    return threading.Lock() if kind == "lock" else (number for number in range(3))
