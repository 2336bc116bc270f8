"""A digest, or what /news gives -> message."""

from bot.messages.html import bold, escape, fit, italic, link, shorten
from bot.messages.message import Button, Message, rows
from bot.usecases.choose_news import Digest
from bot.usecases.tell_stories import StoryNews

_TITLE_LIMIT = 140
_SENTENCE_LIMIT = 260
#: A button a story for the first so many.
_OPENED = 8


def digest_message(digest: Digest) -> Message:
    """Each story as a headline with its first sentence and its outlets; a button opens its summary."""
    if not digest.stories:
        return Message(_nothing(digest))
    blocks = [_head(digest), *(_story(place, story) for place, story in enumerate(digest.stories, start=1))]
    if digest.left_out:
        blocks.append(italic(f"{digest.left_out} more did not fit."))
    numbers = tuple(
        Button(str(place), f"open:{story.article_id}") for place, story in enumerate(digest.stories[:_OPENED], start=1)
    )
    return Message(fit(blocks), rows(numbers[:4], numbers[4:]))


def _head(digest: Digest) -> str:
    minutes = max(1, round(digest.seconds / 60))
    time = "a minute" if minutes == 1 else f"{minutes} minutes"
    if digest.about:
        return f"{bold(f'News: {digest.about}')} · {time}"
    return f"{bold('The news' if digest.is_requested else 'Your digest')} · {time}"


def _nothing(digest: Digest) -> str:
    if digest.about:
        return f"No story of the last week is about {bold(digest.about)}."
    if digest.is_requested:
        return "I have no news yet. /add a feed or a site, or /follow a topic."
    return "A quiet day: nothing new in what you follow."


def _story(place: int, story: StoryNews) -> str:
    title = f"{place}. <b>{link(shorten(story.title, _TITLE_LIMIT), story.outlet.url)}</b>"
    sentence = escape(shorten(story.sentences[0], _SENTENCE_LIMIT)) if story.sentences else ""
    others = f" and {len(story.others)} more" if story.others else ""
    return "\n".join(filter(None, [title, sentence, italic(f"{story.outlet.name}{others}")]))
