"""Formatted text as Telegram keeps it: plain text and the ranges that are bold, a link, a command.

`markup` makes it from HTML, `detection` finds what Telegram marks by itself, `render` draws it.
Offsets and lengths count UTF-16 units, as in the Bot API.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.local.wire import Json

MAX_ENTITIES = 100
STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
VERBATIM = frozenset({"code", "pre"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})


@dataclass(frozen=True, slots=True)
class Entity:
    """A range of the text and what it is; `value` is the address, language, user, emoji or Unix time it carries."""

    type: str
    offset: int
    length: int
    value: str = ""
    format: str = ""

    @property
    def end(self) -> int:
        """The first UTF-16 unit after the range."""
        return self.offset + self.length

    def as_json(self) -> Json:
        """The MessageEntity object of the Bot API."""
        entity: Json = {"type": self.type, "offset": self.offset, "length": self.length}
        if self.type == "text_mention":
            entity["user"] = {"id": int(self.value), "is_bot": False, "first_name": "User"}
        elif self.type == "date_time":
            entity |= {"unix_time": int(self.value), "date_time_format": self.format}
        elif self.value:
            entity[_VALUE_NAMES[self.type]] = self.value
        return entity


_VALUE_NAMES = {"text_link": "url", "pre": "language", "custom_emoji": "custom_emoji_id"}


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Text with its entities in order; `dropped` are those Telegram silently leaves out."""

    text: str
    entities: tuple[Entity, ...] = ()
    dropped: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    """The length of `text` as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_positions(text: str) -> list[int]:
    """For each character, and for the end, the UTF-16 units before it."""
    positions = [0]
    for character in text:
        positions.append(positions[-1] + (2 if character > "\uffff" else 1))
    return positions


def trimmed(formatted: FormattedText) -> FormattedText:
    """The text without space around it, entities moved and cut accordingly."""
    left = len(formatted.text) - len(formatted.text.lstrip())
    text = formatted.text.strip()
    shift, limit = utf16_length(formatted.text[:left]), utf16_length(text)
    return FormattedText(text, tuple(_clipped(formatted.entities, shift, limit)), formatted.dropped)


def _clipped(entities: Iterable[Entity], shift: int, limit: int) -> Iterator[Entity]:
    for entity in entities:
        start, end = max(entity.offset - shift, 0), min(entity.end - shift, limit)
        if start < end:
            yield replace(entity, offset=start, length=end - start)


def nested(entities: Iterable[Entity]) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """The entities Telegram keeps, and those it drops.

    Rules of the Bot API: styles go anywhere but into or around code; quotations do not nest; other
    kinds do not contain each other (the outer stays); after the hundredth all are ignored.
    """
    ordered = sorted(entities, key=lambda entity: (entity.offset, -entity.length, entity.type not in QUOTES))
    kept: list[Entity] = []
    dropped: list[Entity] = []
    around: list[Entity] = []
    for entity in ordered:
        around = [other for other in around if other.end > entity.offset]
        clash = any(_clashes(entity, other) for other in around)
        (dropped if clash else kept).append(entity)
        if not clash and entity.type not in STYLES:
            around.append(entity)
    code = [entity for entity in kept if entity.type in VERBATIM]
    pieces = sorted(
        (piece for entity in kept for piece in _outside(entity, code)), key=lambda piece: (piece.offset, -piece.length)
    )
    return tuple(pieces[:MAX_ENTITIES]), (*dropped, *pieces[MAX_ENTITIES:])


def _clashes(entity: Entity, outer: Entity) -> bool:
    return entity.type not in STYLES and (entity.type in QUOTES) == (outer.type in QUOTES)


def _outside(entity: Entity, code: list[Entity]) -> Iterator[Entity]:
    """The parts of a style outside of code; any other entity as it is."""
    if entity.type not in STYLES:
        yield entity
        return
    start = entity.offset
    for block in code:
        if block.offset < entity.end and block.end > start:
            if block.offset > start:
                yield replace(entity, offset=start, length=block.offset - start)
            start = block.end
    if start < entity.end:
        yield replace(entity, offset=start, length=entity.end - start)
