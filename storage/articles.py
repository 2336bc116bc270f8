"""Articles: stored once, found by id, address or words, followed by number of change.

Neighbours: use cases add what `bot/web` and `bot/news` read; `storage.search` follows
`changes_since`. Which stored article is the same as a new one is decided in `storage.duplicates`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, true, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage import duplicates
from storage.batches import batches
from storage.columns import clean_text
from storage.counters import advance_counter, lock_counter, read_counter
from storage.duplicates import SHARED, scope_of
from storage.keys import key_of
from storage.records import Article, ArticleChange, ArticlePage, NewArticle
from storage.tables import ArticleAddressRow, ArticleRow, ReadingRow, RemovedArticleRow

COUNTER = "articles"


class Articles:
    """The articles of one unit of work. `chat_id` None on reading is the operator, who sees everything."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, new: NewArticle, aliases: Sequence[str], now: datetime) -> tuple[Article, bool]:
        """The article as stored, and whether it is new.

        The same address, one of the `aliases`, or the same fingerprint, as far as the article's chat
        may see it, gives the stored one, which is then known by the new addresses as well. A private
        text that comes in as a public article becomes that public article, with its number kept.
        """
        lock_counter(self._session, COUNTER)
        addresses = [new.url, *aliases]
        found = duplicates.find(self._session, new, addresses)
        if found is None:
            article_id = self._insert([_values(new, now)])[0]
        else:
            article_id = found.id
            if found.scope != SHARED and new.chat_id is None:
                self._publish(article_id, new)
        duplicates.remember_addresses(self._session, [(article_id, scope_of(new), addresses)])
        return self._one(ArticleRow.id == article_id), found is None

    def add_many(
        self, articles: Iterable[tuple[NewArticle, Sequence[str]]], now: datetime
    ) -> tuple[tuple[int, bool], ...]:
        """The id of each article and whether it is new, as `add` would give them, much faster in bulk."""
        lock_counter(self._session, COUNTER)
        return tuple(result for batch in batches(articles) for result in self._add_batch(batch, now))

    def _add_batch(self, batch: Sequence[tuple[NewArticle, Sequence[str]]], now: datetime) -> list[tuple[int, bool]]:
        fresh = duplicates.surely_new(self._session, batch)
        ids = self._insert([_values(batch[index][0], now) for index in fresh])
        stored = dict(zip(fresh, ids, strict=True))
        known = [(stored[index], scope_of(batch[index][0]), (batch[index][0].url, *batch[index][1])) for index in fresh]
        duplicates.remember_addresses(self._session, known)
        return [
            (stored[index], True) if index in stored else self._add_again(new, aliases, now)
            for index, (new, aliases) in enumerate(batch)
        ]

    def _add_again(self, new: NewArticle, aliases: Sequence[str], now: datetime) -> tuple[int, bool]:
        article, is_new = self.add(new, aliases, now)
        return article.id, is_new

    def rewrite(self, article_id: int, new: NewArticle) -> Article:
        """The article with what a fuller reading of it gave; its fingerprint stays where another has the new one."""
        lock_counter(self._session, COUNTER)
        twin = duplicates.same_text(self._session, new.fingerprint, scope_of(new))
        content = _content(new)
        if twin is not None and twin.id != article_id:
            del content["fingerprint"]
        self._change(article_id, content)
        return self._one(ArticleRow.id == article_id)

    def get(self, article_id: int, chat_id: int | None = None) -> Article | None:
        """The article, None when it is not there or the chat may not see it."""
        row = self._session.execute(
            select(ArticleRow).where(ArticleRow.id == article_id, _visible(ArticleRow.scope, chat_id))
        ).scalar_one_or_none()
        return None if row is None else _article(row)

    def get_many(self, ids: Sequence[int], chat_id: int | None = None) -> tuple[Article, ...]:
        """The articles in the order asked for, without those that are not there for this chat."""
        query = select(ArticleRow).where(ArticleRow.id.in_(ids), _visible(ArticleRow.scope, chat_id))
        found = {row.id: row for row in self._session.execute(query).scalars()}
        return tuple(_article(found[article_id]) for article_id in ids if article_id in found)

    def by_url(self, url: str, chat_id: int | None = None) -> Article | None:
        """The article known under this address, the shared one first; None when there is none for this chat."""
        query = (
            select(ArticleRow)
            .join(ArticleAddressRow, ArticleAddressRow.article_id == ArticleRow.id)
            .where(ArticleAddressRow.key == key_of(url), _visible(ArticleAddressRow.scope, chat_id))
            .order_by(ArticleAddressRow.scope != SHARED, ArticleRow.id)
            .limit(1)
        )
        row = self._session.execute(query).scalar_one_or_none()
        return None if row is None else _article(row)

    def recent(self, chat_id: int | None, offset: int, limit: int, words: str = "") -> ArticlePage:
        """A page of the library, newest first; every one of `words` stands in title or source, in any case."""
        wanted = [ArticleRow.folded.contains(word, autoescape=True) for word in clean_text(words).casefold().split()]
        seen = (_visible(ArticleRow.scope, chat_id), *wanted)
        total = self._session.execute(select(func.count()).select_from(ArticleRow).where(*seen)).scalar_one()
        page = (
            select(ArticleRow)
            .where(*seen)
            .order_by(ArticleRow.added.desc(), ArticleRow.id.desc())
            .offset(offset)
            .limit(limit)
        )
        return ArticlePage(tuple(_article(row) for row in self._session.execute(page).scalars()), total)

    def count(self) -> int:
        """How many articles there are in all."""
        return self._session.execute(select(func.count()).select_from(ArticleRow)).scalar_one()

    def remove(self, article_id: int) -> bool:
        """Whether it was there; with it go its addresses, its readings and what showed it."""
        return self.remove_many([article_id]) > 0

    def remove_many(self, ids: Sequence[int]) -> int:
        """How many of these were there and are gone now."""
        lock_counter(self._session, COUNTER)
        gone = [
            article_id
            for batch in batches(ids)
            for article_id in self._session.execute(
                delete(ArticleRow).where(ArticleRow.id.in_(batch)).returning(ArticleRow.id)
            ).scalars()
        ]
        if gone:
            first = self._next_seqs(len(gone))
            tombstones = [{"seq": first + place, "article_id": article_id} for place, article_id in enumerate(gone)]
            self._session.execute(insert(RemovedArticleRow), tombstones)
        return len(gone)

    def unused(self, since: datetime, limit: int) -> tuple[int, ...]:
        """At most `limit` articles, oldest first: shared, and neither stored nor shown to any chat since then."""
        read = select(ReadingRow.chat_id).where(ReadingRow.article_id == ArticleRow.id, ReadingRow.at >= since).exists()
        old = select(ArticleRow.id).where(ArticleRow.added < since, ArticleRow.scope == SHARED, ~read)
        return tuple(self._session.execute(old.order_by(ArticleRow.added, ArticleRow.id).limit(limit)).scalars())

    def last_seq(self) -> int:
        """The number of the newest change, 0 when nothing was ever stored."""
        return read_counter(self._session, COUNTER)

    def changes_since(self, seq: int, limit: int) -> tuple[ArticleChange, ...]:
        """The next changes after number `seq`, in order; a changed article comes once, with its newest number."""
        stored = select(ArticleRow).where(ArticleRow.seq > seq).order_by(ArticleRow.seq).limit(limit)
        removed = (
            select(RemovedArticleRow).where(RemovedArticleRow.seq > seq).order_by(RemovedArticleRow.seq).limit(limit)
        )
        changes = [ArticleChange(row.seq, row.id, _article(row)) for row in self._session.execute(stored).scalars()]
        changes += [ArticleChange(row.seq, row.article_id, None) for row in self._session.execute(removed).scalars()]
        changes.sort(key=lambda change: change.seq)
        return tuple(changes[:limit])

    def move_private(self, old_chat: int, new_chat: int) -> None:
        """Gives the private articles of one chat to another; what both have stays once."""
        lock_counter(self._session, COUNTER)
        for row in self._private(old_chat):
            twin = duplicates.same_text(self._session, row.fingerprint, new_chat)
            if twin is None:
                self._change(row.id, {"scope": new_chat})
            else:
                self._merge(row.id, twin.id)
        duplicates.move_scope(self._session, old_chat, new_chat)

    def remove_private(self, chat_id: int) -> int:
        """How many private articles of the chat there were; they are gone now."""
        duplicates.forget_scope(self._session, chat_id)
        return self.remove_many([row.id for row in self._private(chat_id)])

    def _private(self, chat_id: int) -> list[ArticleRow]:
        query = select(ArticleRow).where(ArticleRow.scope == chat_id).order_by(ArticleRow.id)
        return list(self._session.execute(query).scalars())

    def _insert(self, rows: list[dict[str, Any]]) -> list[int]:
        if not rows:
            return []
        first = self._next_seqs(len(rows))
        numbered = [{**row, "seq": first + place} for place, row in enumerate(rows)]
        made = self._session.execute(insert(ArticleRow).returning(ArticleRow.seq, ArticleRow.id), numbered).all()
        return [article_id for _, article_id in sorted(made)]

    def _publish(self, article_id: int, new: NewArticle) -> None:
        """Every private copy of a text that is now public becomes this one article."""
        for copy in duplicates.private_copies(self._session, new.fingerprint):
            if copy.id != article_id:
                self._merge(copy.id, article_id)
        self._change(article_id, _content(new))

    def _merge(self, article_id: int, into: int) -> None:
        duplicates.move_marks(self._session, article_id, into)
        self.remove(article_id)

    def _change(self, article_id: int, values: dict[str, Any]) -> None:
        seq = self._next_seqs(1)
        self._session.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(seq=seq, **values))

    def _next_seqs(self, count: int) -> int:
        return advance_counter(self._session, COUNTER, count) - count + 1

    def _one(self, condition: ColumnElement[bool]) -> Article:
        return _article(self._session.execute(select(ArticleRow).where(condition)).scalar_one())


def _visible(scope: InstrumentedAttribute[int], chat_id: int | None) -> ColumnElement[bool]:
    return true() if chat_id is None else scope.in_([SHARED, chat_id])


def _values(new: NewArticle, now: datetime) -> dict[str, Any]:
    return {**_content(new), "added": now}


def _content(new: NewArticle) -> dict[str, Any]:
    return {
        "scope": scope_of(new),
        "published": new.published,
        "language": new.language,
        "fingerprint": new.fingerprint,
        "url": new.url,
        "source": new.source,
        "title": new.title,
        "folded": clean_text(f"{new.title}\n{new.source}").casefold(),
        "author": new.author,
        "image": new.image,
        "text": new.text,
    }


def _article(row: ArticleRow) -> Article:
    return Article(
        id=row.id,
        seq=row.seq,
        added=row.added,
        chat_id=None if row.scope == SHARED else row.scope,
        published=row.published,
        language=row.language,
        fingerprint=row.fingerprint,
        url=row.url,
        source=row.source,
        title=row.title,
        author=row.author,
        image=row.image,
        text=row.text,
    )
