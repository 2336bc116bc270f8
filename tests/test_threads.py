"""The pool of threads that does not keep the program from ending."""

import subprocess
import sys
import threading
from concurrent.futures import CancelledError

import pytest

from bot.threads import ThreadPool


@pytest.fixture
def pool():
    pool = ThreadPool(3, "test")
    yield pool
    pool.shutdown(wait=True, cancel_futures=True)


def test_results_and_errors_come_back(pool):
    assert pool.submit(divmod, 7, 2).result(5) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        pool.submit(divmod, 7, 0).result(5)


def test_no_more_than_its_size_run_at_once(pool):
    lock, go_on, running, most = threading.Lock(), threading.Event(), [], []

    def work() -> None:
        with lock:
            running.append(1)
            most.append(len(running))
        if len(most) == 3:
            go_on.set()
        go_on.wait(5)
        with lock:
            running.pop()

    for future in [pool.submit(work) for _ in range(20)]:
        future.result(10)
    assert max(most) == 3


def test_a_waiting_call_can_be_cancelled_and_the_others_go_on(pool):
    go_on = threading.Event()
    blocking = [pool.submit(go_on.wait, 10) for _ in range(3)]
    waiting, last = pool.submit(int), pool.submit(int)
    assert waiting.cancel()
    go_on.set()
    assert [future.result(5) for future in blocking] == [True, True, True]
    assert last.result(5) == 0


def test_after_the_shutdown_nothing_is_taken_and_what_waits_is_cancelled():
    pool, go_on = ThreadPool(1, "test"), threading.Event()
    running, waiting = pool.submit(go_on.wait, 10), pool.submit(int)
    pool.shutdown(wait=False, cancel_futures=True)
    with pytest.raises(CancelledError):
        waiting.result(5)
    with pytest.raises(RuntimeError):
        pool.submit(int)
    go_on.set()
    assert running.result(5)
    pool.shutdown(wait=True)


def test_what_waited_is_done_before_a_patient_shutdown_returns():
    pool = ThreadPool(1, "test")
    futures = [pool.submit(divmod, number, 2) for number in range(9)]
    pool.shutdown(wait=True)
    assert all(future.done() for future in futures)


def test_a_program_ends_though_a_call_goes_on():
    script = "import time; from bot.threads import ThreadPool; ThreadPool(1, 'x').submit(time.sleep, 600)"
    subprocess.run([sys.executable, "-c", script], timeout=30, check=True)
