"""What a response says its body is, and whether that is something to read."""

import re

from bot.web.errors import NotText

_READ = frozenset(
    {
        "application/atom+xml",
        "application/json",
        "application/pdf",
        "application/rdf+xml",
        "application/rss+xml",
        "application/x-pdf",
        "application/xhtml+xml",
        "application/xml",
        "message/rfc822",
    }
)
_SNIFFED = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/x-download", "unknown/unknown"}
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")  # byte order marks of UTF-16 and UTF-32
_SNIFFED_BYTES = 1024
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s;"',]+)""", re.IGNORECASE)


def content_type(header: str) -> tuple[str, str]:
    """The bare type and the charset of a Content-Type header, both in lower case, "" where it says nothing."""
    charset = _CHARSET.search(header)
    return header.partition(";")[0].strip().lower(), charset[1].lower() if charset else ""


def refuse_unreadable(bare: str) -> None:
    """Raises NotText when the bare type names a picture, a film, an archive or the like."""
    readable = bare.startswith("text/") or bare.endswith(("+xml", "+json")) or bare in _READ
    if not readable and bare not in _SNIFFED:
        raise NotText(bare)


def refuse_binary(body: bytes, bare: str) -> None:
    """Raises NotText when the bare type says nothing and the bytes are no text."""
    start = body[:_SNIFFED_BYTES]
    if bare in _SNIFFED and b"\x00" in start and not start.startswith((b"%PDF-", *_WIDE_MARKS)):
        raise NotText(bare)
