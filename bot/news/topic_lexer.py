"""What a person typed as a topic, cut into lexemes; forgiving, because people type on telephones.

First step of topic_parser.py.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from bot.text.tokens import stem, words

_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»「」『』＂", '"') | {"（": "(", "）": ")", "｜": "|", "：": ":", "\u3000": " "}
)
_MINUS = re.compile(r"(?:(?<=^)|(?<=[\s(]))[-−–—](?=[^\s\-−–—])")
_LEXEME = re.compile(
    r"""(?P<minus>-)?(?:
        "(?P<quoted>[^"]*)"
        | (?P<filter>source|site|lang|language):\s?(?P<value>[^\s()"|]+)
        | (?P<open>\()
        | (?P<word>[^\s()"|]+)
    ) | (?P<close>\)) | (?P<or>\|)""",
    re.VERBOSE | re.IGNORECASE,
)
_FILTERS = {"source": "source", "site": "source", "lang": "lang", "language": "lang"}


class Kind(Enum):
    """What a lexeme is."""

    PHRASE = auto()
    FILTER = auto()
    OR = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query. `name` is "source" or "lang" for a filter; `negated` has a minus or NOT before it."""

    kind: Kind
    text: str = ""
    name: str = ""
    negated: bool = False


def lexemes(text: str) -> tuple[Lexeme, ...]:
    """The lexemes of a query in order; pieces without a letter or digit are dropped, so is a lone quotation mark."""
    plain = _MINUS.sub("-", " ".join(text.translate(_QUOTES).split()))
    if plain.count('"') % 2:
        before, _, after = plain.rpartition('"')
        plain = f"{before} {after}"
    found: list[Lexeme] = []
    negate_next = False
    for match in _LEXEME.finditer(plain):
        if match["word"] in ("AND", "NOT"):
            negate_next = match["word"] == "NOT"
            continue
        lexeme = _lexeme(match, negated=bool(match["minus"]) or negate_next)
        if lexeme:
            found.append(lexeme)
        negate_next = False
    return tuple(found)


def _lexeme(match: re.Match[str], *, negated: bool) -> Lexeme | None:
    if match["close"]:
        return Lexeme(Kind.CLOSE)
    if match["or"] or (match["word"] == "OR" and not match["minus"]):
        return Lexeme(Kind.OR)
    if match["open"]:
        return Lexeme(Kind.OPEN, negated=negated)
    if match["filter"]:
        return Lexeme(Kind.FILTER, match["value"].lower(), _FILTERS[match["filter"].lower()], negated)
    text = _plain(match["quoted"] if match["quoted"] is not None else match["word"])
    return Lexeme(Kind.PHRASE, text, negated=negated) if text else None


def _plain(text: str) -> str:
    """The text in lower case where that changes no meaning, without what stands around its words; "" without words."""
    return " ".join(kept for word in text.split() if (kept := _word(word)))


@lru_cache(maxsize=1 << 14)
def _word(word: str) -> str:
    if word.isascii() and word.isalnum() and word.islower():
        return word  # most words of most queries; the rest is a good deal slower
    found = words(word)
    if not found:
        return ""
    start, end = word.find(found[0]), word.rfind(found[-1]) + len(found[-1])
    bare = word[start:end]
    # In capitals alone some words are names: there the stem tells them apart.
    return bare if stem(bare, "en") != stem(bare.lower(), "en") else bare.lower()
