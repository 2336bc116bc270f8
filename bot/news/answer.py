"""What people get for a question: quoted sentences with their sources, or the honest word that nothing answers.

Last step of answering: question -> retrieval -> evidence -> choice -> answer. Values only; `bot/messages/answer.py`
draws them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.news.question import Question


class Note(StrEnum):
    """What must be said beside the quotes so that they are not taken for more than they are."""

    CLOSEST = "closest"  # below the threshold of an answer: "the closest I have"
    NO_STATED_REASON = "no stated reason"  # no source states the reason outright: nearest evidence
    OLD = "old"  # the first quote was published long before the question
    DIFFERENT = "different answers"  # sources give different answers; quotes newest first
    EVIDENCE_ONLY = "evidence only"  # yes-or-no question: evidence, no verdict
    COMPARISON = "comparison"  # one quote for each side


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets into the sentence: `sentence[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The article a sentence was taken from. `source` is the outlet's name; `url` may be ""."""

    article_id: int
    title: str
    source: str
    published: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an article that answers, as the outlet wrote it.

    `bold` are the answering words; `value` the first of them, "" when none stands out. `others` are further outlets
    that give the same value. `paragraph` holds the sentence and what stands around it. `fragment` goes behind the
    address so that the page opens at the sentence ("" without an address). `score` is the probability, 0 to 1, that
    the sentence answers; `option` names the side of a comparison; `old`: published long before the question. `before`
    is the sentence before it where it opens on a pronoun or a connective, else "".
    """

    origin: Origin
    sentence: str
    bold: tuple[Span, ...]
    value: str
    score: float
    paragraph: str
    fragment: str
    others: tuple[Origin, ...] = ()
    option: str = ""
    old: bool = False
    before: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a chat talks about, kept by the caller so that the next question may leave it out.

    `words` are the names and content words of the last question, `article_ids` the articles its answer came from,
    `text` the last question in full.
    """

    text: str
    words: tuple[str, ...]
    article_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes, best first: `quotes` to show, `more` for "More evidence". `certainty` is that of the first quote."""

    question: Question
    quotes: tuple[Quote, ...]
    more: tuple[Quote, ...]
    notes: tuple[Note, ...]
    certainty: float
    subject: Subject


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing stored answers. `closest` are the headlines nearest to the question; `subject` as in Answer."""

    question: Question
    closest: tuple[Origin, ...]
    subject: Subject | None
