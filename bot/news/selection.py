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
from bot.news.introductions import introductions
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
NAMELESS = 2.0  # a sentence on somebody whose full name stands in one that is left out
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
        self._terms = terms
        self._wanted = sorted(set(title))
        self._language = language
        self._vectors, self._own, self._concepts = _matrices(terms)
        self._weights = _shares(self._vectors @ self._vectors.sum(axis=0) + self._own)
        places, decay = _by_place(len(texts))
        self._concept_weights = CONCEPTS * _shares(decay @ self._concepts)
        likeness = self._vectors @ self._vectors[0]
        likeness[0] = FIRST / LIKE_THE_FIRST
        self._alone = (
            places - np.array([_length_cost(text.count(" ") + 1) for text in texts]) - LIKE_THE_FIRST * likeness
        )

    def pool(self, size: int, count: int) -> Indices:
        """The candidates that sets are drawn from, in order: those best alone that can stand on a card."""
        central = self._vectors @ (self._weights @ self._vectors) + self._own * self._weights
        worth = self._alone + COVERAGE / 3 * central + self._concepts @ self._concept_weights
        order = (-worth).argsort(kind="stable").tolist()
        return np.array(sorted(fit_for_a_card(self._texts, order, size, count, self._language)), dtype=np.intp)

    def of_sets(self, pool: Indices, sets: Indices) -> Matrix:
        """The worth of each row of `sets`, whose rising numbers are places in `pool`."""
        texts = [self._texts[place] for place in pool.tolist()]
        spoken = [frozenset(self._terms[place]) for place in pool.tolist()]
        alone: Matrix = (self._alone[pool] + np.array([_manner(text) for text in texts]))[sets].sum(axis=1)
        # einsum, because numpy's @ starts threads on this size and they cost more than they save
        near = np.einsum("ik,jk->ij", self._vectors[pool], self._vectors)
        near[np.arange(len(pool)), pool] = 1
        told = [near, self._concepts[pool]]
        weights = [COVERAGE * self._weights, self._concept_weights]
        if self._wanted:
            told.append(np.array([[term in each for term in self._wanted] for each in spoken], dtype=np.float32))
            weights.append(np.full(len(self._wanted), TITLE / len(self._wanted), dtype=np.float32))
        again = near[:, pool] > ALIKE
        for one, other in told_twice(texts, spoken, self._language):
            again[one, other] = True
        if again.sum() > len(pool):
            alone -= REPEATED * np.triu(again, 1)[sets[:, :, None], sets[:, None, :]].sum(axis=(1, 2))
        return alone + _strongest(np.hstack(told), sets) @ np.concatenate(weights) - self._stumbles(pool, sets)

    def _stumbles(self, pool: Indices, sets: Indices) -> Matrix:
        """What each set costs for sentences that need one which it leaves out, and for damaged ones."""
        cost = np.zeros(len(sets))
        anchors = np.array([anchor(self._texts, place) for place in pool.tolist()])
        if (anchors < pool).any():
            members = pool[sets]
            alone = anchors[sets] < members
            alone[:, 1:] &= members[:, :-1] < anchors[sets][:, 1:]
            cost += DANGLING * (alone.sum(axis=1) + alone[:, 0])  # twice for a card that opens so
        places = pool.tolist()
        for at, place in enumerate(places):
            text = self._texts[place]
            if place and text.startswith(_KNOWN):
                cost[sets[:, 0] == at] += UNTOLD
            if is_damaged(text):
                cost[(sets == at).any(axis=1)] += DAMAGED
            if told_before := introductions(self._texts, place, self._wanted, self._language):
                named = np.array([other in told_before for other in places])[sets].any(axis=1)
                cost[(sets == at).any(axis=1) & ~named] += NAMELESS
        return cost


@lru_cache(maxsize=256)
def _by_place(count: int) -> tuple[Matrix, Matrix]:
    """For each of so many sentences what its place is worth, and what the concepts in it weigh for it."""
    places = np.arange(count)
    return -np.log1p(places) - LATE * places / count, (1.0 + places) ** -CONCEPT_DECAY


def _length_cost(words: int) -> float:
    return LENGTH_COST * max(words - LONG, 0) + SHORT_COST * max(SHORT - words, 0)


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
    height = len(terms)
    columns: dict[str, int] = {}
    flat = np.array([columns.setdefault(term, len(columns)) for term in chain.from_iterable(terms)], dtype=np.intp)
    spoken = np.repeat(np.arange(height), [len(sentence) for sentence in terms])
    same = spoken[1:] == spoken[:-1]
    pairs = ((flat[:-1] + 1) * len(columns) + flat[1:])[same]  # numbered behind the terms
    every = np.concatenate([flat * height + spoken, pairs * height + spoken[1:][same]])
    # From here on one element for each concept, term or pair, in each sentence that holds it; terms come first.
    cells, counts = np.unique(every, return_counts=True)
    concepts, rows = np.divmod(cells, height)
    numbers = np.zeros(len(cells), dtype=np.intp)
    np.cumsum(concepts[1:] > concepts[:-1], out=numbers[1:])
    df = np.bincount(numbers)
    places = np.cumsum(df > 1) - 1
    shared = np.flatnonzero(df[numbers] > 1)
    holds = _filled(rows[shared], places[numbers[shared]], 1, height)
    end = int(np.searchsorted(concepts, len(columns)))
    weights: Matrix = np.log(1 + height / df[numbers[:end]]) * counts[:end]
    weights /= np.sqrt(np.bincount(rows[:end], weights * weights, height))[rows[:end]]
    shared = shared[: np.searchsorted(shared, end)]
    vectors = _filled(rows[shared], places[numbers[shared]], weights[shared], height)
    own = np.bincount(rows[:end], weights * weights, height) - np.einsum("ij,ij->i", vectors, vectors)
    return vectors, own, holds


def _filled(rows: Indices, columns: Indices, values: Matrix | int, height: int) -> Matrix:
    """The matrix that has these values at these places."""
    matrix: Matrix = np.zeros((height, int(columns.max(initial=-1)) + 1), dtype=np.float32)
    matrix[rows, columns] = values
    return matrix
