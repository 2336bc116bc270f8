"""Who may use the bot: closed until its owner claims it, then whomever the owner or the settings allow."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.usecases.paging import PAGE_SIZE, Paged, nearest_page
from storage.database import Database
from storage.records import Person, Visitor

_CODE_MARK = "owner-code-sha256"
#: No 0, O, 1, I, L: the code is read from one screen and typed on another. 8 of 31 letters are 39 bits.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class Entry(Enum):
    """What a person is to this bot."""

    OWNER = auto()
    ALLOWED = auto()
    STRANGER = auto()


class Standing(Enum):
    """Why a person may use this bot, or may not."""

    OWNER = auto()
    ALLOWED = auto()
    LISTED = auto()
    OPEN = auto()
    DENIED = auto()
    NO_LONGER = auto()


@dataclass(frozen=True, slots=True)
class User:
    """A person; `user_id` None was named by @name and has not written yet, `last_seen` None never did."""

    user_id: int | None
    username: str
    name: str
    standing: Standing
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class UsersPage(Paged):
    """A page of the people; `number` counts from 0. `unseen` are those of the settings who never wrote."""

    users: tuple[User, ...]
    number: int
    total: int
    unseen: tuple[str, ...]


_STANDINGS = {"owner": Standing.OWNER, "allowed": Standing.ALLOWED, "denied": Standing.DENIED}
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

    def owner_id(self) -> int | None:
        """The number of the owner, None before somebody has claimed the bot."""
        with self.database.read() as uow:
            owner = uow.people.owner()
        return owner.user_id if owner else None

    def users(self, number: int = 0) -> UsersPage:
        """The page `number` of all people something is known of, the owner first; the last page at most."""
        with self.database.read() as uow:
            decided, visitors = uow.people.all(), uow.visitors.all()
        seen = {visitor.user_id: visitor for visitor in visitors}
        users = [self._decided(person, seen.pop(person.user_id or 0, None)) for person in decided]
        users += [self._undecided(visitor) for visitor in seen.values()]
        users.sort(key=lambda user: (user.standing is not Standing.OWNER, user.standing is Standing.DENIED))
        number = nearest_page(number, len(users))
        return UsersPage(tuple(users[number * PAGE_SIZE :][:PAGE_SIZE]), number, len(users), self._unseen(visitors))

    def _decided(self, person: Person, visitor: Visitor | None) -> User:
        return User(
            person.user_id,
            person.username or (visitor.username if visitor else ""),
            person.name or (visitor.name if visitor else ""),
            _STANDINGS[person.role],
            visitor.last_seen if visitor else None,
        )

    def _undecided(self, visitor: Visitor) -> User:
        is_listed = self._is_listed(visitor.user_id, visitor.username)
        standing = Standing.LISTED if is_listed else Standing.OPEN if self.open_to_everyone else Standing.NO_LONGER
        return User(visitor.user_id, visitor.username, visitor.name, standing, visitor.last_seen)

    def _unseen(self, visitors: Sequence[Visitor]) -> tuple[str, ...]:
        """Whom the settings admit and nobody has seen."""
        seen = {f"@{visitor.username}".lower() for visitor in visitors} | {str(visitor.user_id) for visitor in visitors}
        return tuple(sorted(self.allowed_users - seen))

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
