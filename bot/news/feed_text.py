"""Plain text from the markup in feeds, in place of the parser's own sanitising, and whether it is a whole article."""

import re
from html import unescape

from bot.news.boilerplate import is_boilerplate
from bot.news.feed_values import LONGEST_TEXT, LONGEST_TITLE
from bot.news.markup import block_lines, parse_html
from bot.text.paragraphs import visible

_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,1000}>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_CUT = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|\[\+\d+ chars\]|(?:read|continue reading|weiterlesen|lire|leer)[^.\n]{0,40}[→»>…]?)\s*$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?。！？।\"”’»)\]]\s*$")
_WHOLE = 1200  # characters from which a text may be the article; an excerpt is 200 to 600


def plain_line(text: str) -> str:
    """One line without markup, for titles and names."""
    if _TAG.search(text):
        text = " ".join(block_lines(parse_html(f"<div>{text[: 10 * LONGEST_TITLE]}</div>")))
    if _ENTITY.search(text):
        text = unescape(text)
    return " ".join(visible(text).split())[:LONGEST_TITLE]


def plain_text(text: str) -> str:
    """One paragraph a line without markup and without lines that only point elsewhere."""
    text = visible(text[: 5 * LONGEST_TEXT])
    if _TAG.search(text) or _ENTITY.search(text):
        lines = block_lines(parse_html(f"<div>{text}</div>"))
    else:
        lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(line for line in lines if line and not is_boilerplate(line))[:LONGEST_TEXT]


def is_whole(text: str) -> bool:
    """Whether a feed's text looks like the article itself: long, and not cut off."""
    return len(text) >= _WHOLE and not _CUT.search(text) and bool(_ENDED.search(text))
