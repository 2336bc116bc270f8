"""Which stories go into a digest: the best that fit the reading time, without telling one thing twice.

Input are ranked stories (ranking.py) as they would be shown; the message is written by bot/messages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.text.similarity import cosine

WORDS_A_MINUTE = 230  # silent reading of news in English (Brysbaert, 2019: 238 for non-fiction)
SECONDS_A_STORY = 2.0  # to take in an outlet and decide
NEAR_REPEAT = 0.35  # cosine of two stories' vectors; above stories' own threshold, so only what grouping just missed
MOST_STORIES = 40


@dataclass(frozen=True, slots=True)
class DigestStory:
    """A story as the digest would show it: `words` is the length of that text, `weights` stories.StoryState's."""

    story_id: int
    rank: float
    words: int
    language: str
    weights: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """The chosen stories, best first; `left_out` counts those that did not fit, repeats apart."""

    story_ids: tuple[int, ...]
    seconds: float
    left_out: int


def choose_stories(stories: Iterable[DigestStory], minutes: float) -> Digest:
    """The digest for a reading time. The best story is always in it, so only no stories make an empty digest.

    A story that does not fit is passed over for a shorter, lower one.
    """
    budget = minutes * 60
    chosen: list[DigestStory] = []
    spent, left_out = 0.0, 0
    for story in sorted(stories, key=lambda story: (-story.rank, story.story_id)):
        if _repeats(story, chosen):
            continue
        cost = reading_seconds(story.words)
        if chosen and (spent + cost > budget or len(chosen) >= MOST_STORIES):
            left_out += 1
            continue
        chosen.append(story)
        spent += cost
    return Digest(tuple(story.story_id for story in chosen), spent, left_out)


def reading_seconds(words: int) -> float:
    """How long one story of a digest takes to read."""
    return words * 60 / WORDS_A_MINUTE + SECONDS_A_STORY


def _repeats(story: DigestStory, chosen: Sequence[DigestStory]) -> bool:
    mine = dict(story.weights)
    return any(
        other.language == story.language and cosine(mine, dict(other.weights)) >= NEAR_REPEAT for other in chosen
    )
