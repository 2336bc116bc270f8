"""How often a person may do something: the generic cell rate algorithm, one moment a person and deed.

`until` is when the person would be even with the rate again. Each deed moves it one share of the span on; as long as it
is less than the whole span ahead of now there is room. So a person may spend all at once and then gets back one share
after the other, and it is exact on any number of workers and over restarts.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.records import Excess
from storage.tables import RateRow
from storage.upserts import insert_into


class Rates:
    """The rates of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def spend(self, user_id: int, deed: str, most: int, span: timedelta, now: datetime) -> Excess | None:
        """None when it is within `most` at once and as many again each `span`, and counted; else when it may be."""
        row = self._held(user_id, deed, now)
        share = span / most
        ahead = min(max(row.until, now), now + span) + share  # a clock put back must not shut anybody out
        if ahead <= now + span:
            row.until, row.told = ahead, False
            self._session.flush()
            return None
        is_first = not row.told
        row.told = True
        self._session.flush()
        return Excess(ahead - span, is_first)

    def forget(self, now: datetime) -> None:
        """Drops the rows of people who are even with their rates."""
        self._session.execute(delete(RateRow).where(RateRow.until <= now))

    def _held(self, user_id: int, deed: str, now: datetime) -> RateRow:
        fresh = insert_into(self._session, RateRow).values(user_id=user_id, deed=deed, until=now, told=False)
        self._session.execute(fresh.on_conflict_do_nothing())
        query = select(RateRow).where(RateRow.user_id == user_id, RateRow.deed == deed).with_for_update()
        return self._session.execute(query).scalar_one()
