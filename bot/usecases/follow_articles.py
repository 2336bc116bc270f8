"""Brings the search index up to the articles table; before every question, and after a bulk import.

The index asks for the changes itself, batch by batch; each batch is read in a short transaction of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Database
from storage.records import ArticleChange
from storage.search import SearchIndex


@dataclass(frozen=True, slots=True)
class StoredChanges:
    """The articles table as the index follows it."""

    database: Database

    def last_seq(self) -> int:
        """The number of the newest change."""
        with self.database.read() as uow:
            return uow.articles.last_seq()

    def changes_since(self, seq: int, limit: int) -> Sequence[ArticleChange]:
        """The next changes after number `seq`."""
        with self.database.read() as uow:
            return uow.articles.changes_since(seq, limit)


@dataclass(frozen=True, slots=True)
class FollowArticles:
    """Gives the number of changes the index took over; 0 when nothing changed or another process is at it."""

    database: Database
    index: SearchIndex

    def __call__(self) -> int:
        """See the class."""
        return self.index.catch_up(StoredChanges(self.database))
