"""Who uses the bot and when last, for its owner; whom the owner decided about is in `people`."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from storage.records import Visitor
from storage.rows import to_record, to_values
from storage.tables import VisitorRow
from storage.upserts import insert_into


class Visitors:
    """The visitors of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, visitor: Visitor) -> None:
        """Keeps the visitor as given, in place of what was known."""
        values = to_values(visitor)
        statement = insert_into(self._session, VisitorRow).values(values)
        del values["user_id"]
        self._session.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=values))

    def get(self, user_id: int) -> Visitor | None:
        """The visitor, None when the person was never seen."""
        row = self._session.execute(select(VisitorRow).where(VisitorRow.user_id == user_id)).scalar_one_or_none()
        return None if row is None else to_record(row, Visitor)

    def all(self) -> tuple[Visitor, ...]:
        """Everyone seen, the last first."""
        query = select(VisitorRow).order_by(VisitorRow.last_seen.desc(), VisitorRow.user_id)
        return tuple(to_record(row, Visitor) for row in self._session.execute(query).scalars())

    def count(self, since: datetime | None = None) -> int:
        """How many there are, or were seen since then."""
        query = select(func.count()).select_from(VisitorRow)
        query = query if since is None else query.where(VisitorRow.last_seen >= since)
        return self._session.execute(query).scalar_one()

    def forget(self, user_id: int) -> None:
        """Deletes what is known of the person."""
        self._session.execute(delete(VisitorRow).where(VisitorRow.user_id == user_id))
