"""INSERT with ON CONFLICT, which SQLAlchemy spells once for each database."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.tables import Table

DATABASES = ("sqlite", "postgresql")


def insert_into(session: Session, table: type[Table]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT for the session's database, on which `on_conflict_do_...` may be called."""
    return insert_for(session.get_bind().dialect.name, table)


def insert_for(name: str, table: type[Table]) -> sqlite.Insert | postgresql.Insert:
    """The same for the database of this name, one of `DATABASES`."""
    return sqlite.insert(table) if name == "sqlite" else postgresql.insert(table)
