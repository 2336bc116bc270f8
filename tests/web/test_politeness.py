import threading

import pytest

from bot.web.errors import Busy, NotFound
from bot.web.page import Page
from bot.web.politeness import PAUSE, PoliteFetcher


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


class FakeFetcher:
    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.error: Exception | None = None

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        self.asked.append((url, etag, last_modified))
        if self.error:
            raise self.error
        return Page(url, url, 200, b"")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def plain():
    return FakeFetcher()


@pytest.fixture
def polite(plain, clock):
    return PoliteFetcher(plain, clock=lambda: clock.now, wait=clock.wait)


def test_fetches_of_one_host_start_a_second_apart(polite, clock):
    for number in range(3):
        polite.fetch(f"https://e.example/{number}")
    assert clock.waits == [0, PAUSE, PAUSE]


def test_other_hosts_do_not_wait(polite, clock):
    for name in "abc":
        polite.fetch(f"https://{name}.example/")
    assert clock.waits == [0, 0, 0]


def test_a_host_is_one_host_whatever_its_scheme_port_and_case(polite, clock):
    polite.fetch("https://E.example/")
    polite.fetch("http://e.example:8080/")
    assert clock.waits == [0, PAUSE]


def test_what_is_asked_is_passed_on_with_its_validators(polite, plain):
    polite.fetch("https://e.example/", etag='"x"', last_modified="y")
    assert plain.asked == [("https://e.example/", '"x"', "y")]


def test_a_host_that_asks_for_a_long_rest_is_left_alone_until_it_is_over(polite, plain, clock):
    plain.error = Busy(429, 300)
    with pytest.raises(Busy):
        polite.fetch("https://e.example/1")
    with pytest.raises(Busy) as caught:
        polite.fetch("https://e.example/2")
    assert caught.value.retry_after == pytest.approx(300)
    assert len(plain.asked) == 1
    polite_to_others = polite.fetch
    plain.error = None
    polite_to_others("https://other.example/")
    clock.now += 300
    polite.fetch("https://e.example/3")
    assert [url for url, *_ in plain.asked] == ["https://e.example/1", "https://other.example/", "https://e.example/3"]


def test_a_short_rest_is_waited_out(polite, plain, clock):
    plain.error = Busy(503, 10)
    with pytest.raises(Busy):
        polite.fetch("https://e.example/1")
    plain.error = None
    polite.fetch("https://e.example/2")
    assert clock.waits == [0, 10]


def test_an_error_without_a_wait_costs_nothing(polite, plain, clock):
    plain.error = NotFound(404)
    for _ in range(2):
        with pytest.raises(NotFound):
            polite.fetch("https://e.example/1")
    assert clock.waits == [0, PAUSE]


def test_what_is_no_address_is_left_to_the_fetcher(polite, plain):
    polite.fetch("http://[bad")
    assert len(plain.asked) == 1


def test_hosts_at_rest_are_forgotten_when_they_are_many(polite, clock):
    for number in range(2500):
        polite.fetch(f"https://h{number}.example/")
        clock.now += 1
    assert len(polite._hosts) <= 2001


def test_no_more_than_two_fetches_of_a_host_run_at_a_time():
    running, most = [], []
    release = threading.Semaphore(0)
    started = threading.Semaphore(0)

    class Slow:
        def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
            running.append(url)
            most.append(len(running))
            started.release()
            release.acquire(timeout=5)
            running.remove(url)
            return Page(url, url, 200, b"")

    polite = PoliteFetcher(Slow(), wait=lambda _seconds: None)
    threads = [threading.Thread(target=polite.fetch, args=(f"https://e.example/{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for _ in threads:
        started.acquire(timeout=5)
        release.release()
    for thread in threads:
        thread.join(5)
    assert len(most) == 6
    assert max(most) <= 2
