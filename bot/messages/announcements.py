"""What the owner announces, before, while and after it is sent -> messages."""

from bot.messages.html import TEXT_LIMIT, bold, escape, length
from bot.messages.message import Button, Message, rows
from bot.usecases.announce import Announced, Draft
from bot.usecases.notices import Announcement

_PREVIEW = "This is what they will get:"


def announcement_message(announcement: Announcement) -> Message:
    """The announcement as everybody gets it."""
    return Message(f"{bold('From the person who runs this Newsdesk')}\n\n{escape(announcement.text)}")


def draft_message(draft: Draft) -> Message:
    """The preview, with the buttons that send it."""
    private = Button(f"Send to {_chats(draft.private_chats, 'private chat')}", f"announce:private:{draft.id}")
    groups = Button(f"… and {_chats(draft.groups, 'group')}", f"announce:all:{draft.id}") if draft.groups else None
    shown = announcement_message(Announcement(draft.text)).html
    return Message(f"{_PREVIEW}\n\n{shown}", rows((private,), (groups,), (Button("Do not send", "kept"),)))


def fits(text: str) -> bool:
    """Whether a preview of the announcement fits into a message."""
    return length(draft_message(Draft(0, text, 0, 0)).html) <= TEXT_LIMIT


def too_long_message() -> Message:
    """When an announcement does not fit into a message."""
    return Message("That is too long for one message. Please shorten it a little.")


def announced_message(announced: Announced, *, is_new: bool) -> Message:
    """After Send was tapped."""
    if not is_new:
        return Message(f"That was sent already. {_progress(announced)}")
    how = "They go out as fast as Telegram allows, after everything else; where it is night, in the morning."
    return Message(f"On its way to {_chats(announced.chats, 'chat')}. {how} /announce shows how far it is.")


def announce_prompt_message(last: Announced | None) -> Message:
    """After /announce without words: how to, and how the last one is doing."""
    how = "Write the words behind the command: /announce I am moving to a new server tonight. I show them to you first."
    if last is None:
        return Message(how)
    return Message(f"{how}\n\n{bold('Your last announcement')}\n{escape(last.text[:300])}\n\n{_progress(last)}")


def draft_gone_message() -> Message:
    """When the announcement below a button is not kept any more."""
    return Message("I do not have that announcement any more. Send it again with /announce.")


def _progress(announced: Announced) -> str:
    arrived = sum(announced.outcomes.get(state, 0) for state in ("sent", "ambiguous"))
    failed = sum(announced.outcomes.get(state, 0) for state in ("failed", "dropped"))
    waiting = announced.chats - arrived - failed
    return f"Of {_chats(announced.chats, 'chat')}: {arrived} have it, {waiting} wait, {failed} cannot be reached."


def _chats(count: int, kind: str) -> str:
    return f"{count} {kind}{'' if count == 1 else 's'}"
