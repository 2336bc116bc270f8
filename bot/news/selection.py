"""Which sentences together tell the article: the algorithm of the "newsdesk" summariser.

Why a set and not the best sentences one by one: every sumy method, which ranks sentences, loses to
"the first three sentences" on news; choosing the set beats both (2026-11-22, five news sets with
human abstracts, mean of ROUGE-1, -2 and -Lsum). The worth of a set is the sum of what its sentences
are worth alone (their place and length), of how much of the article it covers, and of what a reader
would stumble over in it. Called by summarizer.py with the terms of each sentence.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice

import numpy as np
from numpy.typing import NDArray

from bot.news.standing import dangles, is_balanced, stands

# Against -log(1 + position) for each sentence. Measured as a set on 2026-11-22; do not tune one alone.
LENGTH_COST = 0.1  # for each word beyond LONG in a sentence
LONG = 22
COVERAGE = 32.0  # of the article's sentences, by their closest member in the set
CONCEPTS = 9.6  # of the words and word pairs that the article repeats
CONCEPT_DECAY = 0.7  # a concept weighs (1 + position) ** -CONCEPT_DECAY wherever it stands
TITLE = 4.5  # of the title's terms
LIKE_THE_FIRST = 1.2  # cost of saying again what the first sentence says
FIRST_PERSON = 0.65
OPENS_WITH_QUOTE = 0.45
CAPITALS = 0.75  # for the share of capitalised words: names
# What a reader stumbles over. High, so that they lose to almost anything else.
DANGLING = 2.0
UNBALANCED = 1.2
POOL = 12  # the best placed sentences that combinations are drawn from
EXHAUSTIVE = 5  # up to so many sentences all combinations are tried, beyond it the choice is greedy

_I_AND_YOU = re.compile(r"\b(?:I|I['’]m|I['’]ve|my|me|you|your|we|our|us|you['’]re|we['’]re)\b")
_CAPITALISED = re.compile(r"(?<=\s)[A-Z]\w+")

Matrix = NDArray[np.float64]
Indices = NDArray[np.intp]


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
    pool = scores.pool(max(POOL, count + 4), count)
    if count >= len(pool):
        return [int(index) for index in pool]
    best = _greedy(scores, pool, count) if count > EXHAUSTIVE else _best(scores, pool, _sets(len(pool), count))
    return [int(pool[place]) for place in best]


def _best(scores: "_Scores", pool: Indices, sets: Indices) -> list[int]:
    return [int(place) for place in sets[int(np.argmax(scores.of_sets(pool, sets)))]]


def _greedy(scores: "_Scores", pool: Indices, count: int) -> list[int]:
    chosen: list[int] = []
    while len(chosen) < count:
        left = [place for place in range(len(pool)) if place not in chosen]
        chosen = _best(scores, pool, np.array([sorted([*chosen, place]) for place in left]))
    return chosen


@lru_cache(maxsize=64)
def _sets(size: int, count: int) -> Indices:
    sets: Indices = np.array(list(combinations(range(size), count)), dtype=np.intp)
    return sets


class _Scores:
    """What each sentence, and each set of sentences, is worth for one article."""

    def __init__(self, candidates: Sequence[Candidate], title: Sequence[str]) -> None:
        terms = [candidate.terms for candidate in candidates]
        self._texts = [candidate.text for candidate in candidates]
        self._vectors, self._concepts = _matrices(terms)
        self._weights = _shares(self._vectors @ self._vectors.sum(axis=0))
        positions = np.arange(len(terms))
        self._concept_weights = _shares((1.0 + positions) ** -CONCEPT_DECAY @ self._concepts)
        lengths = np.array([text.count(" ") + 1 for text in self._texts])
        self._alone = -np.log1p(positions) - LENGTH_COST * np.maximum(lengths - LONG, 0)
        self._alone -= LIKE_THE_FIRST * (self._vectors @ self._vectors[0])
        self._wanted = sorted(set(title))
        self._terms = terms

    def pool(self, size: int, count: int) -> Indices:
        """The candidates that sets are drawn from, in order: those best alone that can stand on a card."""
        worth = self._alone + COVERAGE / 3 * (self._vectors @ (self._weights @ self._vectors))
        worth = worth + CONCEPTS * (self._concepts @ self._concept_weights)
        order = [int(index) for index in np.argsort(-worth, kind="stable")]
        whole = list(islice((index for index in order if stands(self._texts[index])), size))
        return np.sort(np.array(whole if len(whole) >= count else order[:size], dtype=np.intp))

    def of_sets(self, pool: Indices, sets: Indices) -> Matrix:
        """The worth of each row of `sets`, whose rising numbers are places in `pool`."""
        texts = [self._texts[index] for index in pool]
        # einsum, because numpy's @ starts threads on this size and they cost more than they save
        near = np.einsum("ik,jk->ij", self._vectors[pool], self._vectors)
        worth: Matrix = (self._alone[pool] + _manner(texts))[sets].sum(axis=1)
        worth = worth + COVERAGE * (near[sets].max(axis=1) @ self._weights)
        worth = worth + CONCEPTS * (self._concepts[pool][sets].max(axis=1) @ self._concept_weights)
        if self._wanted:
            told = np.array([[term in self._terms[index] for term in self._wanted] for index in pool])
            worth = worth + TITLE * told[sets].any(axis=1).mean(axis=1)
        orphan = np.array([index > 0 and dangles(text) for index, text in zip(pool, texts, strict=True)])
        follows = np.diff(pool[sets], axis=1, prepend=-2) == 1
        worth = worth - DANGLING * (orphan[sets] & ~follows).sum(axis=1)
        odd = np.array([not is_balanced(text) for text in texts])
        return worth - UNBALANCED * odd[sets].sum(axis=1)


def _manner(texts: Sequence[str]) -> Matrix:
    """What each sentence is worth for how it speaks: names count for it, "I" and "you" and quotations against it."""
    lengths = np.array([text.count(" ") + 1 for text in texts])
    capitals = np.array([len(_CAPITALISED.findall(text)) for text in texts]) / lengths
    personal = np.array([_I_AND_YOU.search(text) is not None for text in texts])
    quoting = np.array([text[:1] in "\"“'‘«„" for text in texts])
    worth: Matrix = CAPITALS * capitals - FIRST_PERSON * personal - OPENS_WITH_QUOTE * quoting
    return worth


def _shares(values: Matrix) -> Matrix:
    shares: Matrix = values / max(float(values.sum()), 1e-9)
    return shares


def _matrices(terms: Sequence[Sequence[str]]) -> tuple[Matrix, Matrix]:
    """Two views of the sentences (rows): tf-idf vectors of length 1, idf within the article; and which of the terms
    and pairs of neighbouring terms that more than one sentence has (columns) each of them holds.
    """
    columns: dict[str, int] = {}
    flat = np.array([columns.setdefault(term, len(columns)) for sentence in terms for term in sentence], dtype=np.intp)
    rows = np.repeat(np.arange(len(terms)), [len(sentence) for sentence in terms])
    counts = _counts(rows, flat, len(terms), len(columns))
    held = counts > 0
    df = held.sum(axis=0)
    vectors = counts * np.log(1 + len(terms) / np.maximum(df, 1))
    norms = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    vectors /= np.where(norms > 0, norms, 1)
    same = rows[1:] == rows[:-1]
    codes, pairs = np.unique((flat[:-1] * max(len(columns), 1) + flat[1:])[same], return_inverse=True)
    paired = _counts(rows[1:][same], pairs, len(terms), len(codes)) > 0
    concepts: Matrix = np.hstack([held[:, df > 1], paired[:, paired.sum(axis=0) > 1]]).astype(float)
    return vectors, concepts


def _counts(rows: Indices, columns: Indices, height: int, width: int) -> Matrix:
    """How often each column number stands with each row number."""
    width = max(width, 1)
    counts: Matrix = np.bincount(rows * width + columns, minlength=height * width).reshape(height, width).astype(float)
    return counts
