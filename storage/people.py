"""Who may use the bot: the owner, those let in, those kept out; by id, or by @name before they ever write.

A @name belongs to whoever holds it at the time. So a person named by @name is bound to their id when
they first write (`seen`), and from then on the name alone lets nobody in.
"""

from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from storage.columns import clean_text
from storage.counters import lock_counter
from storage.records import Person, Role
from storage.tables import PersonRow

COUNTER = "people"


class People:
    """The people of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def owner(self) -> Person | None:
        """The one who claimed the bot, None when nobody has."""
        return _person(self._row(PersonRow.role == "owner"))

    def claim(self, user_id: int, username: str, name: str, now: datetime) -> Person | None:
        """The new owner, or None because there is one; of several at once only one succeeds."""
        lock_counter(self._session, COUNTER)
        if self.owner() is not None:
            return None
        return self._put(self._row(PersonRow.user_id == user_id), _values(user_id, username, name, "owner", now))

    def allow(self, ref: int | str, now: datetime) -> Person:
        """The person, who may use the bot from now on. `ref` is an id or a @name; the owner stays the owner."""
        return self._decide(ref, "allowed", now)

    def deny(self, ref: int | str, now: datetime) -> Person:
        """The person, who may not use the bot from now on. The owner stays the owner: look at the role."""
        return self._decide(ref, "denied", now)

    def find(self, user_id: int, username: str = "") -> Person | None:
        """What was decided about the person who writes, by id or by a @name not yet bound; the later one counts."""
        return _person(self._deciding(self._rows(user_id, username)))

    def seen(self, user_id: int, username: str, name: str) -> Person | None:
        """The same as `find`, after taking down the person's names and binding what was decided by @name."""
        lock_counter(self._session, COUNTER)
        rows = self._rows(user_id, username)
        deciding = self._deciding(rows)
        if deciding is None:
            return None
        self._free_handle(user_id, username)
        for row in rows:
            if row.id != deciding.id:
                self._session.execute(delete(PersonRow).where(PersonRow.id == row.id))
        return self._put(deciding, _values(user_id, username, name, cast("Role", deciding.role), deciding.since))

    def all(self) -> tuple[Person, ...]:
        """Everyone something was decided about, in the order it was first decided."""
        rows = self._session.execute(select(PersonRow).order_by(PersonRow.id)).scalars()
        return tuple(person for person in map(_person, rows) if person is not None)

    def forget(self, user_id: int) -> None:
        """Deletes the person's names. The id and the decision about it stay: they are the owner's list."""
        self._session.execute(
            update(PersonRow).where(PersonRow.user_id == user_id).values(username="", handle="", name="")
        )

    def _decide(self, ref: int | str, role: Role, now: datetime) -> Person:
        lock_counter(self._session, COUNTER)
        if isinstance(ref, int):
            row, values = self._row(PersonRow.user_id == ref), _values(ref, "", "", role, now)
        else:
            row, values = self._named(ref), _values(None, ref.removeprefix("@"), "", role, now)
        if row is None:
            return self._put(None, values)
        if row.role == "owner":
            return _known(row)
        return self._put(row, {"role": role, "since": now})

    def _named(self, username: str) -> PersonRow | None:
        known = self._row(and_(PersonRow.handle == _handle(username), PersonRow.user_id.is_not(None)))
        return known or self._row(and_(PersonRow.handle == _handle(username), PersonRow.user_id.is_(None)))

    def _rows(self, user_id: int, username: str) -> list[PersonRow]:
        by_name = and_(PersonRow.user_id.is_(None), PersonRow.handle == _handle(username), PersonRow.handle != "")
        query = select(PersonRow).where((PersonRow.user_id == user_id) | by_name)
        return list(self._session.execute(query).scalars())

    @staticmethod
    def _deciding(rows: list[PersonRow]) -> PersonRow | None:
        return max(rows, key=lambda row: (row.role == "owner", row.since), default=None)

    def _free_handle(self, user_id: int, username: str) -> None:
        """Whoever held the name before does not hold it now."""
        held = and_(PersonRow.handle == _handle(username), PersonRow.user_id != user_id)
        self._session.execute(update(PersonRow).where(held).values(username="", handle=""))

    def _row(self, condition: ColumnElement[bool]) -> PersonRow | None:
        return self._session.execute(select(PersonRow).where(condition).limit(1)).scalar_one_or_none()

    def _put(self, row: PersonRow | None, values: dict[str, object]) -> Person:
        row = row or PersonRow()
        for name, value in values.items():
            setattr(row, name, value)
        self._session.add(row)
        self._session.flush()
        return _known(row)


def _values(user_id: int | None, username: str, name: str, role: Role, since: datetime) -> dict[str, object]:
    return {
        "user_id": user_id,
        "username": clean_text(username),
        "handle": _handle(username),
        "name": clean_text(name),
        "role": role,
        "since": since,
    }


def _handle(username: str) -> str:
    return clean_text(username).removeprefix("@").casefold()


def _person(row: PersonRow | None) -> Person | None:
    return None if row is None else _known(row)


def _known(row: PersonRow) -> Person:
    return Person(row.user_id, row.username, row.name, cast("Role", row.role), row.since)
