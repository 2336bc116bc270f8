"""Names to addresses, by the system's resolver, but never waiting longer than the fetch may."""

import queue
import socket
import threading
from collections.abc import Callable, Sequence

from bot.web.errors import BadAddress, TooSlow, UnknownHost

Resolver = Callable[[str, int, float], Sequence[str]]


def system_addresses(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """The addresses of `host` in the system's order of preference, each once.

    Odd spellings of IPv4 ("0177.1", "2130706433") become ordinary addresses here, as the socket itself would read them.
    Raises UnknownHost, or TooSlow after `seconds`: the lookup then ends in its own thread, which nobody waits for.
    """
    answer: queue.SimpleQueue[tuple[str, ...] | Exception] = queue.SimpleQueue()
    threading.Thread(target=_look_up, args=(host, port, answer), name="resolve", daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except queue.Empty as error:
        raise TooSlow from error
    if isinstance(found, Exception):
        raise found
    return found


def _look_up(host: str, port: int, answer: queue.SimpleQueue[tuple[str, ...] | Exception]) -> None:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answer.put(tuple(dict.fromkeys(str(row[4][0]) for row in rows)))
    except UnicodeError as error:
        answer.put(_caused(BadAddress("host"), error))
    except OSError as error:
        answer.put(_caused(UnknownHost(host), error))


def _caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error
