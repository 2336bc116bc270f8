"""One transaction and the repositories that work in it; given out by `database.Database`."""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from storage.articles import Articles
from storage.chats import Chats
from storage.deliveries import Deliveries
from storage.digests import Digests
from storage.entries import Entries
from storage.feeds import Feeds
from storage.inbox import Inbox
from storage.marks import Marks
from storage.people import People
from storage.posts import Posts
from storage.rates import Rates
from storage.readings import Readings
from storage.schedules import Leases, Schedules
from storage.stories import Stories
from storage.subscriptions import Mutes, Subscriptions
from storage.topics import Topics
from storage.visitors import Visitors


class UnitOfWork:
    """What is done here is kept together by `commit()`, or not at all.

    Getting one record in a unit that writes holds it until the end, so that what is read, changed
    and saved loses nothing on either database. Where several kinds are added to in one unit, do it
    in the order articles, feeds and entries, stories, topics, people: then two units wait for each
    other in turn and not crosswise.
    """

    def __init__(self, session: Session, *, writes: bool) -> None:
        self._session = session
        self.articles = Articles(session)
        self.chats = Chats(session, self.articles, writes=writes)
        self.readings = Readings(session)
        self.people = People(session)
        self.visitors = Visitors(session)
        self.rates = Rates(session)
        self.marks = Marks(session, writes=writes)
        self.feeds = Feeds(session, writes=writes)
        self.entries = Entries(session)
        self.stories = Stories(session)
        self.topics = Topics(session)
        self.subscriptions = Subscriptions(session)
        self.mutes = Mutes(session)
        self.posts = Posts(session)
        self.deliveries = Deliveries(session)
        self.digests = Digests(session)
        self.schedules = Schedules(session)
        self.leases = Leases(session)

    def inbox(self, bot_id: int) -> Inbox:
        """The updates this bot accepted."""
        return Inbox(self._session, bot_id)

    def commit(self) -> None:
        """Keeps what was done; StorageError from here or from the end of the block means it was not."""
        self._session.commit()

    def clock(self) -> datetime:
        """What time it is for the database, aware UTC: one clock for all who share leases in it."""
        if self._session.get_bind().dialect.name == "sqlite":
            said = self._session.execute(text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")).scalar_one()
            return datetime.fromisoformat(said).replace(tzinfo=UTC)
        now: datetime = self._session.execute(text("SELECT clock_timestamp()")).scalar_one()
        return now.astimezone(UTC)
