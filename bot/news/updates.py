"""Whether a later article of a story deserves a message of its own: it must tell something new, and tell it up front.

Between novelty.py, which finds new sentences, and the use case that publishes. While a story is young every outlet
brings details of its own; then only a headline that is new itself counts as a turn of events.
"""

from datetime import timedelta

from bot.news.novelty import NewSentence, Told, news_in

SETTLED = timedelta(minutes=30)
"""The age from which a story's first reports are taken as told."""

_LEAD_CHARACTERS = 1200
_NEWNESS = 0.5
_FEWEST_FACTS = 2


def update_in(title: str, text: str, told: Told, age: timedelta) -> tuple[NewSentence, ...]:
    """The one or two sentences of `text` that a reply should show; none when the article adds nothing worth one.

    `told` is what the story's earlier articles and messages said, `age` how long ago the story began.
    """
    lead = text[:_LEAD_CHARACTERS]
    whole = len(text) if lead == text else len(lead) - 1
    found = tuple(new for new in news_in(lead, told) if _is_strong(new) and new.sentence.end <= whole)
    if not found or (age < SETTLED and not news_in(title, told, 1)):
        return ()
    return found


def _is_strong(new: NewSentence) -> bool:
    return new.newness >= _NEWNESS or len(new.names) + len(new.numbers) >= _FEWEST_FACTS
