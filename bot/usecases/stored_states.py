"""The states of stories as grouping asks for them, from the database; used by `group_stories`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.news.fingerprints import Fingerprint, StoredFingerprint
from bot.news.stories import CANDIDATES, StoryState
from bot.news.story_terms import Frequencies
from storage.story_records import Lead, Story
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class StoredStates:
    """`bot.news.grouping.StoryStates` over one unit of work."""

    uow: UnitOfWork

    def frequencies(self, language: str, terms: Iterable[str]) -> Frequencies:
        """How many articles of the language there were, and how many of them have each term."""
        counts = self.uow.stories.frequencies(language, terms)
        return Frequencies(counts.articles, counts.counts)

    def count(self, language: str, terms: Iterable[str]) -> None:
        """One more article of the language, with these distinct terms; other writers of stories wait from here on."""
        self.uow.stories.count(language, terms)

    def candidates(self, language: str, anchors: tuple[str, ...], since: datetime) -> tuple[StoryState, ...]:
        """The stories seen since then that share most anchors."""
        return tuple(map(_state, self.uow.stories.candidates(language, anchors, since, CANDIDATES)))

    def copies(self, keys: tuple[int, ...], since: datetime) -> tuple[StoredFingerprint, ...]:
        """Fingerprints stored since then that share a key."""
        leads = self.uow.stories.copies(keys, since)
        return tuple(
            StoredFingerprint(lead.article_id, lead.story_id, lead.family, Fingerprint(lead.shingles)) for lead in leads
        )

    def story(self, story_id: int) -> StoryState | None:
        """The state of one story."""
        found = self.uow.stories.get(story_id)
        return None if found is None else _state(found)

    def save(self, state: StoryState) -> StoryState:
        """Keep the state; a new one comes back with its id."""
        story = Story(
            language=state.language,
            weights=state.weights,
            fullness=state.fullness,
            articles=state.articles,
            families=state.families,
            first_seen=state.first_seen,
            last_seen=state.last_seen,
            id=state.id,
        )
        return _state(self.uow.stories.save(story, state.anchors))

    def remember(self, fingerprint: StoredFingerprint, at: datetime) -> None:
        """Keep an article's fingerprint for the window."""
        print_ = fingerprint.fingerprint
        lead = Lead(fingerprint.article_id, fingerprint.story_id, fingerprint.family, print_.shingles)
        self.uow.stories.remember_lead(lead, print_.keys, at)


def _state(story: Story) -> StoryState:
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
