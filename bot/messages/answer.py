"""An answer, or the honest word that there is none -> message."""

from collections.abc import Sequence

from bot.messages.dates import day
from bot.messages.html import embolden, escape, fit, italic, link, quote, shorten
from bot.messages.message import Button, Message, rows
from bot.messages.topics import follow_name_button
from bot.news.answer import Answer, NoAnswer, Note, Origin, Quote
from bot.news.names import find_names
from bot.text.sentences import Sentence

_TITLE_LIMIT = 90
#: A sentence longer than this is a list or a table that lost its shape; it is cut so that its source still shows.
_SENTENCE_LIMIT = 900

_NOTES = {
    Note.NO_STATED_REASON: (
        "No source I have read states the reason outright, as far as I can tell. The nearest evidence:"
    ),
    Note.CLOSEST: "I am not sure. The closest I have read:",
    Note.DIFFERENT: "The sources say different things, newest first:",
    Note.COMPARISON: "What I have read, one quote for each:",
    Note.EVIDENCE_ONLY: "I do not judge; this is what I have read about it:",
}


def answer_message(answer: Answer) -> Message:
    """The quotes with their sources, and what must be said beside them."""
    notes = [italic(_NOTES[note]) for note in answer.notes if note in _NOTES]
    blocks = [*notes[:1], *(_quoted(one) for one in answer.quotes)]
    if Note.OLD in answer.notes and (oldest := answer.quotes[0].origin.published):
        blocks.append(italic(f"This is from {day(oldest)}; things may have changed since."))
    return Message(fit(blocks), _buttons(answer))


def more_message(answer: Answer) -> Message:
    """Further quotes, each within its paragraph."""
    if not answer.more:
        return Message("That was all the evidence I have.")
    return Message(fit(["More evidence:", *(_in_context(one) for one in answer.more)]))


def no_answer_message(none: NoAnswer) -> Message:
    """Nothing that was read answers this; the closest headlines, where there are any."""
    refusal = "Nothing I have read answers that."
    if not none.closest:
        return Message(f"{refusal} Send me an article about it, and ask again.")
    headlines = [f"{place}. {_headline(origin)}" for place, origin in enumerate(none.closest, start=1)]
    buttons = tuple(Button(str(place), f"open:{o.article_id}") for place, o in enumerate(none.closest, start=1))
    return Message(fit([f"{refusal} The closest headlines:", *headlines]), rows(buttons))


def forgotten_answer_message() -> Message:
    """To a button below an answer that was given too long ago."""
    return Message("That answer is too old for me to go on from. Ask me again.")


def _quoted(one: Quote) -> str:
    option = f"<b>{escape(one.option)}</b>\n" if one.option else ""
    return f"{option}{quote(_sentence(one))}{_source(one)}"


def _in_context(one: Quote) -> str:
    return f"{quote(escape(shorten(one.paragraph, _SENTENCE_LIMIT)), expandable=True)}{_source(one)}"


def _sentence(one: Quote) -> str:
    """The sentence, behind the one that says who "he" is."""
    if len(one.sentence) > _SENTENCE_LIMIT:
        return escape(shorten(one.sentence, _SENTENCE_LIMIT))
    before = f"{escape(one.before)} " if one.before else ""
    return before + embolden(one.sentence, [(span.start, span.end) for span in one.bold])


def _source(one: Quote) -> str:
    origin = one.origin
    name = link(source_name(origin), origin.url + one.fragment if origin.url else "")
    line = " · ".join(filter(None, [f"— {name}", day(origin.published) if origin.published else ""]))
    return line + (f"\nAlso: {outlets(one.others)}" if one.others else "")


def outlets(others: Sequence[Origin]) -> str:
    """The outlets that say the same, each with its link; HTML."""
    return ", ".join(link(source_name(other), other.url) for other in others)


def source_name(origin: Origin) -> str:
    """The outlet; a text that somebody sent has none, and is known by its title."""
    return origin.source or f"your text “{shorten(origin.title or 'untitled', _TITLE_LIMIT)}”"


def _headline(origin: Origin) -> str:
    details = [origin.source, day(origin.published) if origin.published else ""]
    title = link(shorten(origin.title or "Untitled", _TITLE_LIMIT), origin.url)
    return " · ".join(filter(None, [title, *map(escape, details)]))


def _buttons(answer: Answer) -> tuple[tuple[Button, ...], ...]:
    first = answer.quotes[0].origin.article_id
    more = Button("More evidence", "more") if answer.more else None
    return rows((more, Button("Read the summary", f"open:{first}")), (_follow(answer),))


def _follow(answer: Answer) -> Button | None:
    """Offers to follow the name that was asked about."""
    asked = answer.question.text
    names = find_names(((Sentence(asked, 0, len(asked)),),), answer.question.language)
    return follow_name_button(names[0].text) if names else None
