"""How rare a term is in the store, and how often it is written as a name: what `evidence` weighs terms by.

The counts come from the search index; this module turns them into weights, and tells which words of a question are
names when it was typed in lower case.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.news.question import Question

_BACKGROUND = 1000
_SHARE = 0.005
NAMED = 0.6
"""From this share on a word counts as a name though it was typed, or stands, where capitals tell nothing."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Counts of the store: `documents` in all, `frequency` of a term, `name_frequency` of it written as a name."""

    documents: int
    frequency: Callable[[str], int]
    name_frequency: Callable[[str], int]

    def idf(self, term: str) -> float:
        """Rarity of `term`, above zero: the weight of Robertson and Sparck Jones as BM25 uses it.

        A small store is filled up to `_BACKGROUND` articles in which every term is as frequent as content words are in
        news; else the words of a single article would all count as common.
        """
        filled = max(0, _BACKGROUND - self.documents)
        found = min(self.frequency(term), self.documents) + _SHARE * filled
        return math.log(1.0 + (self.documents + filled - found + 0.5) / (found + 0.5))

    def name_share(self, term: str) -> float:
        """Share of the articles with `term` that write it as a name, 0 to 1."""
        found = self.frequency(term)
        return self.name_frequency(term) / found if found else 0.0


def with_known_names(question: Question, lexicon: Lexicon) -> Question:
    """The question with the words marked that the store writes as names: "why did best buy drop huawei"."""
    terms = (replace(t, name=t.name or lexicon.name_share(t.term) >= NAMED) for t in question.terms)
    return replace(question, terms=tuple(terms))
