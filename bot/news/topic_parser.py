"""What a person typed after /follow -> `TopicQuery`, or a `TopicError` that says what is wrong with it.

    huawei OR zte -rumour "best buy" source:bbc.co.uk lang:de

Words stand for AND; OR (or |) binds its two neighbours; parentheses group: (apple iphone) OR (samsung galaxy).
Exclusions and filters hold for the whole query wherever they stand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

from bot.news.topic_lexer import Kind, Lexeme, lexemes
from bot.news.topic_query import Need, Phrase, TopicQuery

MAX_CHARACTERS = 300
MAX_PHRASES = 30
MAX_ALTERNATIVES = 40
_DEEPEST = 5
_ITEM = re.compile(r'(-?)(?:"([a-z0-9]+(?: [a-z0-9]+)*)"|([a-z0-9]+))')
_PLAIN = re.compile(rf"{_ITEM.pattern}(?: {_ITEM.pattern})*")
_HOST = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")
_LANGUAGE = re.compile(r"[a-z]{2}")

_Alternatives = tuple[tuple[Phrase, ...], ...]


class TopicFault(StrEnum):
    """What can be wrong with a query; the message room has a sentence for each."""

    EMPTY = "empty"
    ONLY_EXCLUSIONS = "only exclusions"
    ONLY_LANGUAGE = "only a language"
    TOO_LONG = "too long"
    TOO_COMPLEX = "too complex"
    EXCLUDED_GROUP = "excluded group"
    CONTRADICTION = "contradiction"
    BAD_SOURCE = "bad source"
    BAD_LANGUAGE = "bad language"


class TopicError(Exception):
    """A query that cannot be followed. `fault` says why; `detail` is the piece at fault, or empty."""

    def __init__(self, fault: TopicFault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else str(fault))
        self.fault = fault
        self.detail = detail


def parse_topic(text: str) -> TopicQuery:
    """The query a person typed; `str()` of it is the echo as understood. Raises TopicError."""
    if len(text) > MAX_CHARACTERS:
        raise TopicError(TopicFault.TOO_LONG)
    return parse_stored(text)


def parse_stored(text: str) -> TopicQuery:
    """The query of a text that was accepted before, which its own quotes may have made longer. Raises TopicError."""
    query = _read_plain(text) if _PLAIN.fullmatch(text) else _read(text)
    _check(query)
    return query


def _read_plain(text: str) -> TopicQuery:
    """What `_read` gives for words and quoted phrases in plain letters, at a third of the time: most are such."""
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for minus, phrase, word in _ITEM.findall(text):
        (unwanted if minus else wanted).append(Phrase(phrase or word))
    return TopicQuery(tuple(Need(((each,),)) for each in dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def _read(text: str) -> TopicQuery:
    reader = _Reader(lexemes(text))
    needs = reader.needs(depth=0)
    return TopicQuery(
        needs=tuple(dict.fromkeys(_flat(needs))),
        without=tuple(dict.fromkeys(reader.without)),
        sources=_unique(reader.filters, "source", negated=False),
        not_sources=_unique(reader.filters, "source", negated=True),
        languages=_unique(reader.filters, "lang", negated=False),
        not_languages=_unique(reader.filters, "lang", negated=True),
    )


@dataclass(slots=True)
class _Reader:
    """A place in the lexemes, and what holds for the whole query as it is met."""

    rest: tuple[Lexeme, ...]
    at: int = 0
    without: list[Phrase] = field(default_factory=list)
    filters: list[tuple[str, bool, str]] = field(default_factory=list)

    def needs(self, depth: int) -> list[_Alternatives]:
        """The needs up to the closing parenthesis of this depth; a stray one at the top is passed over."""
        if depth > _DEEPEST:
            raise TopicError(TopicFault.TOO_COMPLEX)
        found: list[_Alternatives] = []
        joins = False
        while self.at < len(self.rest):
            lexeme = self.rest[self.at]
            self.at += 1
            if lexeme.kind is Kind.CLOSE and depth:
                break
            if lexeme.kind is Kind.OR:
                joins = bool(found)
                continue
            alternatives = self._item(lexeme, depth)
            if alternatives:
                _add(found, alternatives, joins=joins)
                joins = False
        return found

    def _item(self, lexeme: Lexeme, depth: int) -> _Alternatives:
        """What one lexeme asks for; empty when it holds for the whole query or says nothing."""
        if lexeme.kind is Kind.OPEN:
            return self._group(depth, negated=lexeme.negated)
        if lexeme.kind is Kind.FILTER:
            check = _HOW_TO_READ[lexeme.name]
            self.filters.append((lexeme.name, lexeme.negated, check(lexeme.text)))
        elif lexeme.kind is Kind.PHRASE and lexeme.negated:
            self.without.append(Phrase(lexeme.text))
        elif lexeme.kind is Kind.PHRASE:
            return ((Phrase(lexeme.text),),)
        return ()

    def _group(self, depth: int, *, negated: bool) -> _Alternatives:
        alternatives = _all_of(self.needs(depth + 1))
        if not negated:
            return alternatives
        if any(len(phrases) > 1 for phrases in alternatives):
            raise TopicError(TopicFault.EXCLUDED_GROUP, " ".join(map(str, alternatives[0])))
        self.without.extend(phrases[0] for phrases in alternatives)
        return ()


def _add(found: list[_Alternatives], alternatives: _Alternatives, *, joins: bool) -> None:
    if joins:
        found[-1] = _distinct(found[-1] + alternatives)
    else:
        found.append(alternatives)


def _all_of(needs: list[_Alternatives]) -> _Alternatives:
    """The alternatives of a group: one choice from each of its needs."""
    count = 1
    for alternatives in needs:
        count *= len(alternatives)
    if count > MAX_ALTERNATIVES:
        raise TopicError(TopicFault.TOO_COMPLEX)
    choices = (tuple(dict.fromkeys(phrase for part in choice for phrase in part)) for choice in product(*needs))
    return _distinct(tuple(phrases for phrases in choices if phrases))


def _distinct(alternatives: _Alternatives) -> _Alternatives:
    """The alternatives without those that ask for the same phrases in another order."""
    return tuple({frozenset(phrases): phrases for phrases in reversed(alternatives)}.values())[::-1]


def _flat(needs: list[_Alternatives]) -> list[Need]:
    """A group that is the only alternative is as many needs as it has phrases."""
    flat: list[Need] = []
    for alternatives in needs:
        if len(alternatives) == 1:
            flat.extend(Need(((phrase,),)) for phrase in alternatives[0])
        else:
            flat.append(Need(alternatives))
    return flat


def _unique(filters: list[tuple[str, bool, str]], name: str, *, negated: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for kind, is_negated, value in filters if (kind, is_negated) == (name, negated)))


def _host(value: str) -> str:
    bare = re.sub(r"^https?:/*", "", value).split("/")[0].split(":")[0].removeprefix("www.").strip(".")
    if not _HOST.fullmatch(bare):
        raise TopicError(TopicFault.BAD_SOURCE, value)
    return bare


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise TopicError(TopicFault.BAD_LANGUAGE, value)
    return value


_HOW_TO_READ: dict[str, Callable[[str], str]] = {"source": _host, "lang": _language}


def _check(query: TopicQuery) -> None:
    wanted = [phrase for need in query.needs for phrases in need.alternatives for phrase in phrases]
    if len(wanted) + len(query.without) > MAX_PHRASES:
        raise TopicError(TopicFault.TOO_COMPLEX)
    if not wanted and not query.sources:
        raise TopicError(_nothing_wanted(query))
    barred = frozenset(query.without)
    for need in query.needs:
        if all(barred.intersection(phrases) for phrases in need.alternatives):
            raise TopicError(TopicFault.CONTRADICTION, str(need))


def _nothing_wanted(query: TopicQuery) -> TopicFault:
    if query.without or query.not_sources:
        return TopicFault.ONLY_EXCLUSIONS
    return TopicFault.ONLY_LANGUAGE if query.languages or query.not_languages else TopicFault.EMPTY
