"""How rare a term is in the store, and how often it is written as a name: what `evidence` weighs terms by.

The counts come from the search index; this module turns them into weights.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Counts of the store: `documents` in all, `frequency` of a term, `name_frequency` of it written as a name."""

    documents: int
    frequency: Callable[[str], int]
    name_frequency: Callable[[str], int]

    def idf(self, term: str) -> float:
        """Rarity of `term`, above zero: the weight of Robertson and Sparck Jones as BM25 uses it."""
        found = min(self.frequency(term), self.documents)
        return math.log(1.0 + (self.documents - found + 0.5) / (found + 0.5))

    def name_share(self, term: str) -> float:
        """Share of the articles with `term` that write it as a name, 0 to 1."""
        found = self.frequency(term)
        return self.name_frequency(term) / found if found else 0.0
