"""The network under the HTTP client: resolves a name once, checks every answer, dials exactly what was checked.

It stands between httpcore, which speaks HTTP and TLS and checks the certificate against the name as ever, and the
sockets. Everything waits against one `Deadline`, so a server that drips a byte a second ends with the rest.
"""

import ssl
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

from bot.web.deadline import Deadline
from bot.web.errors import FetchError, InsecureConnection, NoConnection, PrivateAddress, UnknownHost
from bot.web.guard import host_and_port, is_public
from bot.web.resolver import Resolver

MOST_DIALLED = 4  # addresses of one host
DIAL_SECONDS = 5.0  # for one address, so that a dead IPv6 route does not eat the whole time


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to public addresses for one fetch.

    `allowed` holds the `host:port` pairs that may be private, `network` opens the sockets.
    """

    def __init__(
        self, resolve: Resolver, network: httpcore.NetworkBackend, allowed: frozenset[str], deadline: Deadline
    ) -> None:
        self._resolve = resolve
        self._network = network
        self._allowed = allowed
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the fetch's deadline stands above it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first address of `host` that answers; raises FetchError."""
        addresses = self._checked_addresses(host, port)[:MOST_DIALLED]
        failure: Exception | None = None
        for address in addresses:
            try:
                seconds = self._deadline.left(DIAL_SECONDS)
                stream = self._network.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _DeadlineStream(stream, self._deadline)
        raise NoConnection(host) from failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's signature
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - httpcore's signature
    ) -> httpcore.NetworkStream:
        """Nothing: a stranger names no file of ours. Raises PrivateAddress."""
        raise PrivateAddress(path)

    def _checked_addresses(self, host: str, port: int) -> Sequence[str]:
        """All addresses of the host; one that is not public spoils the rest, for such a name is not meant for us."""
        addresses = self._resolve(host, port, self._deadline.left())
        if not addresses:
            raise UnknownHost(host)
        if host_and_port(host, port) not in self._allowed and not all(map(is_public, addresses)):
            raise PrivateAddress(host)
        return addresses


class _DeadlineStream(httpcore.NetworkStream):
    """A stream whose every wait ends with the fetch."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            seconds = self._deadline.left(timeout)
            stream = self._stream.start_tls(ssl_context, server_hostname, seconds)
        except httpcore.ConnectError as error:
            raise _tls_failure(error) from error
        return _DeadlineStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's signature
        return self._stream.get_extra_info(info)


def _tls_failure(error: httpcore.ConnectError) -> FetchError:
    cause = error.__cause__ or error.__context__
    return InsecureConnection(str(error)) if isinstance(cause, ssl.SSLError) else NoConnection(str(error))
