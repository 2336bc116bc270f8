"""One transaction and the repositories that work in it; given out by `database.Database`."""

from sqlalchemy.orm import Session

from storage.articles import Articles
from storage.marks import Marks
from storage.readings import Readings


class UnitOfWork:
    """What is done here is kept together by `commit()`, or not at all.

    Reading one record in a unit that writes locks it until the end, so read-modify-write loses
    nothing on either database.
    """

    def __init__(self, session: Session, *, writes: bool) -> None:
        self._session = session
        self.articles = Articles(session)
        self.marks = Marks(session, writes=writes)
        self.readings = Readings(session)

    def commit(self) -> None:
        """Keeps what was done; StorageError from here or from the end of the block means it was not."""
        self._session.commit()
