"""A fetcher that is gentle with each host: two fetches at a time, a second between their starts, Retry-After obeyed.

Finding feeds uses it around the plain fetcher; a person's own link does not wait behind that. Polling holds its peace
with hosts in storage, where other workers see it.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.web.errors import BadStatus, Busy
from bot.web.fetcher import Fetcher
from bot.web.page import Page

AT_A_TIME = 2  # fetches of one host
PAUSE = 1.0  # seconds between the starts of two
LONGEST_WAIT = 30.0  # seconds a fetch waits for its turn; who would wait longer is told so at once
_MOST_HOSTS = 2000  # remembered; beyond it those at rest are forgotten


@dataclass(slots=True)
class _Host:
    """When the next fetch of a host may start, and how many are under way or waiting."""

    next_start: float = 0.0
    users: int = 0
    places: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_A_TIME))


class PoliteFetcher:
    """`fetcher` with turns for each host. May be used from several threads; `clock` and `wait` are for tests."""

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._wait = wait
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """The page at `url` when its host's turn has come.

        Raises FetchError, and Busy without asking when the host wants to be left alone for longer than LONGEST_WAIT.
        """
        name = _host_name(url)
        with self._user(name) as host:
            self._wait(self._turn(host))
            try:
                return self._fetcher.fetch(url, etag=etag, last_modified=last_modified)
            except BadStatus as error:
                if error.retry_after:
                    self._rest(host, error.retry_after)
                raise

    @contextmanager
    def _user(self, name: str) -> Iterator[_Host]:
        with self._lock:
            host = self._hosts.setdefault(name, _Host())
            host.users += 1
        try:
            with host.places:
                yield host
        finally:
            with self._lock:
                host.users -= 1
                if len(self._hosts) > _MOST_HOSTS:
                    self._forget()

    def _turn(self, host: _Host) -> float:
        """Seconds until this fetch may start; its start is taken. Raises Busy."""
        with self._lock:
            now = self._clock()
            start = max(now, host.next_start)
            if start - now > LONGEST_WAIT:
                raise Busy(429, start - now)
            host.next_start = start + PAUSE
        return start - now

    def _rest(self, host: _Host, seconds: float) -> None:
        with self._lock:
            host.next_start = max(host.next_start, self._clock() + seconds)

    def _forget(self) -> None:
        now = self._clock()
        for name in [name for name, host in self._hosts.items() if not host.users and host.next_start <= now]:
            del self._hosts[name]


def _host_name(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
