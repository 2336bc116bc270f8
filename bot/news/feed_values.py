"""What a feed says, as values: `ParsedFeed` and its entries."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

LONGEST_TITLE = 500
LONGEST_TEXT = 100_000
LONGEST_IDENTITY = 500


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. Empty strings and None stand for what the feed does not say.

    `identity` tells entries of one feed apart: guid, else link, else title. `text` is plain, one paragraph a line;
    `is_whole` says whether it is the article rather than its beginning. Dates are aware UTC.
    """

    identity: str
    url: str = ""
    title: str = ""
    text: str = ""
    is_whole: bool = False
    author: str = ""
    published: datetime | None = None
    language: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed; `least_interval` is how many seconds it asks for between two polls, None when it is silent."""

    title: str
    site_url: str
    language: str
    least_interval: float | None
    entries: tuple[FeedEntry, ...]


def identity_of(guid: str, url: str, title: str) -> str:
    """The first of the three that says something; a very long one as its SHA-256."""
    identity = next((text for text in map(str.strip, (guid, url, title)) if text), "")
    if len(identity) <= LONGEST_IDENTITY:
        return identity
    return "sha256:" + hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()


def two_letters(language: str) -> str:
    """ISO 639-1 of a language tag such as "en-GB", "" for anything else."""
    code = language.strip().replace("_", "-").split("-", maxsplit=1)[0].lower()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def web_address(base: str, link: str) -> str:
    """`link` as an http(s) address, resolved against `base` unless that is empty; "" when it is none."""
    link = link.strip()
    try:
        address = urljoin(base, link) if base and link else link
    except ValueError:
        return ""
    return address if address.lower().startswith(("http://", "https://")) else ""
