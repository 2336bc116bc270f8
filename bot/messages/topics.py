"""What a chat follows, and what it does not want to hear of -> messages with buttons."""

from collections.abc import Sequence

from bot.messages.html import bold, escape, italic, link, shorten
from bot.messages.message import MOST_DATA_BYTES, Button, Message, rows
from bot.news.topic_parser import TopicError, TopicFault
from bot.usecases.follow_topics import Preview, understood
from bot.usecases.paging import PAGE_SIZE, last_page, nearest_page
from storage.following_records import Mute, Subscription

FOLLOW_PROMPT = "What would you like to follow?"
MUTE_PROMPT = "Which words do you not want to hear of?"
_NAME_LIMIT, _TITLE_LIMIT = 60, 120

_HOW = "Words, “exact phrases”, OR, -without, source:bbc.co.uk, lang:de. For instance: huawei OR zte -rumour “best buy”"
_FAULTS = {
    TopicFault.EMPTY: "I found no words in that.",
    TopicFault.ONLY_EXCLUSIONS: "That says only what you do not want. Add a word that you do.",
    TopicFault.ONLY_LANGUAGE: "That says only a language. Add a word or a source.",
    TopicFault.TOO_LONG: "That is longer than I can follow. Try fewer words.",
    TopicFault.TOO_COMPLEX: "That has more parts than I can follow. Try two topics instead of one.",
    TopicFault.EXCLUDED_GROUP: "I cannot exclude several words that belong together. Write a minus before each.",
    TopicFault.CONTRADICTION: "That asks for something and excludes it at once.",
    TopicFault.BAD_SOURCE: "That is no address of a site. Write it as source:bbc.co.uk",
    TopicFault.BAD_LANGUAGE: "That is no language. Write two letters, as lang:de",
}


def follow_prompt_message() -> Message:
    """After a bare /follow."""
    return Message(f"{FOLLOW_PROMPT}\n\n{escape(_HOW)}", asks=True)


def mute_prompt_message() -> Message:
    """After a bare /mute with nothing muted."""
    return Message(f"{MUTE_PROMPT}\n\n{escape(_HOW)}", asks=True)


def edit_prompt_message(mine: Subscription) -> Message:
    """Asks for other words; the number in it says for what."""
    return Message(f"Topic {mine.id}: which words instead of {bold(shorten(mine.name, _TITLE_LIMIT))}?", asks=True)


def topic_fault_message(error: TopicError) -> Message:
    """Why a query cannot be followed."""
    detail = f" ({escape(error.detail)})" if error.detail else ""
    return Message(f"{_FAULTS[error.fault]}{detail}\n\n{escape(_HOW)}")


def preview_message(preview: Preview) -> Message:
    """The query as understood, what it would have brought, and the one tap that follows it."""
    lines = [f"I understand: {bold(preview.query)}", _volume(preview)]
    lines += [_sample(found.article.title or found.article.text, found.article.url) for found in preview.samples]
    if preview.breadth.is_broad:
        lines.append(f"⚠ That is a lot: about {preview.breadth.a_day:g} a day. Narrow it, or take it in the digest.")
    if preview.is_followed:
        lines.append(italic("You follow it already; a tap changes how."))
    number = preview.topic_id
    now, later = Button("Follow: at once", f"follow:once:{number}"), Button("In the digest", f"follow:digest:{number}")
    return Message("\n\n".join(lines), rows((now, later)))


def followed_message(mine: Subscription) -> Message:
    """After following."""
    how = "at once" if mine.mode == "once" else "in the digest (/digest sets its hour)"
    return Message(
        f"You follow {bold(_name(mine))}. I tell you what is new {how}, each story once.",
        rows((Button("Change", f"sub:{mine.id}"), Button("Unfollow", f"subremove:{mine.id}"))),
    )


def site_followed_message(mine: Subscription) -> Message:
    """After following a site."""
    return Message(
        f"You follow {bold(mine.site)}: whatever I read of it is told at once. To have its feed read for you, send "
        f"/add {escape(mine.site)}",
        rows((Button("Change", f"sub:{mine.id}"), Button("Unfollow", f"subremove:{mine.id}"))),
    )


