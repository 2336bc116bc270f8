"""Which sentences together tell the article: the algorithm of the "newsdesk" summariser.

Why a set and not the best sentences one by one: every sumy method, which ranks sentences, loses to
"the first three sentences" on news; choosing the set beats both (2026-11-22, five news sets with
human abstracts). Called by summarizer.py with the terms of each sentence.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

# Measured as a set on 2026-11-22; do not tune one alone.
LENGTH_COST = 0.05  # for each word beyond LONG in a sentence
LONG = 25
COVERAGE = 45.0
TITLE = 5.5
DANGLING = 1.5
POOL = 12  # the best placed sentences that combinations are drawn from
EXHAUSTIVE = 5  # up to so many sentences all combinations are tried, beyond it the choice is greedy

_DANGLES = re.compile(
    r"[\"'“‘]?(?:he|she|it|they|we|his|her|hers|its|their|theirs|him|them|this|that|these|those|such|but|and|or|so|"
    r"yet|however|moreover|meanwhile|also|then|instead|therefore|thus|besides|still|nevertheless|otherwise|both|"
    r"another|others|there|here|because|even so|in addition|for example|for instance|as a result|after that|"
    r"at the time|the former|the latter)\b",
    re.IGNORECASE,
)

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence as the choice sees it: its text and the terms that carry its content."""

    text: str
    terms: Sequence[str]


def choose(candidates: Sequence[Candidate], title: Sequence[str], count: int) -> list[int]:
    """The indices of at most `count` candidates that tell the article best together, in order."""
    if len(candidates) <= count:
        return list(range(len(candidates)))
    scores = _Scores(candidates, title)
    pool = scores.pool(max(POOL, count + 4))
    if count > EXHAUSTIVE:
        return sorted(_greedy(scores, pool, count))
    sets = pool[_sets(len(pool), count)]
    return [int(index) for index in sets[int(np.argmax(scores.of_sets(sets)))]]


def _greedy(scores: "_Scores", pool: NDArray[np.intp], count: int) -> list[int]:
    chosen: list[int] = []
    left = [int(index) for index in pool]
    while left and len(chosen) < count:
        sets = np.array([sorted([*chosen, index]) for index in left])
        chosen.append(left.pop(int(np.argmax(scores.of_sets(sets)))))
    return chosen


@lru_cache(maxsize=64)
def _sets(size: int, count: int) -> NDArray[np.intp]:
    sets: NDArray[np.intp] = np.array(list(combinations(range(size), count)), dtype=np.intp)
    return sets


class _Scores:
    """What each sentence, and each set of sentences, is worth for one article."""

    def __init__(self, candidates: Sequence[Candidate], title: Sequence[str]) -> None:
        counts = [Counter(candidate.terms) for candidate in candidates]
        self._similarity = _cosines(counts)
        centrality = self._similarity.sum(axis=1)
        self._weights = centrality / max(float(centrality.sum()), 1e-9)
        positions = np.arange(len(candidates))
        lengths = np.array([len(candidate.text.split()) for candidate in candidates])
        self._alone = -np.log1p(positions) - LENGTH_COST * np.maximum(lengths - LONG, 0)
        self._dangles = np.array([bool(_DANGLES.match(candidate.text)) for candidate in candidates])
        wanted = sorted(set(title))
        self._title = np.array([[term in count for term in wanted] for count in counts], dtype=bool)

    def pool(self, size: int) -> NDArray[np.intp]:
        """The candidates that sets are drawn from: those best alone, in order."""
        worth = self._alone + COVERAGE * (self._similarity @ self._weights) / 3
        best: NDArray[np.intp] = np.sort(np.argsort(-worth, kind="stable")[:size])
        return best

    def of_sets(self, sets: NDArray[np.intp]) -> Matrix:
        """The worth of each row of `sets`, whose indices rise."""
        worth: Matrix = self._alone[sets].sum(axis=1)
        covered = self._similarity[:, sets].max(axis=2)
        worth = worth + COVERAGE * (self._weights @ covered)
        if self._title.shape[1]:
            worth = worth + TITLE * self._title[sets].any(axis=1).mean(axis=1)
        previous = np.concatenate([np.full((len(sets), 1), -2), sets[:, :-1]], axis=1)
        orphans = self._dangles[sets] & (previous != sets - 1)
        worth -= DANGLING * orphans.sum(axis=1)
        return worth


def _cosines(counts: Sequence[Counter[str]]) -> Matrix:
    """The tf-idf cosine of every two sentences, idf within the article; square, ones on the diagonal."""
    df = Counter(term for count in counts for term in count)
    columns = {term: column for column, term in enumerate(df)}
    matrix = np.zeros((len(counts), max(len(columns), 1)))
    total = len(counts)
    for row, count in enumerate(counts):
        for term, tf in count.items():
            matrix[row, columns[term]] = tf * np.log(1 + total / df[term])
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix /= np.where(norms > 0, norms, 1)
    cosines: Matrix = matrix @ matrix.T
    return cosines
