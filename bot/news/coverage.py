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
from bot.news.passages import Passage, ReadArticle, TermLines
from bot.news.question import Question
from bot.news.synonyms import synonyms

Grid = NDArray[np.float64]

CANDIDATES = 60
_SYNONYM = 0.6
_UNDATED_FRESH, _UNDATED_RECENT = 0.2, 0.5  # a text without a date, such as a pasted one, is not therefore old


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
    """The best covered sentences of all articles, best first, and the titles of the articles in their order."""

    sightings: tuple[Sighting, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The question's terms as shares of its whole weight; zero where a term is not of the kind the field names."""

    shares: Grid
    asking: Grid
    named: Grid
    total: float


@dataclass(frozen=True, slots=True)
class _Covered:
    """One article: its columns by name, one value a sentence, and what is the same for all its sentences."""

    at: int
    article: ReadArticle
    columns: dict[str, Grid]
    background: dict[str, float]
    promise: Grid

    def sighting(self, place: int) -> Sighting:
        row = {name: float(column[place]) for name, column in self.columns.items()}
        return Sighting(self.at, place, self.article.passage(place), row | self.background)


def cover(
    question: Question,
    articles: Sequence[RankedArticle],
    lexicon: Lexicon,
    asked: datetime | None = None,
    limit: int = CANDIDATES,
) -> Coverage:
    """The sentences worth reading, at most `limit`, best coverage first; those that cover nothing are left out."""
    wanted = _wanted(question, lexicon)
    best = max((ranked.score for ranked in articles), default=1.0) or 1.0
    covered = []
    for at, ranked in enumerate(articles):
        if len(ranked.article.terms):
            background = _background(ranked, at, best, asked)
            covered.append(_covered(question, wanted, at, ranked.article, background))
    places = [
        (float(-one.promise[place]), one.at, place, one) for one in covered for place in np.flatnonzero(one.promise)
    ]
    places.sort(key=lambda found: found[:3])
    sightings = tuple(one.sighting(int(place)) for _, _, place, one in places[:limit])
    return Coverage(sightings, tuple(ranked.article.title for ranked in articles))


def covered_share(question: Question, article: ReadArticle, lexicon: Lexicon) -> float:
    """How much of the question the article covers as a whole, title included, 0 to 1."""
    shares = _wanted(question, lexicon).shares
    held = [_in_title(term.term, article.title_terms) or _is_held(term.term, article.terms) for term in question.terms]
    return float(np.array([bool(one) for one in held]) @ shares) if len(shares) else 0.0


def _wanted(question: Question, lexicon: Lexicon) -> _Wanted:
    weights = np.array([term.weight * lexicon.idf(term.term) for term in question.terms])
    total = float(weights.sum())
    shares = weights / (total or 1.0)
    asking = np.array([term.weight >= 1 for term in question.terms]) * shares
    named = np.array([term.name for term in question.terms]) * shares
    return _Wanted(shares, asking / (asking.sum() or 1.0), named / (named.sum() or 1.0), total)


def _background(ranked: RankedArticle, at: int, best: float, asked: datetime | None) -> dict[str, float]:
    age = _age_days(ranked.article.published, asked)
    return {
        "article": ranked.score / best,
        "rank": 1.0 / (1.0 + at),
        "fresh": math.exp(-age / 14.0) if age is not None else _UNDATED_FRESH,
        "recent": math.exp(-age / 180.0) if age is not None else _UNDATED_RECENT,
    }


def _age_days(published: datetime | None, asked: datetime | None) -> float | None:
    if published is None or asked is None:
        return None
    return abs((asked - published).total_seconds()) / 86_400


def _covered(
    question: Question, wanted: _Wanted, at: int, article: ReadArticle, background: dict[str, float]
) -> _Covered:
    met = _met(question, article.terms)
    title = np.array([_in_title(term.term, article.title_terms) for term in question.terms])
    near = np.maximum(met, _shifted(met, 1, -1))
    shares = wanted.shares
    columns = {
        "alone": met @ shares,
        "asking": met @ wanted.asking,
        "near": near @ shares,
        "before": np.maximum(met, _shifted(met, 1, 2)) @ shares,
        "titled": np.maximum(met, title) @ shares,
        "joined": np.maximum(near, title) @ shares,
        "exact": (met == 1.0) @ shares,
        "names": met @ wanted.named,
        "rarest": met[:, int(shares.argmax())] if len(shares) else np.zeros(len(met)),
        "pairs": _pairs(question, article.terms),
    }
    held = np.maximum(met.max(axis=0), title)
    background = background | {
        "whole": float(held @ shares),
        "named": float(held @ wanted.named),
        "headline": float(title @ shares),
        "terms": math.log1p(len(question.terms)),
        "several names": float(np.count_nonzero(wanted.named) > 1),
    }
    columns["matched"] = np.log1p(columns["joined"] * wanted.total)
    promise = columns["alone"] + 0.5 * columns["near"] + 0.3 * columns["titled"]
    promise += 0.3 * background["article"] * (promise > 0)
    return _Covered(at, article, columns, background, promise)


def _met(question: Question, lines: TermLines) -> Grid:
    """Sentences by terms: 1 when the sentence holds the term, less when it holds a synonym."""
    met = np.zeros((len(lines), len(question.terms)))
    for column, term in enumerate(question.terms):
        for other in synonyms(term.term):
            met[list(lines.having(other)), column] = _SYNONYM
        met[list(lines.having(term.term)), column] = 1.0
    return met


def _in_title(term: str, title: frozenset[str]) -> float:
    return 1.0 if term in title else 0.0 if synonyms(term).isdisjoint(title) else _SYNONYM


def _is_held(term: str, lines: TermLines) -> bool:
    return next(lines.having(term), None) is not None


def _shifted(met: Grid, *steps: int) -> Grid:
    """For each sentence what those hold that stand `steps` before it (negative: behind it)."""
    around = np.zeros_like(met)
    for step in steps:
        if abs(step) < len(met):
            into, out = (slice(step, None), slice(None, -step)) if step > 0 else (slice(None, step), slice(-step, None))
            around[into] = np.maximum(around[into], met[out])
    return around


def _pairs(question: Question, lines: TermLines) -> Grid:
    """The share of the question's neighbouring terms that stand side by side in each sentence."""
    found = np.zeros(len(lines))
    for pair in question.pairs:
        found[list(set(lines.having(" ".join(pair))))] += 1.0
    return found / (len(question.pairs) or 1)
