"""Stories and their updates, as they come by themselves -> messages."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.messages.dates import day
from bot.messages.html import bold, escape, fit, italic, link, shorten
from bot.messages.message import Button, Message, rows
from bot.usecases.send_deliveries import Together
from bot.usecases.tell_stories import StoryNews, Turn

_TITLE_LIMIT = 200
_SENTENCE_LIMIT = 400
_OUTLETS_SHOWN = 5
_STORIES_TOGETHER = 20


def story_message(story: StoryNews) -> Message:
    """One story: headline, a sentence or two, what came last, who has it."""
    blocks = [
        f"<b>{link(shorten(story.title, _TITLE_LIMIT), story.outlet.url)}</b>",
        *_sentences(story.sentences),
        *(_turn(story.turn) if story.turn else ()),
        _outlets_line(story),
    ]
    return Message(fit(blocks), _buttons(story.story_id, story.article_id, has_more=bool(story.others)), preview=True)


def turn_message(turn: Turn) -> Message:
    """What is new in a story, as a reply to its message."""
    head = f"{bold('New:')} {link(shorten(turn.title, _TITLE_LIMIT), turn.outlet.url)}"
    foot = f"{italic(turn.outlet.name)} · {_clock(turn.at)}"
    return Message(
        fit([head, *_sentences(turn.sentences), foot]), _buttons(turn.story_id, turn.article_id, has_more=False)
    )


def together_message(together: Together) -> Message:
    """Several stories at once, the newest last, each a line."""
    shown = together.told[-_STORIES_TOGETHER:]
    left_out = len(together.told) - len(shown)
    head = bold(f"{len(together.told)} stories came in")
    lines = [f"• {_line(one)}" for one in shown]
    more = [italic(f"{left_out} earlier ones are not shown. /news has the best of them.")] if left_out else []
    return Message(fit([head, *more, *lines], between="\n\n"))


def sources_message(story: StoryNews) -> Message:
    """Everyone who tells a story."""
    outlets = (story.outlet, *story.others)
    lines = [f"• {link(outlet.name or 'a text without a source', outlet.url)}" for outlet in outlets]
    return Message(fit([bold(shorten(story.title, _TITLE_LIMIT)), "\n".join(lines)]))


def story_gone_message() -> Message:
    """To a button below a story that is not kept any more."""
    return Message("That story is not here any more.")


def story_muted_message(title: str) -> Message:
    """After Mute story."""
    return Message(f"You will hear no more of {bold(shorten(title, _TITLE_LIMIT))}. /mute lists what is muted.")


def _outlets_line(story: StoryNews) -> str:
    """Who has the story, and when it came, in one line."""
    named = [story.outlet, *story.others][:_OUTLETS_SHOWN]
    more = 1 + len(story.others) - len(named)
    names = ", ".join(link(outlet.name or "a text", outlet.url) for outlet in named)
    return f"<i>{names}{f' and {more} more' if more else ''}</i> · {_clock(story.at)}"


def _turn(turn: Turn) -> tuple[str, ...]:
    said = " ".join(turn.sentences)
    return (f"{bold('New:')} {escape(shorten(said, _SENTENCE_LIMIT))} ({link(turn.outlet.name, turn.outlet.url)})",)


def _line(one: StoryNews | Turn) -> str:
    title = link(shorten(one.title, _TITLE_LIMIT), one.outlet.url)
    others = len(one.others) if isinstance(one, StoryNews) else 0
    return f"{title} · {escape(one.outlet.name)}{f' and {others} more' if others else ''}"


def _sentences(sentences: Sequence[str]) -> tuple[str, ...]:
    return tuple(escape(shorten(sentence, _SENTENCE_LIMIT)) for sentence in sentences)


def _clock(moment: datetime) -> str:
    """A time that Telegram shows in the reader's zone, with the UTC day and minute for clients that cannot."""
    utc = moment.astimezone(UTC)
    return f'<tg-time unix="{int(utc.timestamp())}" format="Dt">{day(utc)}, {utc:%H:%M} UTC</tg-time>'


def _buttons(story_id: int, article_id: int, *, has_more: bool) -> tuple[tuple[Button, ...], ...]:
    return rows(
        (
            Button("Summary", f"open:{article_id}"),
            Button("Ask", f"ask:{article_id}"),
            Button("More sources", f"sources:{story_id}") if has_more else None,
        ),
        (Button("Mute story", f"hush:{story_id}"), Button("Unfollow", f"drop:{story_id}")),
    )
