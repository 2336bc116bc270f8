"""Which sentences together tell the article: the algorithm of the "newsdesk" summariser.

Why a set and not the best sentences one by one: every sumy method, which ranks sentences, loses to
"the first three sentences" on news; choosing the set beats both (2026-11-22, five news sets with
human abstracts, mean of ROUGE-1, -2 and -Lsum). The worth of a set is the sum of what its sentences
are worth alone (their place and length), of how much of the article it covers, and of what a reader
would stumble over in it. Called by summarizer.py with the terms of each sentence.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.news.fitness import anchor, fit_for_a_card
from bot.news.repetition import told_twice
from bot.news.standing import is_damaged

# Against -log(1 + position) for each sentence. Measured as a set on 2026-11-22; do not tune one alone.
LENGTH_COST = 0.12  # for each word beyond LONG in a sentence
LONG = 21
SHORT_COST = 0.07  # for each word under SHORT
SHORT = 8
LATE = 0.45  # for the last sentence of the article, in proportion for those before
COVERAGE = 32.0  # of the article's sentences, by their closest member in the set
CONCEPTS = 9.6  # of the words and word pairs that the article repeats
CONCEPT_DECAY = 0.8  # a concept weighs (1 + position) ** -CONCEPT_DECAY wherever it stands
TITLE = 4.9  # of the title's terms
LIKE_THE_FIRST = 0.8  # cost of saying again what the first sentence says
FIRST = 0.6  # cost of the first sentence itself: it often only leads up to the news
FIRST_PERSON = 0.8
OPENS_WITH_QUOTE = 0.3
QUESTION = 2.2
HEDGED = 0.35  # for "may" and the like, and for what is not
AHEAD = 0.3  # for what comes next
CAPITALS = 0.8  # for the share of capitalised words: names
# What a reader stumbles over. High, so that they lose to almost anything else.
DANGLING = 2.5
UNTOLD = 1.5  # a set that opens on "The group" as if the article had not told before which
DAMAGED = 2.0  # a closing quotation mark that a wrong encoding has lost
REPEATED = 3.0  # two sentences more alike than ALIKE, or that tell the same
ALIKE = 0.5
POOL = 10  # the best placed sentences that combinations are drawn from
EXHAUSTIVE = 5  # up to so many sentences all combinations are tried, beyond it the choice is greedy

_I_AND_YOU = frozenset(
    [
        "I",
        "I'm",
        "I’m",
        "I've",
        "I’ve",
        "I'd",
        "I’d",
        "my",
        "me",
        "you",
        "your",
        "you're",
        "you’re",
        "we",
        "our",
        "us",
        "we're",
        "we’re",
        "we've",
        "we’ve",
    ]
)
_KNOWN = ("The ", "Both ", "Neither ", "Another ", "Most of ", "All of ", "None of ")
_HEDGES = frozenset({"could", "would", "should", "may", "might", "can", "not", "no", "never", "cannot"})
_AHEAD = frozenset({"will", "plans", "expected", "due", "set"})

Matrix = NDArray[np.floating[Any]]
Indices = NDArray[np.intp]


def choose(
    texts: Sequence[str], terms: Sequence[Sequence[str]], title: Sequence[str], count: int, language: str = "en"
) -> list[int]:
    """The indices of at most `count` sentences that tell the article best together, in order.

    `texts` are the article's sentences, `terms` the terms that carry the content of each, `title` those
    of its title; what is broken on a card is known best in English.
    """
    if len(texts) <= count:
        return list(range(len(texts)))
    scores = _Scores(texts, terms, title, language)
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

    def __init__(
        self, texts: Sequence[str], terms: Sequence[Sequence[str]], title: Sequence[str], language: str
    ) -> None:
        self._texts = texts
        self._language = language
        self._vectors, self._own, self._concepts = _matrices(terms)
        self._weights = _shares(self._vectors @ self._vectors.sum(axis=0) + self._own)
        positions = np.arange(len(terms))
        self._concept_weights = _shares((1.0 + positions) ** -CONCEPT_DECAY @ self._concepts)
        lengths = np.array([text.count(" ") + 1 for text in texts])
        self._alone = -np.log1p(positions) - LATE * positions / len(texts)
        self._alone -= LENGTH_COST * np.maximum(lengths - LONG, 0) + SHORT_COST * np.maximum(SHORT - lengths, 0)
        likeness = self._vectors @ self._vectors[0]
        likeness[0] = FIRST / LIKE_THE_FIRST
        self._alone -= LIKE_THE_FIRST * likeness
        self._wanted = sorted(set(title))
        self._terms = terms

    def pool(self, size: int, count: int) -> Indices:
        """The candidates that sets are drawn from, in order: those best alone that can stand on a card."""
        central = self._vectors @ (self._weights @ self._vectors) + self._own * self._weights
        worth = self._alone + COVERAGE / 3 * central
        worth = worth + CONCEPTS * (self._concepts @ self._concept_weights)
        order = [int(index) for index in np.argsort(-worth, kind="stable")]
        return np.sort(np.array(fit_for_a_card(self._texts, order, size, count, self._language), dtype=np.intp))

    def of_sets(self, pool: Indices, sets: Indices) -> Matrix:
        """The worth of each row of `sets`, whose rising numbers are places in `pool`."""
        texts = [self._texts[index] for index in pool]
        # einsum, because numpy's @ starts threads on this size and they cost more than they save
        near = np.einsum("ik,jk->ij", self._vectors[pool], self._vectors)
        near[np.arange(len(pool)), pool] = 1
        worth: Matrix = (self._alone[pool] + np.array([_manner(text) for text in texts]))[sets].sum(axis=1)
        worth = worth + COVERAGE * (_strongest(near, sets) @ self._weights)
        held = self._concepts[pool]
        told = held.any(axis=0)
        worth = worth + CONCEPTS * (_strongest(held[:, told], sets) @ self._concept_weights[told])
        spoken = [frozenset(self._terms[index]) for index in pool]
        if self._wanted:
            titled = np.array([[term in each for term in self._wanted] for each in spoken])
            worth = worth + TITLE * titled[sets].any(axis=1).mean(axis=1)
        anchors = np.array([anchor(self._texts, int(index)) for index in pool])
        if (anchors < pool).any():
            members = pool[sets]
            alone = anchors[sets] < members
            alone[:, 1:] &= members[:, :-1] < anchors[sets][:, 1:]
            worth = worth - DANGLING * alone.sum(axis=1)
        known = np.array([index > 0 and text.startswith(_KNOWN) for index, text in zip(pool, texts, strict=True)])
        worth = worth - UNTOLD * known[sets[:, 0]]
        damaged = np.array([is_damaged(text) for text in texts])
        if damaged.any():
            worth = worth - DAMAGED * damaged[sets].sum(axis=1)
        again = np.triu(near[:, pool] > ALIKE, 1)
        for one, other in told_twice(texts, spoken, self._language):
            again[one, other] = True
        if again.any():
            worth = worth - REPEATED * again[sets[:, :, None], sets[:, None, :]].sum(axis=(1, 2))
        return worth


def _strongest(rows: Matrix, sets: Indices) -> Matrix:
    """For each set the largest value of its members in each column of `rows`; quicker than rows[sets].max(axis=1)."""
    strongest = rows[sets[:, 0]]
    for place in range(1, sets.shape[1]):
        np.maximum(strongest, rows[sets[:, place]], out=strongest)
    return strongest


def _manner(text: str) -> float:
    """What a sentence is worth for how it speaks: names count for it, "I" and "you", quotes and doubts against it."""
    said = text.split()
    worth = CAPITALS * len([word for word in said[1:] if word[0].isupper()]) / len(said)
    distinct = set(said)
    if not distinct.isdisjoint(_I_AND_YOU):
        worth -= FIRST_PERSON
    if not distinct.isdisjoint(_AHEAD):
        worth += AHEAD
    if text[0] in "\"“'‘«„":
        worth -= OPENS_WITH_QUOTE
    if "?" in text[-2:]:
        worth -= QUESTION
    hedges = len(distinct & _HEDGES) + ("n't" in text) + ("n’t" in text)
    return worth - HEDGED * min(hedges, 2)


def _shares(values: Matrix) -> Matrix:
    shares: Matrix = values / max(float(values.sum()), 1e-9)
    return shares


def _matrices(terms: Sequence[Sequence[str]]) -> tuple[Matrix, Matrix, Matrix]:
    """Views of the sentences (rows), by the terms (columns) that more than one of them has.

    Their tf-idf vectors, idf within the article, whose products are the cosines of different sentences;
    the share of each one's squared length that its own terms have, 0 to 1, left out of the vectors; and
    which of the shared terms and shared pairs of neighbouring terms each holds.
    """
    columns = {term: column for column, term in enumerate(dict.fromkeys(chain.from_iterable(terms)))}
    flat = np.fromiter(map(columns.__getitem__, chain.from_iterable(terms)), dtype=np.intp)
    rows = np.repeat(np.arange(len(terms)), [len(sentence) for sentence in terms])
    counts = _counts(rows, flat, len(terms), len(columns))
    held = counts > 0
    df = held.sum(axis=0)
    weighted = counts * np.log(1 + len(terms) / np.maximum(df, 1)).astype(np.float32)
    squares = np.einsum("ij,ij->i", weighted, weighted)
    vectors = weighted[:, df > 1] / np.sqrt(np.where(squares > 0, squares, 1))[:, None]
    own = np.where(squares > 0, 1 - np.einsum("ij,ij->i", vectors, vectors), 0)
    same = rows[1:] == rows[:-1]
    codes, pairs = np.unique((flat[:-1] * max(len(columns), 1) + flat[1:])[same], return_inverse=True)
    paired = _counts(rows[1:][same], pairs, len(terms), len(codes)) > 0
    concepts: Matrix = np.hstack([held[:, df > 1], paired[:, paired.sum(axis=0) > 1]]).astype(np.float32)
    return vectors, own, concepts


def _counts(rows: Indices, columns: Indices, height: int, width: int) -> Matrix:
    """How often each column number stands with each row number."""
    width = max(width, 1)
    counts: Matrix = (
        np.bincount(rows * width + columns, minlength=height * width).reshape(height, width).astype(np.float32)
    )
    return counts
