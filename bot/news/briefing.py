"""What people get for "what's new with …": sentences of several articles, each with its outlets.

Values only; `usecases/brief_topic` makes them from an overview.
"""

from dataclasses import dataclass

from bot.news.answer import Origin


@dataclass(frozen=True, slots=True)
class BriefedSentence:
    """A sentence of a briefing. `others` say the same; `new`: published since the person last asked."""

    sentence: str
    origin: Origin
    others: tuple[Origin, ...]
    new: bool
    fragment: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """The newest state of a topic first. `articles` are those it was made of; both are empty when nothing is stored."""

    topic: str
    sentences: tuple[BriefedSentence, ...]
    articles: tuple[Origin, ...]
