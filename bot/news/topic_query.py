"""A topic's query as a value: what is wanted, what is not, where from; its text as understood, and its normal form.

Neighbours: topic_parser.py makes it from what a person typed, topics.py matches it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

OPERATORS = frozenset({"OR", "AND", "NOT"})
_NEEDS_QUOTES = re.compile(r"[\s:|()+]|^-")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Text whose words must follow each other; one word is a phrase too.

    In lower case, but for what means something else in capitals ("US" the country, "us" the pronoun).
    """

    text: str

    def __str__(self) -> str:
        quoted = self.text in OPERATORS or _NEEDS_QUOTES.search(self.text)
        return f'"{self.text}"' if quoted else self.text


@dataclass(frozen=True, slots=True)
class Need:
    """Something the article must have: at least one of the alternatives, each of which is all of its phrases."""

    alternatives: tuple[tuple[Phrase, ...], ...]

    def __str__(self) -> str:
        return " OR ".join(_together(phrases) for phrases in self.alternatives)


def _together(phrases: tuple[Phrase, ...]) -> str:
    joined = " ".join(map(str, phrases))
    return f"({joined})" if len(phrases) > 1 else joined


@dataclass(frozen=True, slots=True)
class TopicQuery:
    """All needs, none of `without`, from one of `sources` (any when empty), in one of `languages` (any when empty).

    Sources are hosts and stand for their subdomains too; languages are ISO 639-1.
    `str(query)` is the text as understood: parsing it gives the same query.
    """

    needs: tuple[Need, ...] = ()
    without: tuple[Phrase, ...] = ()
    sources: tuple[str, ...] = ()
    not_sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    not_languages: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(
            (
                *map(str, self.needs),
                *(f"-{phrase}" for phrase in self.without),
                *(f"source:{host}" for host in self.sources),
                *(f"-source:{host}" for host in self.not_sources),
                *(f"lang:{code}" for code in self.languages),
                *(f"-lang:{code}" for code in self.not_languages),
            )
        )

    @property
    def wanted(self) -> tuple[Phrase, ...]:
        """The phrases asked for, in order, once each: what a card marks in bold."""
        return tuple(
            dict.fromkeys(phrase for need in self.needs for phrases in need.alternatives for phrase in phrases)
        )


def normal_form(query: TopicQuery) -> str:
    """The query in one order, without repeats: two queries that ask for the same in another order have one normal form.

    Parsing it gives a query with the same normal form. It is the key a query is stored under, once.
    """
    needs = {
        Need(tuple(sorted({_sorted(phrases) for phrases in need.alternatives}, key=_text))) for need in query.needs
    }
    return str(
        TopicQuery(
            tuple(sorted(needs, key=str)),
            _sorted(query.without),
            tuple(sorted(set(query.sources))),
            tuple(sorted(set(query.not_sources))),
            tuple(sorted(set(query.languages))),
            tuple(sorted(set(query.not_languages))),
        )
    )


def _sorted(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    return tuple(sorted(set(phrases), key=str))


def _text(phrases: tuple[Phrase, ...]) -> tuple[str, ...]:
    return tuple(map(str, phrases))
