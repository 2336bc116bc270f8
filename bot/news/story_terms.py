"""What an article is about, as weighted terms: title and lead, names above other words.

First step of grouping: article -> `TermProfile` -> (document frequencies) -> `ArticleVector` -> bot/news/stories.py.
The profile needs the article alone; the vector also needs how many earlier articles have each of its terms.

Why the lead only: news tells the event first and the background after, and background is what look-alike events
share. Why equal leads: cosines of long and short texts are not comparable, so one threshold would fit neither.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.text.similarity import norm
from bot.text.stopwords import stop_words
from bot.text.tokens import stem, words

# Calibrated as a set on news in English and Russian (2026-11-22), over several stream orders; do not tune one alone.
LEAD_CHARACTERS = 500
TITLE_COUNT = 2  # a title word counts as this many words of the lead
NAME_WEIGHT = 1.3
STORY_TERMS = 80
HEADLINE_TERMS = 10  # distinct terms up to which there is no more than a headline
FULL_TERMS = 28  # and from which there is a full lead
PRIOR_ARTICLES = 20  # imagined articles without the term: softens the first idfs of a new installation
HEADLINE_CASE = 0.6  # part of capitalised words from which capitals in a title say nothing

_SENTENCE_OPENS = re.compile(r"(?:^|[.!?…:;\"“”«»()\n‘]\s*)$")


@dataclass(frozen=True, slots=True)
class TermProfile:
    """The terms of one article with weights that depend on it alone, and how full it is (0 a headline, 1 a lead)."""

    language: str
    weights: Mapping[str, float]
    fullness: float


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many articles of a language the asked terms occur, and how many articles there are, this one included."""

    articles: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ArticleVector:
    """An article as tf-idf: terms of unit length, heaviest first."""

    language: str
    weights: tuple[tuple[str, float], ...]
    fullness: float
    family: str
    at: datetime


def read_profile(title: str, text: str, language: str) -> TermProfile:
    """The profile of an article. `language` is ISO 639-1; a headline's is better taken from its feed than detected."""
    body = text.lstrip()
    if title and body.startswith(title):
        body = body[len(title) :].lstrip()
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for part, count in ((title, TITLE_COUNT), (_lead(body), 1)):
        for term, is_name in _tagged_terms(part, language):
            counts[term] += count
            seen[term] += 1
            names[term] += is_name
    weights = {
        term: (1 + math.log(count)) * (NAME_WEIGHT if names[term] * 2 >= seen[term] else 1.0)
        for term, count in counts.items()
    }
    return TermProfile(language, weights, _fullness(len(weights)))


def _lead(body: str) -> str:
    """The start of a text, without the word that the cut goes through."""
    lead = body[:LEAD_CHARACTERS]
    return lead.rpartition(" ")[0] or lead if len(body) > len(lead) else lead


def _fullness(distinct: int) -> float:
    return min(1.0, max(0.0, (distinct - HEADLINE_TERMS) / (FULL_TERMS - HEADLINE_TERMS)))


def _tagged_terms(part: str, language: str) -> Iterator[tuple[str, bool]]:
    """The content terms of a title or a lead in order, each with whether it is written as a name."""
    found = words(part)
    capitals = sum(word[0].isupper() for word in found)
    telling = capitals < HEADLINE_CASE * len(found)
    stops = stop_words(language)
    end = 0
    for word in found:
        start = part.find(word, end)
        opens = bool(_SENTENCE_OPENS.search(part[max(0, end - 1) : start])) or start == 0
        end = max(end, start + len(word))
        if word.lower() not in stops and (len(word) > 1 or word.isdigit()):
            yield stem(word, language), telling and word[0].isupper() and not opens


def weigh(profile: TermProfile, frequencies: Frequencies, family: str, at: datetime) -> ArticleVector:
    """The article's vector: its `STORY_TERMS` heaviest terms by tf times idf (Spärck Jones, 1972), rounded to store."""
    articles = frequencies.articles + PRIOR_ARTICLES
    raw = {
        term: weight * math.log(1 + articles / (frequencies.counts.get(term, 0) + 0.5))
        for term, weight in profile.weights.items()
    }
    return ArticleVector(profile.language, unit(raw), profile.fullness, family, at)


def unit(raw: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The heaviest terms of `raw` scaled to length 1, heaviest first; equal weights by term, so order is one."""
    top = sorted(raw.items(), key=lambda item: (-item[1], item[0]))[:STORY_TERMS]
    length = norm(weight for _, weight in top) or 1.0
    return tuple((term, round(weight / length, 5)) for term, weight in top)
