"""`Page`, what came back from an address; the fetcher makes it, extraction and feed parsing read its bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Redirect:
    """One hop: the address `url` answered with `status` (301, 302, 303, 307 or 308) and named the next one.

    A page that leads on by itself counts as 302.
    """

    url: str
    status: int

    @property
    def permanent(self) -> bool:
        """Whether the server says that the old address is over (301, 308)."""
        return self.status in (301, 308)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with status 2xx or 304.

    `url` is where the body came from, `requested` what was asked for, `redirects` the hops between them in order.
    `body` is unpacked and empty for 304; `content_type` is the bare type in lower case, `charset` its parameter, both
    "" when the server is silent. `headers` holds a chosen few, names in lower case, values decoded as Latin-1, so that
    `etag` and `last_modified` go back to the server byte for byte.
    """

    url: str
    requested: str
    status: int
    body: bytes
    content_type: str = ""
    charset: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    redirects: tuple[Redirect, ...] = ()

    def header(self, name: str) -> str:
        """The first value of the header `name` (lower case), "" when it is absent."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def etag(self) -> str:
        """The validator for `If-None-Match`, "" when there is none."""
        return self.header("etag")

    @property
    def last_modified(self) -> str:
        """The validator for `If-Modified-Since`, "" when there is none."""
        return self.header("last-modified")

    @property
    def not_modified(self) -> bool:
        """Whether the server says that nothing changed since the validators were given out."""
        return self.status == 304

    @property
    def moved_to(self) -> str:
        """The address that permanently replaces `requested`, "" when no such redirect was met.

        Only the unbroken run of permanent hops from the start counts: what follows a temporary hop is temporary too.
        """
        passing = next((number for number, hop in enumerate(self.redirects) if not hop.permanent), len(self.redirects))
        if passing == 0:
            return ""
        return self.redirects[passing].url if passing < len(self.redirects) else self.url
