"""An article as the chooser of sentences reads it: sentences with their terms.

Made from a stored article's title and text; the use case keeps the latest ones, since an article is often asked twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.text.sentences import Sentence, split_sentences
from bot.text.tokens import terms


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence and its terms in order."""

    sentence: Sentence
    terms: tuple[str, ...]
    held: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """A stored article, read. `text[passage.sentence.start:passage.sentence.end]` is the passage's sentence."""

    id: int
    title: str
    text: str
    source: str
    url: str
    published: datetime | None
    title_terms: tuple[str, ...]
    passages: tuple[Passage, ...]
    language: str = "en"


def read_passages(text: str, language: str = "en") -> tuple[Passage, ...]:
    """The sentences of `text` in order."""
    return tuple(passage(sentence, terms(sentence.text, language)) for sentence in split_sentences(text, language))


def passage(sentence: Sentence, spoken: Sequence[str]) -> Passage:
    """A sentence whose terms are known."""
    return Passage(sentence, tuple(spoken), frozenset(spoken))
