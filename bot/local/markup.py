"""Telegram HTML to formatted text, as strict as Telegram: the same tags, the same refusals, the same words.

Method: the "HTML style" section of the Bot API's formatting options; the wording of the errors is the server's.
"""

import re
from dataclasses import dataclass, field

from bot.local.entities import Entity, FormattedText, nested, trimmed, utf16_length
from bot.local.errors import ApiError, bad_request

_TYPES = {
    "a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,7})|#([0-9]{1,8})|([a-zA-Z]+));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>"']*)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.-]*))?""")
_END_TAG = re.compile(r"</([^\s>]*)\s*")
_PLAIN = re.compile(r"[^<&]+")
_USER_LINK = re.compile(r"tg://user\?id=([0-9]{1,15})")
_LINK = re.compile(r"(?:https?|tg|ton|tonsite)://[^\s]+", re.IGNORECASE)
_BARE_LINK = re.compile(r"[^\s/:]+\.[^\s/:.]{2,}(?::[0-9]+)?(?:[/?#][^\s]*)?")


def parse_html(html: str) -> FormattedText:
    """The text and entities of a message sent with parse mode HTML.

    Raises ApiError 400 "can't parse entities: …" where Telegram does.
    """
    formatted = _Reader(html).read()
    kept, dropped = nested(formatted.entities)
    return trimmed(FormattedText(formatted.text, kept, dropped))


@dataclass(slots=True)
class _Open:
    """A start tag waiting for its end."""

    name: str
    offset: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reader:
    """One pass over the source, from left to right."""

    source: str
    position: int = 0
    units: int = 0
    text: list[str] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> FormattedText:
        while self.position < len(self.source):
            self._step()
        if self.opened:
            raise _refusal(f"Can't find end tag corresponding to start tag {self.opened[-1].name}")
        return FormattedText("".join(self.text), tuple(self.entities))

    def _step(self) -> None:
        character = self.source[self.position]
        if character == "<":
            if self.source.startswith("</", self.position):
                self._end_tag()
            else:
                self._start_tag()
        elif character == "&":
            written, self.position = _reference(self.source, self.position)
            self._write(written)
        else:
            plain = _matched(_PLAIN, self.source, self.position)
            self.position = plain.end()
            self._write(plain.group())

    def _write(self, text: str) -> None:
        self.text.append(text)
        self.units += utf16_length(text)

    def _start_tag(self) -> None:
        begin = self.position
        name_end = _matched(_TAG_NAME, self.source, begin + 1).end()
        if name_end == len(self.source):
            raise self._refusal("Unclosed start tag", begin)
        name = self.source[begin + 1 : name_end].lower()
        if name not in _TYPES:
            raise self._refusal(f'Unsupported start tag "{name}"', begin)
        self.position = name_end
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refusal('Tag "span" must have class "tg-spoiler"', begin)
        self.opened.append(_Open(name, self.units, attributes))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            found = _matched(_ATTRIBUTE, self.source, self.position)
            name, value = found.group(1), found.group(2)
            self.position = found.end()
            ahead = self.source[self.position : self.position + 1]
            if not ahead:
                raise self._refusal("Unclosed start tag", begin)
            if not name and (value is not None or ahead != ">"):
                raise self._refusal(f'Empty attribute name in the tag "{tag}"', begin)
            if value is not None and not ahead.isspace() and ahead != ">":
                raise self._refusal("Unexpected end of name token", self.position)
            if name:
                attributes[name.lower()] = _attribute_value(value or "")
            if ahead == ">":
                self.position += 1
                return attributes

    def _end_tag(self) -> None:
        begin = self.position
        if not self.opened:
            raise self._refusal("Unexpected end tag", begin)
        tag = _matched(_END_TAG, self.source, begin)
        if not self.source.startswith(">", tag.end()):
            raise self._refusal("Unclosed end tag", begin)
        opened = self.opened.pop()
        name = tag.group(1).lower()
        if name and name != opened.name:
            expected = f', expected "</{opened.name}>", found "</{name}>"'
            raise _refusal(f"Unmatched end tag at byte offset {self._bytes(begin)}{expected}")
        self.position = tag.end() + 1
        if self.units > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        """Record the entity of a pair of tags around some text."""
        entity = Entity(_TYPES[opened.name], opened.offset, self.units - opened.offset)
        if opened.name == "a":
            address = opened.attributes.get("href") or _from_unit("".join(self.text), opened.offset)
            link = _link(entity, address)
            self.entities.extend([link] if link else [])
        elif opened.name in {"pre", "code"}:
            self._close_code(opened, entity)
        else:
            self.entities.append(_with_value(opened, entity))

    def _close_code(self, opened: _Open, entity: Entity) -> None:
        """`<pre><code class="language-x">` is one block with a language, in either order."""
        language = opened.attributes.get("class", "").removeprefix("language-") if opened.name == "code" else ""
        last = self.entities[-1] if self.entities else None
        around = last is not None and (last.offset, last.length) == (entity.offset, entity.length)
        if around and last is not None and {last.type, entity.type} == {"code", "pre"}:
            self.entities[-1] = Entity("pre", entity.offset, entity.length, last.value or language)
        else:
            self.entities.append(Entity(entity.type, entity.offset, entity.length, language))

    def _refusal(self, reason: str, position: int) -> ApiError:
        return _refusal(f"{reason} at byte offset {self._bytes(position)}")

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "replace"))


