"""Redirects written into a page: shorteners answer browsers with 200 and a `<meta http-equiv="refresh">`."""

import re
from html import unescape

_LONGEST = 20_000  # bytes; a page with more is one to read
_SLOWEST = 5  # seconds; a page that reloads itself later shows something first
_REFRESH = re.compile(
    rb"""<meta\s[^>]{0,100}?http-equiv\s*=\s*["']?refresh["']?[^>]{0,100}?"""
    rb"""content\s*=\s*["']?\s*(\d{1,4})[\d.]*\s*[;,]\s*(?:url\s*=\s*)?["']?([^"'>\s]{1,4000})""",
    re.IGNORECASE,
)


def refresh_target(body: bytes, content_type: str) -> str:
    """Where a small page leads at once, as it is written there; "" when it stays."""
    if len(body) > _LONGEST or content_type not in ("text/html", "application/xhtml+xml", ""):
        return ""
    found = _REFRESH.search(body)
    if found is None or int(found[1]) > _SLOWEST:
        return ""
    return unescape(found[2].decode("utf-8", "replace"))
