"""Formatted text to lines for a terminal, or for a pipe: styles, visible addresses, a bar beside quotations.

`drawing` sets the lines of a message; this module knows only its words.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import wcwidth

from bot.local.entities import QUOTES, Entity, FormattedText, utf16_positions

BAR = "│ "
_BULLETS = ("• ", "– ", "- ", "— ", "· ")
# Characters that would let a message move the cursor or turn the text around it.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Palette:
    """The terminal's codes (SGR) for each kind of text; an empty palette gives plain text."""

    codes: tuple[tuple[str, str], ...] = ()

    def paint(self, text: str, *kinds: str) -> str:
        """`text` in the styles of its kinds."""
        wanted = [code for kind, code in self.codes if kind in kinds]
        return f"\x1b[{';'.join(wanted)}m{text}\x1b[0m" if wanted and text else text


PLAIN = Palette()
_SHAPES = (
    ("bold", "1"), ("italic", "3"), ("underline", "4"), ("strikethrough", "9"), ("text_link", "4"), ("url", "4"),
    ("address", "2"), ("bar", "2"), ("note", "2"), ("said", "1"),
)  # fmt: skip
STYLED = Palette(_SHAPES)
COLOURED = Palette((*_SHAPES, ("code", "36"), ("pre", "36"), ("bot_command", "36"), ("key", "36"), ("said", "36")))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a message before wrapping, painted; verbatim lines are never wrapped."""

    text: str
    quoted: bool = False
    verbatim: bool = False


def message_lines(content: FormattedText, palette: Palette) -> list[Line]:
    """The lines of the text, painted, each address visible behind its words, quotations marked as such."""
    lines: list[Line] = []
    current = Line("")
    for text, kinds in _pieces(content):
        quoted = not kinds.isdisjoint(QUOTES)
        if current.text and quoted != current.quoted:
            lines.append(current)
            current = Line("")
            text = text.removeprefix("\n")  # noqa: PLW2901 -- the line break after a quotation is the quotation's own
        first, *rest = (palette.paint(part, *kinds) for part in text.split("\n"))
        current = Line(current.text + first, quoted, "pre" in kinds)
        for part in rest:
            lines.append(current)
            current = Line(part, quoted, "pre" in kinds)
    return [*lines, current] if current.text or not lines else lines


def wrapped(line: Line, width: int, indent: str, palette: Palette) -> list[str]:
    """The line as it fits into `width` columns (0: any), each part with the indent and, in a quotation, the bar."""
    lead = indent + (palette.paint(BAR, "bar") if line.quoted else "")
    if not width or line.verbatim or not line.text.strip():
        return [(lead + line.text).rstrip()]
    bare = wcwidth.strip_sequences(line.text)
    hanging = "  " if bare.startswith(_BULLETS) else ""
    room = max(width - wcwidth.width(wcwidth.strip_sequences(lead)), 20)
    parts = wcwidth.wrap(
        line.text,
        room,
        subsequent_indent=hanging,
        break_on_hyphens=False,
        break_long_words=not _has_long_address(bare, room),
    )
    return [lead + part for part in parts]


def _has_long_address(text: str, room: int) -> bool:
    """An address wider than the line stays whole, so that it can be copied or clicked."""
    return any("://" in word and wcwidth.width(word) > room for word in text.split())


def visible(text: str) -> str:
    """The text without control characters, which a terminal would obey."""
    return "".join(character for character in text if character == "\n" or not _is_control(character))


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or character in _BIDI


def _pieces(content: FormattedText) -> Iterator[tuple[str, frozenset[str]]]:
    """The text cut wherever an entity begins or ends, with the kinds of the entities around each piece."""
    positions = utf16_positions(content.text)
    spans = [
        (bisect_left(positions, entity.offset), bisect_left(positions, entity.end), entity)
        for entity in content.entities
    ]
    cuts = sorted({0, len(content.text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    for start, end in pairwise(cuts):
        kinds = frozenset(entity.type for first, last, entity in spans if first <= start and end <= last)
        yield visible(content.text[start:end]), kinds
        for first, last, entity in spans:
            if entity.type == "text_link" and last == end:
                yield _address(content.text[first:last], entity), kinds & QUOTES | {"address"}


def _address(shown: str, link: Entity) -> str:
    """What follows a link's words: its address, unless the words are the address.

    A text fragment, which makes a browser open the page at a sentence, would only hide the address here.
    """
    address = visible(link.value.partition("#:~:")[0])
    return "" if shown.rstrip("/") == address.rstrip("/") else f" ({address})"
