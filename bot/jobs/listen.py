"""A small HTTP server on a port: under the webhook and the health page.

Tornado, because python-telegram-bot's own webhook stands on it and it needs no other package. It bounds headers, bodies
and waits by itself; a request's body is left to the handler, so that a stranger's need not be read.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

#: A request may take so long to arrive, and a connection stay without one, in seconds.
_PATIENCE = 30.0
_LONGEST_HEAD = 16_384


class NotListening(Exception):
    """The port cannot be listened on. The text says why."""


@contextmanager
def listening(
    path: str, handler: type[RequestHandler], given: dict[str, Any], *, address: str, port: int, most: int = 0
) -> Iterator[int]:
    """Serves what matches `path` while the block runs, and gives the port, chosen freely for 0.

    `given` goes to the handler's `initialize`; `most` is the longest body. Raises NotListening.
    """
    server = HTTPServer(
        Application([(path, handler, given)], log_function=_unlogged),
        max_body_size=most,
        max_header_size=_LONGEST_HEAD,
        body_timeout=_PATIENCE,
        idle_connection_timeout=_PATIENCE,
    )
    try:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        listener = socket.create_server((address, port), family=family)
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0]
        raise NotListening(f"{address}:{port} cannot be listened on: {reason}") from error
    listener.settimeout(0)
    server.add_socket(listener)
    try:
        yield int(listener.getsockname()[1])
    finally:
        server.stop()


def _unlogged(_handler: RequestHandler) -> None:
    """What strangers ask for is not worth a line each."""
