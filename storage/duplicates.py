"""Which stored article is the same as a new one, and how two copies become one; used by `articles`.

An address or a fingerprint counts within its scope: 0 for what everyone may see, else the chat.
So what a person pastes, and the address they claim for it, changes nothing for anyone else.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.batches import batches
from storage.columns import clean_text
from storage.keys import key_of
from storage.records import NewArticle
from storage.tables import ArticleAddressRow, ArticleRow, ReadingRow, ShownArticleRow
from storage.upserts import insert_into

SHARED = 0


def scope_of(new: NewArticle) -> int:
    """The chat the article is private to, or SHARED."""
    return SHARED if new.chat_id is None else new.chat_id


def find(session: Session, new: NewArticle, addresses: Sequence[str]) -> ArticleRow | None:
    """The stored article this one is the same as, as far as its chat may see it, or None.

    Looked for by address in the order given, then by text, the shared one first; a public article
    is also recognised in someone's private copy of the same text.
    """
    scopes = [SHARED] if new.chat_id is None else [SHARED, new.chat_id]
    found = _by_address(session, addresses, scopes) or _by_text(session, new.fingerprint, scopes)
    if found is None and new.chat_id is None:
        return next(iter(private_copies(session, new.fingerprint)), None)
    return found


def _by_address(session: Session, addresses: Sequence[str], scopes: Sequence[int]) -> ArticleRow | None:
    keys = [key_of(address) for address in addresses if address]
    known = [
        row
        for batch in batches(keys)
        for row in session.execute(
            select(ArticleAddressRow).where(ArticleAddressRow.key.in_(batch), ArticleAddressRow.scope.in_(scopes))
        ).scalars()
    ]
    if not known:
        return None
    best = min(known, key=lambda row: (keys.index(row.key), row.scope != SHARED))
    return session.execute(select(ArticleRow).where(ArticleRow.id == best.article_id)).scalar_one()


def _by_text(session: Session, fingerprint: str, scopes: Sequence[int]) -> ArticleRow | None:
    if not fingerprint:
        return None
    query = (
        select(ArticleRow)
        .where(ArticleRow.fingerprint == fingerprint, ArticleRow.fingerprint != "", ArticleRow.scope.in_(scopes))
        .order_by(ArticleRow.scope != SHARED)
        .limit(1)
    )
    return session.execute(query).scalar_one_or_none()


def private_copies(session: Session, fingerprint: str) -> list[ArticleRow]:
    """Everyone's private articles of this text, the oldest first."""
    if not fingerprint:
        return []
    query = (
        select(ArticleRow)
        .where(ArticleRow.fingerprint == fingerprint, ArticleRow.fingerprint != "", ArticleRow.scope != SHARED)
        .order_by(ArticleRow.id)
    )
    return list(session.execute(query).scalars())


def surely_new(session: Session, batch: Sequence[tuple[NewArticle, Sequence[str]]]) -> list[int]:
    """The places of articles whose addresses and text are known in no scope, nor earlier in the batch."""
    marks = [_marks(new, aliases) for new, aliases in batch]
    seen = _known_marks(session, {mark for some in marks for mark in some})
    fresh = []
    for place, some in enumerate(marks):
        if seen.isdisjoint(some):
            fresh.append(place)
        seen |= some
    return fresh


def _marks(new: NewArticle, aliases: Iterable[str]) -> set[bytes | str]:
    marks: set[bytes | str] = {key_of(address) for address in (new.url, *aliases) if address}
    return marks | {clean_text(new.fingerprint)} - {""}


def _known_marks(session: Session, marks: set[bytes | str]) -> set[bytes | str]:
    known: set[bytes | str] = set()
    for keys in batches(mark for mark in marks if isinstance(mark, bytes)):
        known |= set(session.execute(select(ArticleAddressRow.key).where(ArticleAddressRow.key.in_(keys))).scalars())
    for prints in batches(mark for mark in marks if isinstance(mark, str)):
        query = select(ArticleRow.fingerprint).where(ArticleRow.fingerprint.in_(prints), ArticleRow.fingerprint != "")
        known |= set(session.execute(query).scalars())
    return known


def same_text(session: Session, fingerprint: str, chat_id: int) -> ArticleRow | None:
    """The chat's own private article of this text, or None."""
    return _by_text(session, fingerprint, [chat_id])


def remember_addresses(session: Session, known: Iterable[tuple[int, int, Sequence[str]]]) -> None:
    """Makes articles known under addresses: (article, scope, addresses); an address that is taken stays so."""
    rows = [
        {"key": key, "scope": scope, "article_id": article_id}
        for article_id, scope, addresses in known
        for key in {key_of(address) for address in addresses if address}
    ]
    for batch in batches(rows):
        session.execute(insert_into(session, ArticleAddressRow).on_conflict_do_nothing(), list(batch))


def move_scope(session: Session, old: int, new: int) -> None:
    """Gives what one chat's addresses lead to to another chat's, except where that one has its own."""
    held = select(ArticleAddressRow.key).where(ArticleAddressRow.scope == new)
    session.execute(
        delete(ArticleAddressRow).where(ArticleAddressRow.scope == old, ArticleAddressRow.key.in_(held)),
        execution_options={"synchronize_session": False},
    )
    session.execute(update(ArticleAddressRow).where(ArticleAddressRow.scope == old).values(scope=new))


def forget_scope(session: Session, chat_id: int) -> None:
    """Drops the addresses that only this chat knows."""
    session.execute(delete(ArticleAddressRow).where(ArticleAddressRow.scope == chat_id))


def move_marks(session: Session, article_id: int, into: int) -> None:
    """Lets the addresses, readers and messages of one article lead to another."""
    session.execute(update(ArticleAddressRow).where(ArticleAddressRow.article_id == article_id).values(article_id=into))
    session.execute(update(ShownArticleRow).where(ShownArticleRow.article_id == article_id).values(article_id=into))
    readers = select(ReadingRow.chat_id, ReadingRow.at).where(ReadingRow.article_id == article_id)
    for chat_id, at in session.execute(readers).all():
        reading = insert_into(session, ReadingRow).values(chat_id=chat_id, article_id=into, at=at)
        session.execute(reading.on_conflict_do_nothing())
