"""The sentences to quote: candidates scored by the table of weights, near-repeats dropped, and how sure the first is.

Fourth step of answering: question -> retrieval -> evidence -> choice -> answer.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.news.coverage import RankedArticle, cover
from bot.news.evidence import VALUED, Candidate, gather
from bot.news.kinds import Kind
from bot.news.lexicon import Lexicon
from bot.news.passages import read_article
from bot.news.question import Question
from bot.news.weights import CERTAINTY, WEIGHTS

SURE = 0.55
"""From this probability on the quote is given as an answer; below, as "the closest I have"."""

_MAY_ANSWER = 0.15
"""Where a name, place, date or amount is asked for, one of the sentence's must be as likely as this to be it, else the
quote is no sure answer.

On a news quiz (2026-11-22, cross-validated) three of five of the questions that the store can answer are given as sure,
69 % of these with the right sentence first and 80 % among three, and 9 % of those it cannot answer.
"""

_SUPERLATIVE = re.compile(
    r"\b(?:most|least|oldest|youngest|(?:larg|bigg|high|low|tall|long|short|fast|small|great|strong|rich|deep|cheap)est|"
    r"(?:happi|earli|wealthi|heavi|deadli|busi)est)\b",
    re.IGNORECASE,
)

NOTHING = 0.15
"""Below this probability the answer is refused.

On the same quiz 61 % of the questions that the store cannot answer are still quoted from, as the closest there is, and
2 % of those it can answer are refused; at 0.12 it were 70 % and 2 %, at 0.18 53 % and 3 %, with a right sentence among
three one time in a hundred less.
"""

_LEAST = 0.4
_LONG = math.log1p(13)
"""An article that covers less than this of a question of up to a dozen terms answers nothing, whatever else speaks for
its sentence."""

_REPEAT = 0.8
_UNMET = -1e9


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate with its score (any number, higher is better) and the probability that it answers."""

    candidate: Candidate
    score: float
    certainty: float


def choose(
    candidates: Sequence[Candidate], limit: int, question: Question, *, first: bool = False
) -> tuple[Chosen, ...]:
    """At most `limit` candidates, best first, none nearly the same as a better one.

    `first` puts those of the first article before all others, as far as they are likely to answer.

    To a "why" only one sentence may merely tell what happened; then come those with a cause or its background.
    """
    scored = sorted(((score(candidate.row), at) for at, candidate in enumerate(candidates)), reverse=True)
    kept: list[Chosen] = []
    for value, at in scored:
        if len(kept) == limit:
            break
        candidate = candidates[at]
        if not any(_repeats(candidate, other.candidate) for other in kept):
            kept.append(Chosen(candidate, value, certainty(candidate.row, value)))
    if question.kind is Kind.WHY:
        kept = _causes_first(kept)
    if first:
        kept.sort(key=lambda one: one.candidate.sighting.article > 0 or one.certainty < NOTHING)
    return tuple(_one_each(kept, question.options) if question.options else kept)


def _one_each(chosen: list[Chosen], options: Sequence[str]) -> list[Chosen]:
    """The best sentence for each side of a comparison first."""
    best: list[Chosen] = []
    for option in options:
        best += [one for one in chosen if _names(one, option) and one not in best][:1]
    return best + [one for one in chosen if one not in best]


def _names(chosen: Chosen, option: str) -> bool:
    return option.lower() in chosen.candidate.sighting.text.lower()


def _causes_first(chosen: Sequence[Chosen]) -> list[Chosen]:
    likely = [one for one in chosen if one.certainty >= NOTHING]
    telling = [one for one in likely if not (one.candidate.row["cause"] or one.candidate.row["background"])]
    late = telling[1:]
    return [*(one for one in likely if one not in late), *late, *(one for one in chosen if one not in likely)]


def rank_sentences(question: Question, sentences: Sequence[str], title: str, lexicon: Lexicon) -> tuple[float, ...]:
    """The score of each of the sentences, read as one article in this order."""
    article = read_article(title, sentences)
    found = gather(question, cover(question, [RankedArticle(article, 1.0)], lexicon, limit=len(sentences)), lexicon)
    scores = {one.sighting.place: score(one.row) for one in found}
    return tuple(scores.get(place, _UNMET) for place in range(len(sentences)))


def score(row: Mapping[str, float]) -> float:
    """The weighted sum of the evidence."""
    return sum(WEIGHTS[name] * value for name, value in row.items() if name in WEIGHTS)


def certainty(row: Mapping[str, float], value: float) -> float:
    """The probability that the sentence answers, from its score and how much of the question it covers at all."""
    if row["several names"] and not row["named"]:
        return 0.0  # an article about somebody or something else altogether
    if row["whole"] < _LEAST and row["terms"] < _LONG:
        return 0.0
    total = CERTAINTY["bias"] + CERTAINTY["score"] * value
    total += sum(weight * row[name] for name, weight in CERTAINTY.items() if name in row)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def is_sure(chosen: Chosen, question: Question) -> bool:
    """Whether the sentence is likely enough to answer, and holds what may be the answer where a value is wanted."""
    row = chosen.candidate.row
    if question.measure and row["defines"] and row["fits"]:
        return True  # "How big is Northline?" "Northline is the largest …"
    named = question.kind not in VALUED or row["chance"] >= _MAY_ANSWER
    return chosen.certainty >= SURE and named and _meets_superlative(question, chosen.candidate.sighting.text)


def _meets_superlative(question: Question, text: str) -> bool:
    """Whether the sentence speaks of the happiest when the happiest is asked for; a happy one is no answer."""
    asked = {found.lower() for found in _SUPERLATIVE.findall(question.text)}
    return not asked or any(word in text.lower() for word in asked)


def _repeats(candidate: Candidate, other: Candidate) -> bool:
    mine, theirs = candidate.sighting.passage.held, other.sighting.passage.held
    return len(mine & theirs) >= _REPEAT * min(len(mine), len(theirs))
