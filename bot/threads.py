"""Threads for calls that block: `context` runs use cases in them while the event loop goes on.

Why not the library's ThreadPoolExecutor: the interpreter waits at its end for every thread of one, so a page that
takes two minutes to load would keep a stopped bot from ending. These threads are let go of.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from functools import partial
from typing import Any, ParamSpec, TypeAlias, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_Call: TypeAlias = tuple[Future[Any], Callable[[], Any]]


class ThreadPool(Executor):
    """At most `size` threads, started as they are needed, that do not keep the program from ending."""

    def __init__(self, size: int, name: str) -> None:
        self._size = size
        self._name = name
        # None tells one thread to end.
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._unfinished = 0
        self._lock = threading.Lock()
        self._closed = False

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """The call's result to be. Raises RuntimeError once the pool is shut down."""
        future: Future[R] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError(f"the {self._name} threads have ended")
            self._calls.put((future, partial(fn, *args, **kwargs)))
            self._unfinished += 1
            if self._unfinished > len(self._threads) < self._size:
                self._start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as Executor
        """Take no more calls; with `wait`, return when those under way have ended."""
        with self._lock:
            self._closed = True
        if cancel_futures:
            self._cancel_waiting()
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def _cancel_waiting(self) -> None:
        with suppress(queue.Empty):
            while True:
                if waiting := self._calls.get_nowait():
                    waiting[0].cancel()

    def _start(self) -> None:
        name = f"{self._name} {len(self._threads) + 1}"
        thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        while taken := self._calls.get():
            _perform(*taken)
            del taken  # a result is not kept alive by an idle thread
            with self._lock:
                self._unfinished -= 1


def _perform(future: Future[Any], call: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(call())
    except BaseException as error:  # noqa: BLE001 - it is raised again where the result is awaited
        future.set_exception(error)
