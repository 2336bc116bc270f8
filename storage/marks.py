"""Small values under a name, for what the program must remember and no table has: an offset, a code's hash."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.tables import MarkRow
from storage.upserts import insert_into


class Marks:
    """The marks of one unit of work."""

    def __init__(self, session: Session, *, writes: bool) -> None:
        self._session = session
        self._writes = writes

    def get(self, name: str) -> str | None:
        """The value, None when there is none; in a unit that writes it is held until the end."""
        query = select(MarkRow.value).where(MarkRow.name == name)
        return self._session.execute(query.with_for_update() if self._writes else query).scalar_one_or_none()

    def set(self, name: str, value: str) -> None:
        """Remembers the value under the name instead of any other."""
        mark = insert_into(self._session, MarkRow).values(name=name, value=value)
        self._session.execute(mark.on_conflict_do_update(index_elements=["name"], set_={"value": value}))

    def drop(self, name: str) -> None:
        """Forgets the name."""
        self._session.execute(delete(MarkRow).where(MarkRow.name == name))
