"""Who may use the bot: closed until its owner claims it, then whomever the owner or the settings allow."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from storage.database import Database
from storage.records import Person

_CODE_MARK = "owner-code-sha256"
#: No 0, O, 1, I, L: the code is read from one screen and typed on another. 8 of 31 letters are 39 bits.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class Entry(Enum):
    """What a person is to this bot."""

    OWNER = auto()
    ALLOWED = auto()
    STRANGER = auto()


_ENTRIES = {"owner": Entry.OWNER, "allowed": Entry.ALLOWED, "denied": Entry.STRANGER}


@dataclass(frozen=True, slots=True)
class AdmitPeople:
    """Decides on, and keeps, who may use the bot.

    `allowed_users` are ids or @names from the settings; `open_to_everyone` admits all;
    `everyone_owns` is the local chat, where the person at the keyboard runs the server anyway.
    """

    database: Database
    allowed_users: frozenset[str] = frozenset()
    open_to_everyone: bool = False
    everyone_owns: bool = False

    def __call__(self, user_id: int, username: str, name: str = "") -> Entry:
        """What the person is to this bot. Who was admitted by @name is known by number from the first message on."""
        if self.everyone_owns:
            return Entry.OWNER
        with self.database.read() as uow:
            person = uow.people.find(user_id, username)
        if person and person.user_id is None:
            self._bind(user_id, username, name)
        if person:
            return _ENTRIES[person.role]
        return Entry.ALLOWED if self.open_to_everyone or self._is_listed(user_id, username) else Entry.STRANGER

    def _bind(self, user_id: int, username: str, name: str) -> None:
        with self.database.write() as uow:
            uow.people.seen(user_id, username, name)
            uow.commit()

    def new_code(self) -> str | None:
        """A fresh code that makes who sends it the owner; None when there is an owner already."""
        if self.everyone_owns:
            return None
        code = "".join(secrets.choice(_LETTERS) for _ in range(8))
        with self.database.write() as uow:
            if uow.people.owner():
                return None
            uow.marks.set(_CODE_MARK, _digest(code))
            uow.commit()
        return f"{code[:4]}-{code[4:]}"

    def claim(self, code: str, user_id: int, username: str, name: str, now: datetime) -> bool:
        """True when `code` was right and the person is the owner from now on. A code works once."""
        with self.database.read() as uow:
            if uow.marks.get(_CODE_MARK) is None:
                return False
        with self.database.write() as uow:
            expected = uow.marks.get(_CODE_MARK) or ""
            if not hmac.compare_digest(expected, _digest(code)) or not uow.people.claim(user_id, username, name, now):
                return False
            uow.marks.drop(_CODE_MARK)
            uow.commit()
        return True

    def allow(self, reference: str, now: datetime) -> None:
        """Admit the person with this id or @name, also one who never wrote yet."""
        with self.database.write() as uow:
            uow.people.allow(_reference(reference), now)
            uow.commit()

    def deny(self, reference: str, now: datetime) -> bool:
        """Keep the person out, whatever the settings say; False for the owner, who cannot be kept out."""
        with self.database.write() as uow:
            person = uow.people.deny(_reference(reference), now)
            uow.commit()
        return person.role == "denied"

    def decided(self) -> tuple[Person, ...]:
        """The owner, and everybody the owner let in or keeps out."""
        with self.database.read() as uow:
            return uow.people.all()

    def _is_listed(self, user_id: int, username: str) -> bool:
        return str(user_id) in self.allowed_users or f"@{username}".lower() in self.allowed_users


def _reference(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _digest(code: str) -> str:
    return hashlib.sha256("".join(code.upper().split()).replace("-", "").encode()).hexdigest()
