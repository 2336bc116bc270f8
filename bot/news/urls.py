"""Addresses of articles: one canonical form for the many a link comes in.

Handlers read what a person typed as one, use cases compare canonical addresses before and after fetching.
"""

import re
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from bot.news.url_variants import SECOND_LEVELS, SHARED_HOSTS, is_tracking, plain_host, plain_path, unwrapped

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_PATH_SAFE = "%/:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?"
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]{2,59})\.?", re.IGNORECASE)
_LONGEST = 8000  # characters; servers refuse longer addresses


def canonical_url(url: str) -> str:
    """The form of `url` that its variants share, "" when it is no http(s) address.

    Lower-case scheme and host, no default port, no tracking parameters, the rest sorted by name, no fragment but "#!",
    no trailing slash, one way of escaping; AMP and mobile variants and links through redirecting services as the
    address they stand for. The result can still be opened. Applying it again changes nothing.
    """
    if len(url) > _LONGEST:
        return ""
    previous, current = "", _canonical(url.strip())
    while current not in ("", previous):
        # An unwrapped target may be wrapped itself; each round makes the address shorter or leaves it.
        previous, current = current, _canonical(current)
    return current


def host_of(url: str) -> str:
    """The host of an address without "www.", in lower case, "" when there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def site_of(url: str) -> str:
    """The part of an address's host that one owner holds: "bbc.co.uk" of "news.bbc.co.uk".

    By rule of thumb: two labels, three under "co.uk" and its like and at the big hosts of other people's pages.
    """
    labels = host_of(url).split(".")
    size = 2
    if ".".join(labels[-2:]) in SHARED_HOSTS or (
        len(labels[-1]) == 2 and len(labels) > 2 and labels[-2] in SECOND_LEVELS
    ):
        size = 3
    return ".".join(labels[-size:])


def as_address(word: str) -> str:
    """What a person typed as an address: "bbc.com/news" gains a scheme; "" when it cannot be one."""
    word = word.strip()
    if re.match(r"https?://[^\s/]", word, re.IGNORECASE):
        return word
    host = re.split(r"[/?#:]", word, maxsplit=1)[0]
    return f"https://{word}" if _HOST.fullmatch(host) and not re.search(r"\s", word) else ""


def _canonical(url: str) -> str:
    try:
        parts = urlsplit(unwrapped(url))
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return ""
    host = plain_host(_ascii_host(parts.hostname.rstrip(".")))
    if not host:
        return ""
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    return urlunsplit((parts.scheme, netloc, _path(parts.path), _query(parts.query), _fragment(parts)))


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()


def _path(path: str) -> str:
    return plain_path(_escaped(path, _PATH_SAFE)).rstrip("/") or "/"


def _query(query: str) -> str:
    fields = [field for field in _escaped(query, _QUERY_SAFE).split("&") if field]
    kept = [field for field in fields if not is_tracking(unquote(field.partition("=")[0]), field.partition("=")[2])]
    return "&".join(sorted(kept, key=lambda field: field.partition("=")[0]))


def _fragment(parts: SplitResult) -> str:
    """Only "#!" tells pages apart."""
    return _escaped(parts.fragment, _QUERY_SAFE) if parts.fragment.startswith("!") else ""


def _escaped(text: str, safe: str) -> str:
    """Everything outside ASCII and every blank escaped, escapes in upper case, none where none is needed."""
    return _ESCAPE.sub(_plain_escape, quote(text, safe=safe, errors="replace"))


def _plain_escape(match: re.Match[str]) -> str:
    sign = bytes.fromhex(match[1])
    return sign.decode("ascii") if _UNRESERVED.fullmatch(sign) else match[0].upper()
