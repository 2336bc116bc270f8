"""What can go wrong when a page is fetched: kinds only, the sentences for people stand in `bot/messages`.

FetchError
├── BadAddress            not an http(s) address this bot opens (`reason` says what is wrong with it)
├── PrivateAddress        the host is not on the public internet
├── Unreachable           no connection
│   ├── UnknownHost       the name has no address
│   ├── NoConnection      nobody answers there, or the connection broke
│   └── InsecureConnection  the certificate does not hold, or TLS failed
├── BrokenAnswer          what came back is not HTTP this bot can read
├── TooSlow               the time for the whole fetch is over
├── TooLarge              more than `limit` bytes
├── TooManyRedirects
├── NotText               `content_type` is nothing to read
└── BadStatus             the server answered with `status`
    ├── NotFound          404
    │   └── Gone          410
    ├── Refused           401, 402, 403, 407, 451 and the like
    ├── Busy              429 and 503; `retry_after` seconds or None
    └── ServerError       the other 5xx
"""


class FetchError(Exception):
    """A page did not come; `url` is the address that failed, which after a redirect is not the one asked for."""

    url: str = ""


class BadAddress(FetchError):
    """The address is not one this bot opens; `reason` is "syntax", "scheme", "host", "port" or "user"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PrivateAddress(FetchError):
    """The host leads, wholly or in part, to an address outside the public internet."""


class Unreachable(FetchError):
    """There is no connection to the host."""


class UnknownHost(Unreachable):
    """The host's name has no address."""


class NoConnection(Unreachable):
    """No address of the host took the connection, or it broke before the page was whole."""


class InsecureConnection(Unreachable):
    """TLS failed: the certificate is not valid for this name, has expired, or the server speaks no known TLS."""


class BrokenAnswer(FetchError):
    """The server's answer breaks HTTP or is packed in a way this bot did not ask for."""


class TooSlow(FetchError):
    """The page was not whole when the time for it was over."""


class TooLarge(FetchError):
    """The page has more than `limit` bytes, counted after unpacking."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class TooManyRedirects(FetchError):
    """The address leads on and on, or in a circle."""


class NotText(FetchError):
    """The address holds a picture, a film, an archive or the like; `content_type` is what the server calls it."""

    def __init__(self, content_type: str) -> None:
        super().__init__(content_type)
        self.content_type = content_type


class BadStatus(FetchError):
    """The server answered, but with no page; `retry_after` is the wait it asks for in seconds, or None."""

    def __init__(self, status: int, retry_after: float | None = None) -> None:
        super().__init__(str(status))
        self.status = status
        self.retry_after = retry_after


class NotFound(BadStatus):
    """There is no such page."""


class Gone(NotFound):
    """There was such a page; it will not come back."""


class Refused(BadStatus):
    """The server does not show this page to this bot: log-in (401), payment (402), block (403), law (451)."""


class Busy(BadStatus):
    """The server asks to come back later."""


class ServerError(BadStatus):
    """The server failed."""
