"""The values of stories that go into storage and come out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Story:
    """The state of a story as grouping left it: weighted terms, heaviest first; publishers in order of arrival."""

    language: str
    weights: tuple[tuple[str, float], ...]
    fullness: float
    articles: int
    families: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article's place in a story. `copy_of` is the article whose text it repeats, `similarity` the cosine.

    `host` is where it was published, for those who follow a site.
    """

    article_id: int
    story_id: int
    at: datetime
    family: str = ""
    host: str = ""
    similarity: float = 0.0
    copy_of: int | None = None


@dataclass(frozen=True, slots=True)
class TermCounts:
    """In how many articles of a language each asked term occurs (0 left out), and how many articles there are."""

    articles: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Lead:
    """The shingles of an article's lead (numbers below 2**48), by which a copy of it is recognised."""

    article_id: int
    story_id: int
    family: str
    shingles: frozenset[int]
