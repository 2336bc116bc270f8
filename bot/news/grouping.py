"""Grouping, the whole step: a new article -> the story it belongs to, given where the states live.

Flow: `StoryArticle` -> story_terms (profile, frequencies, vector) and fingerprints -> a copy's story, else
stories.choose among the candidates -> `Placement`, with the new state saved and the article counted.

What a decision needs, and so what is stored: a state per story, its anchors in an indexed table (a candidate shares
at least one with the article), the fingerprints of the window by their keys, and document counts per term. Nothing
lives in memory only, so a restart changes nothing and a second worker sees the same. `place` belongs into one
write transaction: two workers that place the first two articles of an event at once would begin two stories.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.news.fingerprints import COPY_SHARE, Fingerprint, StoredFingerprint, copied_share, fingerprint
from bot.news.stories import WINDOW, StoryState, begin, choose, grow, lookup_anchors
from bot.news.story_terms import ArticleVector, Frequencies, read_profile, weigh

OWN_COPY_SHARE = 0.9  # within one publisher openings repeat ("Good morning, here is ..."), so nearly all must agree


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """What grouping reads of a stored article. `at` is when it was first seen, not the date it claims.

    `family` is publishers.publisher_family; `language` the feed's or page's, detected only without one.
    """

    id: int
    language: str
    title: str
    text: str
    family: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Placement:
    """The story after the article joined it.

    `copy_of` is the article whose text it repeats; `similarity` the cosine, 0 for the first article of a story.
    """

    story: StoryState
    similarity: float = 0.0
    copy_of: int | None = None


class StoryStates(Protocol):
    """Where the states live: in the database for the bot, in memory for tests and benchmarks."""

    def frequencies(self, language: str, terms: Iterable[str]) -> Frequencies:
        """How many articles of the language there were, and how many of them have each term."""

    def count(self, language: str, terms: Iterable[str]) -> None:
        """One more article of the language, with these distinct terms."""

    def candidates(self, language: str, anchors: tuple[str, ...], since: datetime) -> tuple[StoryState, ...]:
        """At most `stories.CANDIDATES` seen since that share an anchor.

        Most shared first, then latest seen, then highest id.
        """

    def copies(self, keys: tuple[int, ...], since: datetime) -> tuple[StoredFingerprint, ...]:
        """Fingerprints stored since that share a key."""

    def story(self, story_id: int) -> StoryState | None:
        """The state of one story."""

    def save(self, state: StoryState) -> StoryState:
        """Keep the state; a new one (id 0) comes back with its id."""

    def remember(self, fingerprint: StoredFingerprint, at: datetime) -> None:
        """Keep an article's fingerprint for the window."""


def place(article: StoryArticle, states: StoryStates) -> Placement:
    """The article's story, its state saved. Placing an article twice counts it twice: the caller sees to it."""
    profile = read_profile(article.title, article.text, article.language)
    states.count(article.language, profile.weights)
    frequencies = states.frequencies(article.language, profile.weights)
    vector = weigh(profile, frequencies, article.family, article.at)
    print_ = fingerprint(article.text, article.language)
    original = _original(article, print_, states)
    placement = _join_copy(vector, original, states) if original else _join_nearest(vector, states)
    if print_.shingles:
        states.remember(StoredFingerprint(article.id, placement.story.id, article.family, print_), article.at)
    return placement


def _original(article: StoryArticle, mine: Fingerprint, states: StoryStates) -> StoredFingerprint | None:
    """The stored text this one repeats most of, the oldest of equals."""
    best, best_share = None, 0.0
    for other in states.copies(mine.keys, article.at - WINDOW) if mine.shingles else ():
        share = copied_share(mine, other.fingerprint)
        least = OWN_COPY_SHARE if article.family and article.family == other.family else COPY_SHARE
        if share >= least and share > best_share:
            best, best_share = other, share
    return best


def _join_copy(vector: ArticleVector, original: StoredFingerprint, states: StoryStates) -> Placement:
    story = states.story(original.story_id)
    if story is None:
        return _join_nearest(vector, states)
    return Placement(states.save(grow(story, vector)), similarity=1.0, copy_of=original.article_id)


def _join_nearest(vector: ArticleVector, states: StoryStates) -> Placement:
    candidates = states.candidates(vector.language, lookup_anchors(vector), vector.at - WINDOW)
    choice = choose(vector, candidates)
    for story in candidates:
        if story.id == choice.story_id:
            return Placement(states.save(grow(story, vector)), similarity=choice.similarity)
    return Placement(states.save(begin(vector)))
