"""Plain text to the entities Telegram marks by itself: links, commands, mentions, hashtags, e-mail addresses."""

import re
from collections.abc import Iterator

from bot.local.entities import QUOTES, STYLES, Entity, FormattedText, nested, trimmed, utf16_positions

# Bare domains count only under well-known endings, as "e.g." and "index.html" must not become links.
_ENDINGS = "com|org|net|edu|gov|int|info|news|io|co|eu|uk|us|ca|au|nz|ie|de|fr|es|it|pt|nl|be|ch|at|se|no|dk|fi|pl|cz"
_MORE_ENDINGS = "|ru|ua|by|kz|tr|gr|ro|hu|cn|jp|kr|in|id|br|mx|ar|cl|za|ng|ke|il|ae|tv|me|app|dev|ai|press|media"
_KINDS = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?![\w@]))"
    r"|(?P<url>(?<![\w@])https?://[^\s<>«»\"“”]+)"
    rf"|(?P<bare>(?<![\w@./:-])(?:[A-Za-z0-9-]{{1,63}}\.)+(?:{_ENDINGS}{_MORE_ENDINGS})(?![\w-])(?:/[^\s<>«»\"“”]*)?)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@<>]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z0-9_]{3,32}(?!\w))"
    r"|(?P<hashtag>(?<![\w#&])#(?!\d+\b)\w{1,256})",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


def cleaned(text: str) -> str:
    """The text as Telegram takes it: no carriage returns, other control characters as spaces."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", ""))


def detect_entities(text: str, *, trim: bool = True) -> FormattedText:
    """The text a person sends, with what Telegram marks in it, left to right and never overlapping."""
    units = utf16_positions(text)
    found = [Entity(kind, units[start], units[end] - units[start]) for kind, start, end in _occurrences(text)]
    kept, dropped = nested(found)
    formatted = FormattedText(text, kept, dropped)
    return trimmed(formatted) if trim else formatted


def with_detected(formatted: FormattedText) -> FormattedText:
    """The formatted text with detected entities wherever no code, link or mention stands already."""
    standing = [entity for entity in formatted.entities if entity.type not in STYLES | QUOTES]
    detected = [
        entity
        for entity in detect_entities(formatted.text, trim=False).entities
        if all(entity.end <= other.offset or other.end <= entity.offset for other in standing)
    ]
    kept, dropped = nested((*formatted.entities, *detected))
    return FormattedText(formatted.text, kept, (*formatted.dropped, *dropped))


def _occurrences(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _KINDS.finditer(text):
        kind = match.lastgroup or ""
        if kind in {"url", "bare"}:
            yield "url", match.start(), _link_end(text, *match.span())
        else:
            yield kind, *match.span()


def _link_end(text: str, start: int, end: int) -> int:
    """Where an address ends: before the full stop, comma or unopened bracket that follows it in the sentence."""
    unopened = text.count(")", start, end) - text.count("(", start, end)
    while end > start and (text[end - 1] in ".,:;!?'*_…" or (text[end - 1] == ")" and unopened > 0)):
        end -= 1
        unopened -= text[end] == ")"
    return end
