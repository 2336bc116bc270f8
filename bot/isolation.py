"""Runs pure functions on strangers' bytes in worker processes that can be killed: a crash or a hang costs one call.

Use cases hand extraction, feed parsing and the like to `Isolation.run`: a page goes in, a plain value comes out.

Why a pool of our own on multiprocessing, one pipe a worker (2026-11): Pebble's workers share one pair of pipes and its
locks. With two workers, 500 kB calls from four threads and a worker killed at random every 0.2 s for 40 s, Pebble 5.2
hung three calls and was broken for good after 8 kills (80 results); this pool gave 3,691 results, and 202 calls were
lost to 205 kills. Why the fork server: forking this process would copy its threads' locks, and a fresh interpreter
needs half a second to import the extraction libraries, which the fork server has done in advance.
"""

import atexit
import logging
import multiprocessing
import queue
import resource
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, Protocol, Self, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

CALLS_PER_WORKER = 500  # then a fresh one, so that what parsers leak does not add up
START_SECONDS = 60.0  # for a new process to import what its first call needs, on a busy machine
MIB = 1024 * 1024


class IsolationError(Exception):
    """A call gave no result, through no fault of its caller."""


class TimedOut(IsolationError):
    """The function did not end in its time; its process is gone."""


class Crashed(IsolationError):
    """The function's process died, ran out of memory or stack, or gave back what cannot be passed on."""


class Runner(Protocol):
    """Whatever runs a function somewhere else: `Isolation`, or this very process in tests."""

    def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `function` returns; raises what it raises, or an IsolationError."""
        ...


class Isolation:
    """A few worker processes, started when first needed. May be used from several threads.

    `seconds` bounds one call, `memory_mib` the address space of a worker; `preload` names the modules that the fork
    server imports once, so that a worker starts at once.
    """

    def __init__(
        self, workers: int = 2, *, seconds: float = 20.0, memory_mib: int = 1024, preload: tuple[str, ...] = ()
    ) -> None:
        self._seconds = seconds
        self._memory = memory_mib * MIB
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(list(preload))
        self._places: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(workers):
            self._places.put(None)
        self._lock = threading.Lock()
        self._alive: set[_Worker] = set()
        self._closed = False
        atexit.register(self.close)

    def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `function`, which stands at the top of a module, returns for the arguments; what it raises is raised.

        Waits for a free worker first and starts one if need be; that time does not count. Raises TimedOut or Crashed.
        """
        worker = self._places.get()
        try:
            if worker is None or worker.is_dead():
                self._drop(worker)
                worker = self._started()
            good, value = worker.call((function, args, kwargs), self._seconds)
        except BaseException:
            self._drop(worker)
            self._places.put(None)
            raise
        if worker.is_spent() or isinstance(value, Crashed):
            self._drop(worker)
            worker = None
        self._places.put(worker)
        if not good:
            raise cast("Exception", value)
        return cast("T", value)

    def close(self) -> None:
        """Ends every worker; calls under way, and all later ones, raise Crashed."""
        with self._lock:
            self._closed = True
            alive, self._alive = self._alive, set()
        atexit.unregister(self.close)
        for worker in alive:
            worker.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def _started(self) -> "_Worker":
        with self._lock:
            if self._closed:
                raise Crashed("the workers are closed")
            worker = _Worker(self._context, self._memory)
            self._alive.add(worker)
        return worker

    def _drop(self, worker: "_Worker | None") -> None:
        if worker is not None:
            with self._lock:
                self._alive.discard(worker)
            worker.kill()


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, context: multiprocessing.context.ForkServerContext, memory: int) -> None:
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, memory), name="newsdesk-worker", daemon=True)
        self._calls = 0
        self._late = False
        with theirs:
            self._process.start()

    def is_dead(self) -> bool:
        """Whether the process ended while it had nothing to do, or said something nobody asked for."""
        return self._pipe.closed or self._pipe.poll()

    def is_spent(self) -> bool:
        """Whether the process has served long enough."""
        return self._calls >= CALLS_PER_WORKER

    def call(
        self, task: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]], seconds: float
    ) -> tuple[bool, Any]:
        """(True, result) or (False, exception) of the task; raises TimedOut or Crashed."""
        self._calls += 1
        try:
            with self._ended_after(START_SECONDS):
                self._pipe.send((task, seconds))
                self._pipe.recv()  # the task has arrived, its modules are imported
            with self._ended_after(seconds):
                answer: tuple[bool, Any] = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise (TimedOut(f"{seconds} s") if self._late else Crashed("the worker died")) from error
        except Exception as error:
            raise Crashed("the result cannot be passed on") from error
        return answer

    def kill(self) -> None:
        """Ends the process and closes the pipe; nothing when that is done already."""
        with suppress(ValueError):  # closed by another thread
            self._process.kill()
            self._process.join(5)
        with suppress(OSError):
            self._pipe.close()

    @contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        """The process is killed when the block takes longer, which closes the pipe the block waits at."""
        clock = threading.Timer(seconds, self._end_late)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def _end_late(self) -> None:
        self._late = True
        with suppress(ValueError):
            self._process.kill()


def _work(pipe: Connection, memory: int) -> None:
    """The worker's life: one call after the other, until the pipe closes.

    SIGINT and SIGTERM go to the whole group; the parent decides when its workers end.
    """
    logging.disable()  # parsers complain of pages and files that nobody here can mend
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with suppress(ValueError, OSError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(EOFError, OSError):
        while True:
            task, seconds = pipe.recv()
            pipe.send(None)
            _limit_cpu(seconds)
            _send(pipe, _outcome(*task))


def _limit_cpu(seconds: float) -> None:
    """Ends the process by the system's hand when nobody is left to do it: the parent may be killed while we hang."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _outcome(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[bool, Any]:
    try:
        return True, function(*args, **kwargs)
    except (MemoryError, RecursionError) as error:
        return False, Crashed(type(error).__name__)
    except Exception as error:  # noqa: BLE001 - it is raised again on the other side
        return False, error


def _send(pipe: Connection, outcome: tuple[bool, Any]) -> None:
    try:
        pipe.send(outcome)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - pickling fails in many ways, memory among them
        pipe.send((False, Crashed(f"the result cannot be passed on: {type(error).__name__}")))
