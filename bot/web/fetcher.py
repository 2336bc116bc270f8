"""GET for whatever a stranger names, with limits on time, size and redirects; gives a `Page` or raises a FetchError.

Each fetch has its own client, connections and cookies, so threads share nothing but the TLS settings. The guard checks
each hop before it is asked for, and the backend under the client checks the very addresses it dials.
"""

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

import httpcore
import httpx

from bot.web.backend import GuardedBackend
from bot.web.body import ACCEPT_ENCODING, read_body, refuse_long
from bot.web.content import content_type, refuse_binary, refuse_unreadable
from bot.web.deadline import Deadline
from bot.web.errors import BrokenAnswer, FetchError, NoConnection, TooManyRedirects, TooSlow
from bot.web.guard import checked_url
from bot.web.page import Page, Redirect
from bot.web.refresh import refresh_target
from bot.web.resolver import Resolver, system_addresses
from bot.web.statuses import status_error
from bot.web.transport import GuardedTransport

MOST_REDIRECTS = 8
READ_SECONDS = 10.0  # for one wait
USER_AGENT = "Mozilla/5.0 (compatible; Newsdesk/0.1; {contact})"
CONTACT = "self-hosted news reader"

_ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,"
    "application/xml;q=0.9,text/plain;q=0.8,application/pdf;q=0.8,*/*;q=0.5"
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEPT_HEADERS = ("etag", "last-modified", "cache-control", "expires", "age", "date", "content-language", "link")


class Fetcher(Protocol):
    """Whatever gives pages for addresses: `WebFetcher`, or a fake in tests."""

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """The page at `url`; raises FetchError."""
        ...


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much one fetch may cost: seconds in all, bytes of the unpacked body."""

    seconds: float = 20.0
    bytes: int = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Network:
    """What lies under the fetcher; tests put their own resolver and sockets here."""

    resolve: Resolver = system_addresses
    sockets: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)


class WebFetcher:
    """Fetches from the public internet; may be used from several threads at once.

    `allow_private` names `host:port` pairs whose addresses are not checked. `contact` stands in the User-Agent, so that
    the people behind a site can find those who run this bot.
    """

    def __init__(
        self,
        limits: FetchLimits | None = None,
        *,
        allow_private: tuple[str, ...] = (),
        contact: str = CONTACT,
        network: Network | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._allowed = frozenset(pair.lower() for pair in allow_private)
        self._network = network or Network()
        self._ssl_context = ssl_context or httpx.create_ssl_context(trust_env=False)
        self._headers = {
            "User-Agent": USER_AGENT.format(contact=contact),
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPT_ENCODING,
            "Accept-Language": "*",
        }

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """The page at `url` after redirects, or one with status 304 when it has not changed since the validators.

        `etag` and `last_modified` are those of an earlier `Page`, unchanged. Raises FetchError; its `url` is the hop
        that failed.
        """
        headers = _conditions(etag, last_modified)
        with self._client() as client:
            return self._followed(client, url, headers)

    @contextmanager
    def _client(self) -> Iterator[httpx.Client]:
        deadline = Deadline(self._limits.seconds)
        backend = GuardedBackend(self._network.resolve, self._network.sockets, self._allowed, deadline)
        with httpx.Client(
            transport=GuardedTransport(backend, self._ssl_context),
            headers=self._headers,
            timeout=READ_SECONDS,
            trust_env=False,
        ) as client:
            yield client

    def _followed(self, client: httpx.Client, requested: str, headers: httpx.Headers) -> Page:
        redirects: list[Redirect] = []
        address = requested
        while len(redirects) <= MOST_REDIRECTS:
            with _errors_named(address):
                url = checked_url(address, self._allowed)
                with client.stream("GET", url, headers=headers) as response:
                    if response.status_code in _REDIRECTS:
                        redirects.append(Redirect(str(url), response.status_code))
                        address = _target(url, response.headers.get("location", ""))
                        continue
                    page = self._page(response, requested, tuple(redirects))
                onward = refresh_target(page.body, page.content_type)
                if not onward or _is_known(_target(url, onward), [*redirects, page]):
                    return page
                redirects.append(Redirect(str(url), 302))
                address = _target(url, onward)
        error = TooManyRedirects()
        error.url = address
        raise error

    def _page(self, response: httpx.Response, requested: str, redirects: tuple[Redirect, ...]) -> Page:
        if response.status_code != 304 and not response.is_success:
            raise status_error(response.status_code, response.headers)
        bare, charset = content_type(response.headers.get("content-type", ""))
        return Page(
            url=str(response.url),
            requested=requested,
            status=response.status_code,
            body=self._body(response, bare),
            content_type=bare,
            charset=charset,
            headers=_kept_headers(response),
            redirects=redirects,
        )

    def _body(self, response: httpx.Response, bare: str) -> bytes:
        if response.status_code == 304:
            return b""
        refuse_unreadable(bare)
        limit = self._limits.bytes
        refuse_long(response.headers.get("content-length", ""), limit)
        body = read_body(response.iter_raw(), response.headers.get("content-encoding", ""), limit)
        refuse_binary(body, bare)
        return body


def _conditions(etag: str, last_modified: str) -> httpx.Headers:
    pairs = ((b"If-None-Match", etag), (b"If-Modified-Since", last_modified))
    return httpx.Headers([(name, value.encode("latin-1", "replace")) for name, value in pairs if value])


def _kept_headers(response: httpx.Response) -> tuple[tuple[str, str], ...]:
    raw = ((name.decode("ascii").lower(), value.decode("latin-1")) for name, value in response.headers.raw)
    return tuple((name, value) for name, value in raw if name in _KEPT_HEADERS)


def _is_known(address: str, hops: Sequence[Redirect | Page]) -> bool:
    """Whether a page that reloads leads only to itself or back, as pages for readers without scripts do."""
    return any(address.partition("#")[0] == hop.url for hop in hops)


def _target(url: httpx.URL, location: str) -> str:
    if not location.strip():
        raise BrokenAnswer("redirect without an address")
    try:
        return str(url.join(location.strip()))
    except httpx.InvalidURL as error:
        raise BrokenAnswer("redirect to no address") from error


@contextmanager
def _errors_named(address: str) -> Iterator[None]:
    """The library's errors as ours, each with the address that failed."""
    try:
        try:
            yield
        except httpcore.TimeoutException as error:
            raise TooSlow from error
        except (httpcore.ProtocolError, httpx.ProtocolError) as error:
            raise BrokenAnswer(str(error)) from error
        except httpcore.NetworkError as error:
            raise NoConnection(str(error)) from error
    except FetchError as error:
        error.url = address
        raise