def topics_message(all_: Sequence[Subscription], number: int = 0) -> Message:
    """A page of the topics and sites a chat follows; each button opens one."""
    followed = [one for one in all_ if one.kind != "feed"]
    if not followed:
        return Message("You follow no topic yet. Send /follow and some words, for instance /follow huawei OR zte")
    number = nearest_page(number, len(followed))
    shown = followed[number * PAGE_SIZE :][:PAGE_SIZE]
    lines = [f"• {escape(shorten(_name(one), _TITLE_LIMIT))} – {_state(one)}" for one in shown]
    buttons = [(Button(shorten(_name(one), _NAME_LIMIT), f"sub:{one.id}"),) for one in shown]
    newer = Button("Back", f"topics:{number - 1}") if number else None
    more = Button("More", f"topics:{number + 1}") if number < last_page(len(followed)) else None
    return Message("\n".join([bold("What you follow"), "", *lines]), rows(*buttons, (newer, more)))


def subscription_message(mine: Subscription) -> Message:
    """One thing a chat follows, with what can be done about it."""
    pause = Button("Go on", f"subpause:{mine.id}:0") if mine.paused else Button("Pause", f"subpause:{mine.id}:1")
    once = Button("Tell at once", f"submode:{mine.id}:once")
    digest = Button("In the digest", f"submode:{mine.id}:digest")
    edit = Button("Edit", f"subedit:{mine.id}") if mine.kind == "topic" else None
    return Message(
        f"{bold(_name(mine))}\n{_state(mine)}",
        rows((pause, digest if mine.mode == "once" else once), (edit, Button("Remove", f"subremove:{mine.id}"))),
    )


def removed_message(mine: Subscription | None) -> Message:
    """After a subscription ended."""
    if mine is None:
        return Message("You did not follow that any more.")
    back = Button("Follow again", f"follow:{mine.mode}:{mine.topic_id}") if mine.topic_id else None
    return Message(f"You no longer follow {bold(_name(mine))}.", rows((back,)))


def unfollow_message(behind: Sequence[Subscription]) -> Message:
    """What brought a story here, each with a button that ends it."""
    if not behind:
        return Message("Nothing that you follow now has brought this story.")
    buttons = [(Button(f"Unfollow {shorten(_name(one), _NAME_LIMIT)}", f"subremove:{one.id}"),) for one in behind]
    return Message("This story came because of what you follow:", rows(*buttons))


def gone_message() -> Message:
    """To a button for something that is not there any more."""
    return Message("That is not here any more. /topics shows what you follow; /follow begins something new.")


def muted_message(query: str) -> Message:
    """After /mute with words."""
    return Message(f"You will not hear of stories with {bold(query)}. /mute lists what is muted.")


def mutes_message(mutes: Sequence[Mute]) -> Message:
    """What is muted; a button ends each."""
    if not mutes:
        return Message("Nothing is muted.")
    shown = mutes[-PAGE_SIZE:]
    lines = [f"• {escape(shorten(mute.name, _TITLE_LIMIT))}" for mute in shown]
    buttons = [
        (Button(f"Hear of it again: {shorten(mute.name, 40)}", f"unmute:{mute.kind}:{mute.target}"),) for mute in shown
    ]
    hint = "Send /mute and some words to mute more."
    return Message("\n".join([bold("Muted"), "", *lines, "", hint]), rows(*buttons))


def follow_name_button(name: str) -> Button | None:
    """A button that offers to follow a name; none where the name does not fit into a button."""
    data = f"name:{name}"
    return Button(f"Follow {shorten(name, 30)}", data) if name and len(data.encode()) <= MOST_DATA_BYTES else None


def _volume(preview: Preview) -> str:
    if not preview.stories:
        return "Nothing of the last 7 days matches; you hear of the first that does."
    stories = "1 story" if preview.stories == 1 else f"{preview.stories} stories"
    pace = f", about {preview.breadth.a_day:g} a day" if preview.breadth.a_day >= 1 else ""
    return f"Last 7 days: {stories}{pace}. The latest:" if preview.samples else f"Last 7 days: {stories}{pace}."


def _sample(title: str, url: str) -> str:
    return f"• {link(shorten(title, _TITLE_LIMIT), url)}"


def _name(mine: Subscription) -> str:
    return understood(mine.name) if mine.kind == "topic" else mine.name


def _state(mine: Subscription) -> str:
    how = "at once" if mine.mode == "once" else "in the digest"
    return f"paused ({how})" if mine.paused else how
