"""Which terms to search for, and the order of what the search gives: BM25 lifted by recency.

Second step of answering: question -> retrieval -> evidence -> choice -> answer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.news.lexicon import Lexicon
from bot.news.question import Question
from bot.news.times import Period

CANDIDATES = 40
KEPT = 16
_RAREST = 12
AHEAD = timedelta(days=7)
"""How far after the question's day an article may be dated: clocks and time zones of outlets differ."""
_EDGE = timedelta(days=3)
_WITHIN = 0.3


@dataclass(frozen=True, slots=True)
class ArticleMatch:
    """An article the search found. `match` is BM25's score, `score` the same lifted by recency."""

    article_id: int
    match: float
    score: float
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Moment:
    """When a question is asked, and the time it speaks of, if it names one."""

    asked: datetime
    period: Period | None = None


def search_terms(question: Question, lexicon: Lexicon) -> tuple[str, ...]:
    """The rarest terms of the question that the store knows, at most ten."""
    known = [term.term for term in question.terms if lexicon.frequency(term.term)]
    return tuple(sorted(known, key=lexicon.idf, reverse=True)[:_RAREST])


def rank(
    found: Sequence[tuple[int, float, datetime | None]], when: Moment, kept: int = KEPT
) -> tuple[ArticleMatch, ...]:
    """The best `kept` of what was found (article, BM25 score, day of publication), without those from the future."""
    matches = [
        ArticleMatch(article_id, score, score * _lift(published, when), published)
        for article_id, score, published in found
        if published is None or published <= when.asked + AHEAD
    ]
    return tuple(sorted(matches, key=lambda match: -match.score)[:kept])


def _lift(published: datetime | None, when: Moment) -> float:
    """Between 1 and 1.9: much for the last two weeks, a little for the last half year, some for the time spoken of."""
    if published is None:
        return 1.0
    days = abs((when.asked - published).total_seconds()) / 86_400
    within = when.period is not None and when.period.start - _EDGE <= published <= when.period.end + _EDGE
    return 1.0 + 0.4 * math.exp(-days / 14.0) + 0.2 * math.exp(-days / 180.0) + _WITHIN * within
