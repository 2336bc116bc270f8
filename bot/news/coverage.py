"""How much of a question each sentence covers: alone, with its neighbours, with its title, within its article.

Between retrieval and `evidence`. An article about Huawei need not say so in each sentence, so a term counts for a
sentence, less, when a neighbour, the title or the article holds it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from bot.news.lexicon import Lexicon
from bot.news.passages import Passage, ReadArticle
from bot.news.question import Question
from bot.news.synonyms import synonyms

Grid = NDArray[np.float64]

CANDIDATES = 60
_SYNONYM = 0.6


@dataclass(frozen=True, slots=True)
class RankedArticle:
    """An article to choose from. `score` is retrieval's, recency included; `match` is BM25's own."""

    article: ReadArticle
    score: float
    match: float = 0.0


@dataclass(frozen=True, slots=True)
class Sighting:
    """A sentence with its coverage. `article` is its article's place in the ranking, `place` its own in the article."""

    article: int
    place: int
    passage: Passage
    row: dict[str, float]

    @property
    def text(self) -> str:
        """The sentence."""
        return self.passage.sentence.text


@dataclass(frozen=True, slots=True)
class Coverage:
    """The best covered sentences of all articles, and how much of the question the store knows at all."""

    sightings: tuple[Sighting, ...]
    weights: tuple[float, ...]


def cover(
    question: Question, articles: Sequence[RankedArticle], lexicon: Lexicon, asked: datetime | None = None
) -> Coverage:
    """The sentences worth reading, at most `CANDIDATES`, best coverage first."""
    weights = np.array([term.weight * lexicon.idf(term.term) for term in question.terms])
    total = float(weights.sum()) or 1.0
    shares = weights / total
    sightings: list[Sighting] = []
    best = max((ranked.score for ranked in articles), default=1.0) or 1.0
    for at, ranked in enumerate(articles):
        if ranked.article.passages:
            background = _background(ranked, at, best, asked)
            sightings.extend(_sightings(question, ranked, at, shares, background))
    sightings.sort(key=lambda sighting: -_promise(sighting.row))
    return Coverage(tuple(sightings[:CANDIDATES]), tuple(float(weight) for weight in weights))


def _promise(row: dict[str, float]) -> float:
    return row["alone"] + 0.5 * row["near"] + 0.3 * row["titled"] + 0.3 * row["article"]


def _background(ranked: RankedArticle, at: int, best: float, asked: datetime | None) -> dict[str, float]:
    age = _age_days(ranked.article.published, asked)
    return {
        "article": ranked.score / best,
        "rank": 1.0 / (1.0 + at),
        "fresh": math.exp(-age / 14.0) if age is not None else 0.0,
        "recent": math.exp(-age / 180.0) if age is not None else 0.0,
    }


def _age_days(published: datetime | None, asked: datetime | None) -> float | None:
    if published is None or asked is None:
        return None
    return abs((asked - published).total_seconds()) / 86_400


def _sightings(
    question: Question, ranked: RankedArticle, at: int, shares: Grid, background: dict[str, float]
) -> list[Sighting]:
    passages = ranked.article.passages
    met = _met(question, [passage.held for passage in passages])
    title = _met(question, [frozenset(ranked.article.title_terms)])[0]
    around = _around(met)
    whole = np.maximum(met.max(axis=0), title)
    named = np.array([share if term.name else 0.0 for term, share in zip(question.terms, shares, strict=True)])
    columns = {
        "alone": met @ shares,
        "near": np.maximum(met, around) @ shares,
        "titled": np.maximum(met, title) @ shares,
        "joined": np.maximum(np.maximum(met, around), title) @ shares,
        "exact": (met == 1.0) @ shares,
        "names": (met @ named) / (named.sum() or 1.0),
        "rarest": met[:, int(shares.argmax())] if len(shares) else np.zeros(len(passages)),
    }
    background = background | {"whole": float(whole @ shares), "headline": float(title @ shares)}
    return [
        Sighting(
            at,
            place,
            passage,
            {name: float(column[place]) for name, column in columns.items()}
            | background
            | {"pairs": _pairs(question, passage)},
        )
        for place, passage in enumerate(passages)
        if columns["near"][place] > 0 or columns["titled"][place] > 0
    ]


def _met(question: Question, held: Sequence[frozenset[str]]) -> Grid:
    """Sentences by terms: 1 when the sentence holds the term, less when it holds a synonym."""
    met = np.zeros((len(held), len(question.terms)))
    for column, term in enumerate(question.terms):
        others = synonyms(term.term)
        for line, words in enumerate(held):
            if term.term in words:
                met[line, column] = 1.0
            elif others and not others.isdisjoint(words):
                met[line, column] = _SYNONYM
    return met


def _around(met: Grid) -> Grid:
    """For each sentence what the one before or behind it holds."""
    around = np.zeros_like(met)
    around[1:] = met[:-1]
    around[:-1] = np.maximum(around[:-1], met[1:])
    return around


def _pairs(question: Question, passage: Passage) -> float:
    if not question.pairs:
        return 0.0
    there = set(zip(passage.terms, passage.terms[1:], strict=False))
    return sum(pair in there for pair in question.pairs) / len(question.pairs)
