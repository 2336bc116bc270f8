"""Telegram's HTML: escaping, links, and the length a message may have."""

import html
import re
from collections.abc import Iterable, Sequence

#: Bot API: 1-4096 characters after entities parsing. Telegram counts UTF-16 units.
TEXT_LIMIT = 4096

_TAG = re.compile(r"<[^>]*>")


def escape(text: str) -> str:
    """`text` safe inside a message and inside an attribute."""
    return html.escape(text, quote=True)


def bold(text: str) -> str:
    """`text`, escaped, in bold."""
    return f"<b>{escape(text)}</b>"


def italic(text: str) -> str:
    """`text`, escaped, in italics."""
    return f"<i>{escape(text)}</i>"


def code(text: str) -> str:
    """`text`, escaped, as code that a tap copies."""
    return f"<code>{escape(text)}</code>"


def link(text: str, url: str) -> str:
    """`text` leading to `url`; only the text where there is no address."""
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)


def quote(inner_html: str, *, expandable: bool = False) -> str:
    """A block quotation around HTML that is already safe."""
    return f"<blockquote{' expandable' if expandable else ''}>{inner_html}</blockquote>"


def embolden(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text`, escaped, with the character ranges `spans` (in order, not overlapping) in bold."""
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), bold(text[start:end])]
        at = end
    return "".join([*parts, escape(text[at:])])


def plain(message_html: str) -> str:
    """What a reader sees of a message's HTML, without its mark-up."""
    return html.unescape(_TAG.sub("", message_html))


def length(message_html: str) -> int:
    """The length Telegram counts: UTF-16 units after entities are parsed."""
    return len(plain(message_html).encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut between words, with an ellipsis where something is missing."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:–-") + "…"


def fit(blocks: Sequence[str], limit: int = TEXT_LIMIT, between: str = "\n\n") -> str:
    """As many leading `blocks` of HTML as one message holds; each block is whole or absent."""
    kept: list[str] = []
    room = limit
    for block in blocks:
        room -= length(block) + (len(between) if kept else 0)
        if room < 0:
            break
        kept.append(block)
    return between.join(kept)
