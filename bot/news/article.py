"""The article as a page or a pasted text gives it, before it is stored."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ExtractedArticle:
    """What extraction read. `text` holds one paragraph a line, separated by a single newline.

    Empty strings and None stand for what the page does not say; `published` is aware UTC;
    `url` is the address the page itself declares as canonical; `language` is ISO 639-1.
    """

    title: str
    text: str
    author: str = ""
    outlet: str = ""
    published: datetime | None = None
    language: str = ""
    image: str = ""
    url: str = ""
