"""The keys topics and articles meet by: stems without diacritics, and where they stand.

An article has keys of its own language. A query has no language, so a word of it has a key for every language that
stems it differently; few do. Used by topics.py.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import urlsplit

from bot.text.tokens import stem, words

_LATIN = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "hu", "ro", "ca", "cs", "et", "eu", "eo", "ga",
    "id", "lt", "pl", "tr", "sr",
)  # fmt: skip
# Languages with a stemmer by script; "" is every other language: the word in lower case.
_BY_SCRIPT = {
    "LATIN": (*_LATIN, "nb", "nn"),
    "CYRILLIC": ("ru", "sr"),
    "GREEK": ("el",),
    "ARABIC": ("ar", "fa"),
    "DEVANAGARI": ("hi", "ne"),
    "ARMENIAN": ("hy",),
    "TAMIL": ("ta",),
    "HEBREW": ("yi",),
}
# Each has a bit beside stored anchors, the first that of every language without a stemmer: add at the end alone.
_LANGUAGES = ("", *_LATIN, "ru", "el", "ar", "fa", "hi", "ne", "hy", "ta", "yi")
_BITS = {language: 1 << place for place, language in enumerate(_LANGUAGES)}
_BITS |= {"nb": _BITS["no"], "nn": _BITS["no"]}
#: Between the keys of two words that follow each other; no word has a plus.
PAIR = "+"
_UNFOLDED = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ё": "е", "’": "'"})
# Lengths of text beyond which a topic's word is in passing; keeps a book from costing seconds.
MAX_CHARACTERS = 60_000


@lru_cache(maxsize=1 << 16)
def key(word: str, language: str) -> str:
    """The key of one word of a text in `language`: its stem, Latin and Greek letters without their marks."""
    folded = stem(word, language).translate(_UNFOLDED)
    if folded.isascii():
        return folded
    return "".join(_bare(letter) for letter in unicodedata.normalize("NFC", folded))


@lru_cache(maxsize=1 << 12)
def _bare(letter: str) -> str:
    if not unicodedata.name(letter, "").startswith(("LATIN", "GREEK")):
        return letter
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))


@lru_cache(maxsize=1 << 14)
def all_keys(word: str) -> frozenset[str]:
    """The keys of a query's word in every language it may be met in."""
    return frozenset(key(word, language) for language in ("", *_languages(word)))


def key_sets(required: Iterable[str], languages: Iterable[str] = ()) -> dict[tuple[str, ...], int]:
    """The keys of several terms of a query, together in each language (of these alone, where there are any).

    With each the bits of the languages (`language_bit`) they are the keys in. A term is a word, or two with PAIR
    between.
    """
    known = [tuple((word, _languages(word)) for word in term.split(PAIR)) for term in required]
    found: dict[tuple[str, ...], int] = {}
    for language in languages or _LANGUAGES:
        keys = tuple(PAIR.join(key(word, language if language in own else "") for word, own in term) for term in known)
        found[keys] = found.get(keys, 0) | language_bit(language)
    return found


def language_bit(language: str) -> int:
    """The bit that stands for a language in the numbers of `key_sets`."""
    return _BITS.get(language, _BITS[""])


@lru_cache(maxsize=1 << 14)
def _languages(word: str) -> tuple[str, ...]:
    script = next((unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()), "")
    return _BY_SCRIPT.get(script, ())


@lru_cache(maxsize=1 << 14)
def phrase_words(text: str) -> tuple[str, ...]:
    """The words of a phrase, cut as an article's are."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return tuple(text.split())  # what `words` would say, at a tenth of the time
    return tuple(words(text))


@dataclass(frozen=True, slots=True)
class ArticleTerms:
    """An article made ready for matching: `places` says where each key stands; the title's come before `title_end`.

    `pairs` says where two keys with PAIR between stand first, one right behind the other. `hosts` is the article's host
    with its parent domains.
    """

    language: str
    places: MappingProxyType[str, tuple[int, ...]]
    pairs: MappingProxyType[str, int]
    title_end: int
    hosts: tuple[str, ...] = ()

    @property
    def lookup_keys(self) -> frozenset[str]:
        """What to look up in the table of stored anchors."""
        return frozenset(self.places).union(source_key(host) for host in self.hosts)


def source_key(host: str) -> str:
    """The anchor of a query that wants a source and no words; no word has a colon."""
    return f"source:{host}"


def read_terms(title: str, text: str, language: str, url: str = "") -> ArticleTerms:
    """The terms of an article; no phrase runs from the title into the text, or from one paragraph into the next."""
    places: dict[str, list[int]] = {}
    pairs: dict[str, int] = {}
    at, title_end = 0, 0
    for number, line in enumerate((title, *text[:MAX_CHARACTERS].splitlines())):
        before: tuple[str, ...] = ()
        for word in words(line):
            keys = _keys_of(word, language)
            for found in keys:
                places.setdefault(found, []).append(at)
                for first in before:
                    pairs.setdefault(f"{first}{PAIR}{found}", at - 1)
            before = keys
            at += 1
        at += 1  # so that no phrase runs on into the next line
        title_end = title_end if number else at
    kept = MappingProxyType({found: tuple(stands) for found, stands in places.items()})
    return ArticleTerms(language, kept, MappingProxyType(pairs), title_end, _hosts(url))


def _keys_of(word: str, language: str) -> tuple[str, ...]:
    # Scripts without spaces come as pairs of characters; a query may be one character.
    if len(word) == 2 and word[0] > "\u0dff" and phrase_words(word + word[1]) != (word + word[1],):
        return (key(word, language), *dict.fromkeys(word))
    return (key(word, language),)


def _hosts(url: str) -> tuple[str, ...]:
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ()
    labels = host.split(".")
    return tuple(".".join(labels[start:]) for start in range(len(labels) - 1))