def _refusal(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _matched(pattern: re.Pattern[str], text: str, position: int) -> re.Match[str]:
    """The match of a pattern that cannot fail to match."""
    found = pattern.match(text, position)
    assert found is not None  # noqa: S101 -- the caller stands where it matches
    return found


def _reference(text: str, position: int) -> tuple[str, int]:
    """The character a reference stands for and where it ends; "&" itself when it stands for none."""
    found = _REFERENCE.match(text, position)
    if found is None:
        return "&", position + 1
    hexadecimal, decimal, name = found.groups()
    if name:
        written = _NAMED.get(name, "")
    else:
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        written = chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
    return (written, found.end()) if written else ("&", position + 1)


def _attribute_value(written: str) -> str:
    """The value without its quotation marks and with its references resolved."""
    if written[:1] not in {'"', "'"}:
        return written.lower()
    inner, pieces, position = written[1:-1], [], 0
    while (ampersand := inner.find("&", position)) >= 0:
        character, end = _reference(inner, ampersand)
        pieces += [inner[position:ampersand], character]
        position = end
    return "".join([*pieces, inner[position:]])


def _link(entity: Entity, address: str) -> Entity | None:
    """The entity of a link, None when the address is none (Telegram then shows plain text)."""
    if user := _USER_LINK.fullmatch(address):
        return Entity("text_mention", entity.offset, entity.length, user.group(1))
    if _LINK.fullmatch(address):
        return Entity("text_link", entity.offset, entity.length, address)
    if _BARE_LINK.fullmatch(address):
        return Entity("text_link", entity.offset, entity.length, f"http://{address}")
    return None


def _from_unit(text: str, units: int) -> str:
    """The text after so many UTF-16 units."""
    return text.encode("utf-16-le", "surrogatepass")[2 * units :].decode("utf-16-le", "replace")


def _with_value(opened: _Open, entity: Entity) -> Entity:
    """The entity of a tag that carries a value in its attributes."""
    attributes = opened.attributes
    if opened.name == "blockquote" and "expandable" in attributes:
        return Entity("expandable_blockquote", entity.offset, entity.length)
    if opened.name == "tg-emoji":
        if not attributes.get("emoji-id", "").isdecimal():
            raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
        return Entity("custom_emoji", entity.offset, entity.length, attributes["emoji-id"])
    if opened.name == "tg-time":
        if not attributes.get("unix", "").isdecimal():
            raise bad_request("can't parse entities: Invalid date specified")
        return Entity("date_time", entity.offset, entity.length, attributes["unix"], attributes.get("format", ""))
    return entity
