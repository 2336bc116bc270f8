"""INSERT with ON CONFLICT, which SQLAlchemy spells once for each database."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.tables import Table


def insert_into(session: Session, table: type[Table]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT for the session's database, on which `on_conflict_do_...` may be called."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
