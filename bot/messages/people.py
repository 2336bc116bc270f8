"""Who may use the bot -> messages."""

from collections.abc import Sequence

from bot.messages.html import bold, code, escape
from bot.messages.message import Message
from storage.records import Person


def stranger_message(user_id: int) -> Message:
    """To somebody who may not use this bot."""
    return Message(
        "This Newsdesk is private. If you know the person who runs it, ask them to send it\n"
        f"{code(f'/allow {user_id}')}\n\nIf you run it yourself, send me the code it printed when it started."
    )


def claimed_message() -> Message:
    """To the new owner."""
    return Message(
        "You are now the owner of this Newsdesk. Only you can use it until you "
        "/allow somebody else.\n\nSend me a link to a news article to begin."
    )


def wrong_code_message() -> Message:
    """To somebody whose code was wrong or used up."""
    return Message("That code is not valid. Each start of the bot prints a new one, as long as it has no owner.")


def allowed_message(reference: str) -> Message:
    """After /allow."""
    return Message(f"{escape(reference)} may now use this bot. /deny {escape(reference)} takes it back.")


def denied_message(reference: str, *, is_denied: bool) -> Message:
    """After /deny."""
    if is_denied:
        return Message(f"{escape(reference)} may not use this bot any more. /allow {escape(reference)} lets them in.")
    return Message("You are the owner of this bot; I cannot keep you out.")


def people_message(people: Sequence[Person]) -> Message:
    """The list that /allow and /deny show without an argument."""
    lines = [f"• {escape(_name(person))} ({person.role})" for person in people]
    how = "Send /allow or /deny with a person's number or @name, or as a reply to a message of theirs."
    return Message("\n".join([bold("Who may use this bot"), *(lines or ["Nobody was named yet."]), "", how]))


def owner_only_message() -> Message:
    """To somebody who is admitted but not the owner."""
    return Message("Only the owner of this bot can do that.")


def _name(person: Person) -> str:
    parts = [person.name, f"@{person.username}" if person.username else "", str(person.user_id or "")]
    return ", ".join(part for part in parts if part)
