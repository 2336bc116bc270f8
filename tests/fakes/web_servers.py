"""Loopback servers that answer as told, and a network that leads public-looking addresses to them."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import httpcore

TLS_HELLO = b"\x16\x03"  # somebody speaks TLS to a plain server

Answer = Callable[[socket.socket, bytes], None]


class LoopbackServer:
    """Speaks raw bytes: `answer(connection, request head)` does all the talking; `requests` keeps what came."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self._answer = answer
        self._tls = tls
        self.requests: list[bytes] = []
        self.connections = 0
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.socket(family, socket.SOCK_STREAM)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((host, 0))
        self._listener.listen(16)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def hits(self) -> int:
        return self.connections

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        try:
            connection.settimeout(10)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                while head := _request_head(connection):
                    self.requests.append(head)
                    self._answer(connection, head)
        except OSError:
            return


def _request_head(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head and not head.startswith(TLS_HELLO):
        received = connection.recv(65536)
        if not received:
            return b""
        head += received
    return head


def raw(answer: bytes) -> Answer:
    """Sends these bytes and closes."""

    def talk(connection: socket.socket, _head: bytes) -> None:
        connection.sendall(answer)
        connection.shutdown(socket.SHUT_RDWR)

    return talk


def response(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole HTTP/1.1 response; header names are written with underscores."""
    named = {"Content-Type": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named.items())]
    lines += [f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def routes(table: dict[str, bytes]) -> Answer:
    """One response a path, 404 for the rest."""

    def talk(connection: socket.socket, head: bytes) -> None:
        path = head.split(b" ", 2)[1].decode("latin-1")
        raw(table.get(path, response(status="404 Not Found")))(connection, head)

    return talk


def dripping(start: bytes, drops: Iterable[bytes], pause: float) -> Answer:
    """Sends the start, then drop after drop with a pause before each."""

    def talk(connection: socket.socket, _head: bytes) -> None:
        connection.sendall(start)
        for drop in drops:
            time.sleep(pause)
            connection.sendall(drop)

    return talk


class FakeInternet(httpcore.NetworkBackend):
    """Names and public addresses of a small internet: each address leads to one loopback port.

    `dialled` keeps every address that was asked for; one that leads nowhere refuses the connection.
    """

    def __init__(self, names: dict[str, list[str]], machines: dict[str, int]) -> None:
        self._names = names
        self._machines = machines
        self.dialled: list[str] = []
        self.resolved: list[str] = []

    def resolve(self, host: str, _port: int, _seconds: float) -> list[str]:
        self.resolved.append(host)
        return self._names.get(host, [])

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.dialled.append(host)
        if host not in self._machines:
            raise httpcore.ConnectError(f"nobody at {host}")
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self._machines[host], timeout)


@contextmanager
def serving(answer: Answer, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[LoopbackServer]:
    server = LoopbackServer(answer, tls, host)
    try:
        yield server
    finally:
        server.close()
