"""Articles about one event become one story, as they arrive.

The decision of bot/news/grouping.py: an article's vector and the candidate stories -> `choose` -> `begin` or `grow`
-> the story's new state. Values in, values out; where the states are kept is the caller's.

The method is online clustering by cosine to the story's sum of tf-idf vectors (Allan et al., "On-line new event
detection and tracking", 1998), with a threshold that rises with how much text both sides have, and a higher one
between articles of one publisher, who shares a section and a style with itself.

"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.news.story_terms import STORY_TERMS, ArticleVector
from bot.text.similarity import norm

# Calibrated together with story_terms.py; do not tune one alone.
HEADLINE_THRESHOLD = 0.14  # both sides bare headlines: few words, nearly all of them the event
TEXT_THRESHOLD = 0.3
SAME_PUBLISHER = 0.04
ANCHORS = 16
CANDIDATES = 20
WINDOW = timedelta(days=3)  # silence after which a story is over
LONGEST = timedelta(days=10)  # a story as old as this is closed: what comes now is another


@dataclass(frozen=True, slots=True)
class StoryState:
    """A live story. `id` is 0 before it is stored.

    `weights` is the sum of its articles' vectors, heaviest first, at most `STORY_TERMS`; `fullness` their mean;
    `families` the publishers in order of arrival.
    """

    language: str
    weights: tuple[tuple[str, float], ...]
    fullness: float
    articles: int
    families: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    id: int = 0

    @property
    def anchors(self) -> tuple[str, ...]:
        """The terms to find this story by: its heaviest."""
        return tuple(term for term, _ in self.weights[:ANCHORS])


@dataclass(frozen=True, slots=True)
class Choice:
    """The story an article belongs to (None: a new one), and its cosine to it."""

    story_id: int | None
    similarity: float = 0.0


def lookup_anchors(vector: ArticleVector) -> tuple[str, ...]:
    """The terms to look candidates up by: the article's heaviest."""
    return tuple(term for term, _ in vector.weights[:ANCHORS])


def choose(vector: ArticleVector, candidates: Iterable[StoryState]) -> Choice:
    """The candidate that exceeds its threshold by most; no story when none reaches it."""
    best, best_margin = Choice(None), 0.0
    for story in candidates:
        similarity = similarity_to(vector, story)
        margin = similarity - threshold(vector, story)
        if _is_open(vector, story) and (margin > best_margin or (margin == best_margin and best.story_id is None)):
            best, best_margin = Choice(story.id, round(similarity, 4)), margin
    return best


def _is_open(vector: ArticleVector, story: StoryState) -> bool:
    return (
        story.language == vector.language
        and vector.at - story.last_seen <= WINDOW
        and vector.at - story.first_seen <= LONGEST
    )


def similarity_to(vector: ArticleVector, story: StoryState) -> float:
    """Cosine of an article and a story, 0 to 1."""
    mine = dict(vector.weights)
    length = norm(weight for _, weight in story.weights)
    return sum(weight * mine[term] for term, weight in story.weights if term in mine) / length if length else 0.0


def threshold(vector: ArticleVector, story: StoryState) -> float:
    """The cosine from which the article belongs to the story; rises with the text that the scantier side has."""
    fullness = min(vector.fullness, story.fullness)
    same_publisher = SAME_PUBLISHER if vector.family and vector.family in story.families else 0.0
    return HEADLINE_THRESHOLD + (TEXT_THRESHOLD - HEADLINE_THRESHOLD) * fullness + same_publisher


def begin(vector: ArticleVector) -> StoryState:
    """The state of a story with one article, not yet stored."""
    families = (vector.family,) if vector.family else ()
    return StoryState(vector.language, vector.weights, vector.fullness, 1, families, vector.at, vector.at)


def grow(story: StoryState, vector: ArticleVector) -> StoryState:
    """The state after one more article."""
    weights = dict(story.weights)
    for term, weight in vector.weights:
        weights[term] = weights.get(term, 0.0) + weight
    top = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:STORY_TERMS]
    known = not vector.family or vector.family in story.families
    return StoryState(
        language=story.language,
        weights=tuple((term, round(weight, 5)) for term, weight in top),
        fullness=(story.fullness * story.articles + vector.fullness) / (story.articles + 1),
        articles=story.articles + 1,
        families=story.families if known else (*story.families, vector.family),
        first_seen=min(story.first_seen, vector.at),
        last_seen=max(story.last_seen, vector.at),
        id=story.id,
    )
