"""Named numbers that rise in commit order, and the line that writers of one kind stand in.

Why a row and not a sequence: PostgreSQL's sequences give numbers out before the commit, so a
follower could see 8, remember it, and never see the 7 that was committed later. Whoever wants a
number here holds the row until the commit.
"""

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from storage.tables import CounterRow

_HELD = select(CounterRow.value).where(CounterRow.name == bindparam("counter")).with_for_update()


def lock_counter(session: Session, name: str) -> int:
    """The number, held against other writers until this transaction ends."""
    number: int = session.connection().execute(_HELD, {"counter": name}).scalar_one()
    return number


def advance_counter(session: Session, name: str, steps: int = 1) -> int:
    """The number after raising it by `steps`; held until this transaction ends."""
    change = update(CounterRow).where(CounterRow.name == name).values(value=CounterRow.value + steps)
    return session.execute(change.returning(CounterRow.value)).scalar_one()


def read_counter(session: Session, name: str) -> int:
    """The number as last committed."""
    return session.execute(select(CounterRow.value).where(CounterRow.name == name)).scalar_one()
