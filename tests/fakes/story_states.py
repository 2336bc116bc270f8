"""Story states in memory: the answers the database gives, from dictionaries."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.news.fingerprints import StoredFingerprint
from bot.news.stories import CANDIDATES, StoryState
from bot.news.story_terms import Frequencies


class MemoryStoryStates:
    """A `StoryStates` that forgets at the end."""

    def __init__(self) -> None:
        self._articles: Counter[str] = Counter()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._stories: dict[int, StoryState] = {}
        self._anchors: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        self._keys: defaultdict[int, list[tuple[datetime, StoredFingerprint]]] = defaultdict(list)

    def count(self, language: str, terms: Iterable[str]) -> None:
        self._articles[language] += 1
        self._counts.update((language, term) for term in terms)

    def frequencies(self, language: str, terms: Iterable[str]) -> Frequencies:
        return Frequencies(self._articles[language], {term: self._counts[language, term] for term in terms})

    def candidates(self, language: str, anchors: tuple[str, ...], since: datetime) -> tuple[StoryState, ...]:
        shared = Counter(story for anchor in anchors for story in self._anchors.get((language, anchor), ()))
        alive = [story for story in shared if self._stories[story].last_seen >= since]
        alive.sort(key=lambda story: (shared[story], self._stories[story].last_seen, story), reverse=True)
        return tuple(self._stories[story] for story in alive[:CANDIDATES])

    def copies(self, keys: tuple[int, ...], since: datetime) -> tuple[StoredFingerprint, ...]:
        found = [stored for key in keys for at, stored in self._keys.get(key, ()) if at >= since]
        return tuple({stored.article_id: stored for stored in found}.values())

    def story(self, story_id: int) -> StoryState | None:
        return self._stories.get(story_id)

    def save(self, state: StoryState) -> StoryState:
        saved = state if state.id else replace(state, id=len(self._stories) + 1)
        before = self._stories.get(saved.id)
        for anchor in set(before.anchors if before else ()) - set(saved.anchors):
            self._anchors[saved.language, anchor].discard(saved.id)
        for anchor in saved.anchors:
            self._anchors[saved.language, anchor].add(saved.id)
        self._stories[saved.id] = saved
        return saved

    def remember(self, fingerprint: StoredFingerprint, at: datetime) -> None:
        for key in fingerprint.fingerprint.keys:
            self._keys[key].append((at, fingerprint))
