"""Uploaded files to articles: .txt, .html, .eml and .pdf, told apart by name, declared type and first bytes.

Beside extraction, which reads pages; runs in a worker process (`bot/isolation.py`), for crafted files cost seconds.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from bot.news.article import ExtractedArticle
from bot.news.encoding import decode
from bot.news.errors import Empty, UnknownFile
from bot.news.extraction import extract_article
from bot.news.mail import read_mail
from bot.news.pasted import read_pasted
from bot.news.pdf import read_pdf

_BY_SUFFIX = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".eml": "mail",
    ".pdf": "pdf",
}
_BY_TYPE = {
    "text/plain": "text",
    "text/markdown": "text",
    "text/html": "page",
    "application/xhtml+xml": "page",
    "message/rfc822": "mail",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
}
_PDF_START = re.compile(rb"\A[\s\x00-\xff]{0,64}?%PDF-\d")
_PAGE_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_WIDE_START = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff")


def read_file(body: bytes, name: str = "", kind: str = "", *, url: str = "", charset: str = "") -> ExtractedArticle:
    """The article in a file. `name` and `kind` (a media type) may be empty or wrong; `url` is where it came from.

    Raises NewsError: Empty, UnknownFile, BrokenFile, LockedFile, ScannedFile, and what extraction raises for pages.
    """
    readers: dict[str, Callable[[], ExtractedArticle]] = {
        "text": lambda: _text(body, charset),
        "page": lambda: replace(extract_article(body, url, charset), url=url),
        "mail": lambda: read_mail(body),
        "pdf": lambda: read_pdf(body, name),
    }
    if not body.strip():
        raise Empty
    return readers[file_kind(body, name, kind)]()


def file_kind(body: bytes, name: str = "", kind: str = "") -> str:
    """Which of "text", "page", "mail" and "pdf" a file is; raises UnknownFile.

    Bytes that cannot be mistaken go before the name, the name before the declared type.
    """
    if _PDF_START.match(body[:80]):
        return "pdf"
    if _PAGE_START.match(body[:200]):
        return "page"
    found = _BY_SUFFIX.get(PurePath(name.lower()).suffix) or _BY_TYPE.get(kind.partition(";")[0].strip().lower())
    if found is None or (found != "pdf" and _is_binary(body)):
        raise UnknownFile
    return found


def _is_binary(body: bytes) -> bool:
    return b"\x00" in body[:2000] and not body.startswith(_WIDE_START)


def _text(body: bytes, charset: str) -> ExtractedArticle:
    article = read_pasted(decode(body, charset))
    if not article.text:
        raise Empty
    return article
