"""Wire copies: the same text under another roof.

Only the lead is compared, because outlets cut an agency's text from its end. Made for every article that has a
text, kept for the window of bot/news/stories.py, and found again through a few of its hashes (`keys`, indexed).
"""

from dataclasses import dataclass

from bot.text.similarity import containment, shingles, sketch
from bot.text.tokens import terms

LEAD_TERMS = 110  # about two paragraphs; a copy cut shorter than this is still contained in the other
MIN_TERMS = 14  # fewer than this is a headline, and two outlets may well choose the same one
KEYS = 12
COPY_SHARE = 0.6  # of the shorter lead's four-term runs; a lightly edited copy keeps more, a rewrite under a fifth


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A lead's shingles. `keys` are the smallest of them: two copies nearly always share one."""

    shingles: frozenset[int]

    @property
    def keys(self) -> tuple[int, ...]:
        """At most `KEYS` hashes to look this text up by, rising."""
        return sketch(self.shingles, KEYS)


@dataclass(frozen=True, slots=True)
class StoredFingerprint:
    """The fingerprint of an article that is already in a story."""

    article_id: int
    story_id: int
    family: str
    fingerprint: Fingerprint


def fingerprint(text: str, language: str) -> Fingerprint:
    """The fingerprint of an article's text (without its title); empty shingles when the text is too short to tell."""
    # A term is seldom longer than 12 letters; cutting first keeps a book-length text cheap.
    lead = terms(text[: LEAD_TERMS * 12], language)[:LEAD_TERMS]
    return Fingerprint(shingles(lead) if len(lead) >= MIN_TERMS else frozenset())


def copied_share(left: Fingerprint, right: Fingerprint) -> float:
    """How much of the shorter lead stands word for word in the other, 0 to 1."""
    return containment(left.shingles, right.shingles)
