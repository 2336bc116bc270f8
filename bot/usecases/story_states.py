"""Where bot/news/grouping.py finds its states: in the stories of one unit of work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.news.fingerprints import Fingerprint, StoredFingerprint
from bot.news.stories import CANDIDATES, StoryState
from bot.news.story_terms import Frequencies
from storage.stories import Stories
from storage.story_records import Lead, Story


@dataclass(frozen=True, slots=True)
class StoredStoryStates:
    """The `grouping.StoryStates` of the database; use it inside one writing unit of work."""

    stories: Stories

    def frequencies(self, language: str, terms: Iterable[str]) -> Frequencies:
        """How many articles of the language there were, and how many of them have each term."""
        found = self.stories.frequencies(language, terms)
        return Frequencies(found.articles, found.counts)

    def count(self, language: str, terms: Iterable[str]) -> None:
        """One more article of the language; other writers of stories wait from here on."""
        self.stories.count(language, terms)

    def candidates(self, language: str, anchors: tuple[str, ...], since: datetime) -> tuple[StoryState, ...]:
        """The stories seen since that share most anchors."""
        return tuple(map(state_of, self.stories.candidates(language, anchors, since, CANDIDATES)))

    def copies(self, keys: tuple[int, ...], since: datetime) -> tuple[StoredFingerprint, ...]:
        """Fingerprints stored since that share a key."""
        return tuple(
            StoredFingerprint(lead.article_id, lead.story_id, lead.family, Fingerprint(lead.shingles))
            for lead in self.stories.copies(keys, since)
        )

    def story(self, story_id: int) -> StoryState | None:
        """The state of one story."""
        found = self.stories.get(story_id)
        return state_of(found) if found else None

    def save(self, state: StoryState) -> StoryState:
        """The state kept, with its id."""
        return state_of(self.stories.save(_record_of(state), state.anchors))

    def remember(self, fingerprint: StoredFingerprint, at: datetime) -> None:
        """Keeps an article's fingerprint for the window."""
        print_ = fingerprint.fingerprint
        lead = Lead(fingerprint.article_id, fingerprint.story_id, fingerprint.family, print_.shingles)
        self.stories.remember_lead(lead, print_.keys, at)


def state_of(story: Story) -> StoryState:
    """The state that was stored."""
    return StoryState(
        language=story.language,
        weights=story.weights,
        fullness=story.fullness,
        articles=story.articles,
        families=story.families,
        first_seen=story.first_seen,
        last_seen=story.last_seen,
        id=story.id,
    )


def _record_of(state: StoryState) -> Story:
    return Story(
        language=state.language,
        weights=state.weights,
        fullness=state.fullness,
        articles=state.articles,
        families=state.families,
        first_seen=state.first_seen,
        last_seen=state.last_seen,
        id=state.id,
    )
