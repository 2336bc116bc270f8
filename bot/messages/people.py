"""Who may use the bot -> messages."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages.dates import span
from bot.messages.html import bold, code, escape, fit, shorten
from bot.messages.message import Button, Message, rows, turning
from bot.usecases.admit_people import Standing, User, UsersPage
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


def private_only_message() -> Message:
    """To the owner who asks in a group what only the owner may see."""
    return Message("Ask me that in our private chat: here others read along.")


def users_message(page: UsersPage, now: datetime) -> Message:
    """A page of /users, with a button for each who may be kept out or let in again."""
    lines = [f"• {escape(_name(user))}\n  {_STANDINGS[user.standing]}; {_seen(user, now)}" for user in page.users]
    if page.unseen and page.number + 1 == page.pages:
        lines.append(escape(f"Named in the settings, not seen yet: {', '.join(page.unseen)}"))
    foot = [f"Page {page.number + 1} of {page.pages}, {page.total} people."] if page.pages > 1 else []
    deeds = ((_deed(user, page.number),) for user in page.users)
    blocks = [bold("Who may use this bot"), *(lines or ["Nobody has used it yet."]), *foot]
    return Message(fit(blocks), rows(*deeds, turning("users", page.number, page.pages)))


_STANDINGS = {
    Standing.OWNER: "owner",
    Standing.ALLOWED: "let in by you",
    Standing.LISTED: "let in by the settings",
    Standing.OPEN: "let in as everybody is",
    Standing.DENIED: "kept out by you",
    Standing.NO_LONGER: "not let in any more",
}


def _deed(user: User, page: int) -> Button | None:
    """Keep out who may use the bot, let in who may not; nothing for the owner, and for whose number is not known."""
    if user.user_id is None or user.standing is Standing.OWNER:
        return None
    name = shorten(user.name or (f"@{user.username}" if user.username else str(user.user_id)), 30)
    if user.standing in {Standing.DENIED, Standing.NO_LONGER}:
        return Button(f"Let in {name}", f"userin:{page}:{user.user_id}")
    return Button(f"Keep out {name}", f"userout:{page}:{user.user_id}")


def _seen(user: User, now: datetime) -> str:
    return f"last seen {span(now - user.last_seen)} ago" if user.last_seen else "never seen"


def _name(person: Person | User) -> str:
    parts = [person.name, f"@{person.username}" if person.username else "", str(person.user_id or "")]
    return ", ".join(part for part in parts if part)
