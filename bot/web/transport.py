"""httpx over our own network: the client's requests go to one httpcore pool, and from there to the guarded backend."""

import ssl
from collections.abc import Iterable, Iterator

import httpcore
import httpx


class GuardedTransport(httpx.BaseTransport):
    """Sends requests through `backend` alone: no proxy, no local address, no socket but those it opens."""

    def __init__(self, backend: httpcore.NetworkBackend, ssl_context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=ssl_context, network_backend=backend, max_connections=2)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The response with its body still to come; raises httpcore's errors and those of the backend."""
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(status_code=answer.status, headers=answer.headers, stream=_Stream(answer))

    def close(self) -> None:
        """Closes every connection."""
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        stream = self._answer.stream
        if isinstance(stream, Iterable):
            yield from stream

    def close(self) -> None:
        self._answer.close()
