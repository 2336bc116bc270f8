"""The search index: a tantivy folder that follows the articles table and gives candidates for terms.

It stands between `articles` (whose changes it reads in commit order) and the use case that answers questions. SQL is
the truth: the folder holds nothing that cannot be made again, so it may be deleted at any time, and a folder that is
damaged, written by an older version or ahead of the table is emptied and filled anew.

How far the index has come is a document of the index itself, replaced in the very commit that brings the articles:
after a crash both are there or neither is. Only one process may write; tantivy's own lock file says which, is released
by the system when a process dies, and is held only while changes are taken over. Whoever does not get it reads.

Why terms come in ready (2026-11-22): the index and the chooser of sentences must speak of the same words, so the caller
passes `analyse`; the index splits at spaces and knows no language.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any, Protocol

import tantivy

from storage.records import Article, ArticleChange


@dataclass(frozen=True, slots=True)
class AnalysedArticle:
    """An article as terms, made once when it is indexed.

    `sentences` holds the terms of each sentence in order, separated by spaces, `spans` where each stands in the text,
    `names` the terms that are written as names. Terms hold no space and no newline.
    """

    title: tuple[str, ...]
    sentences: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    names: tuple[str, ...] = ()


Terms = tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[int, int], ...], tuple[str, ...]]
"""The fields of AnalysedArticle in order, so that who analyses need not know storage."""

Analyse = Callable[[str, str, str], Terms]
"""Title, text and language to terms."""

SHARED = 0
"""The owner written for an article that everyone may see; chat ids are never zero."""

_SCHEMA_VERSION = "2"
BATCH = 500
"""How many changes are taken over between two commits of the index."""

_HEAP_BYTES = 30_000_000  # tantivy asks for at least 15 MB a thread
_EMPTY = -1
_UNDATED = -(1 << 40)  # before every date, so that "until" keeps undated articles


class ChangeSource(Protocol):
    """What the index follows: the articles table, each call in a short transaction of its own."""

    def last_seq(self) -> int:
        """The highest sequence number of the table, 0 when nothing was ever stored."""

    def changes_since(self, seq: int, limit: int) -> Sequence[ArticleChange]:
        """At most `limit` changes after `seq`, in commit order."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that holds some of the terms. `score` is BM25 (title boosted), higher is better."""

    article_id: int
    score: float
    published: datetime | None


@dataclass(frozen=True, slots=True)
class SearchScope:
    """Which articles may be found.

    `chat_id` sees the shared ones and its own, None (the operator) sees all. `after` and `before` bound the moment of
    publication, both included; an article without a date counts as older than all others.
    """

    chat_id: int | None = None
    after: datetime | None = None
    before: datetime | None = None


EVERYTHING = SearchScope()


class SearchIndex:
    """BM25 over titles and texts of the stored articles. Safe to use from several threads."""

    def __init__(self, folder: Path, analyse: Analyse, version: str = "1") -> None:
        """Open or create the index in `folder`. `version` names the way `analyse` works: another one starts anew."""
        self._folder = folder
        self._analyse = analyse
        self._state = f"{_SCHEMA_VERSION}/{version}"
        self._lock = RLock()
        self._schema = _schema()
        self._index = self._open()
        self._seq = self._read_seq()

    def catch_up(self, source: ChangeSource) -> int:
        """Take over what changed in the table since last time; gives the number of changes taken.

        Costs one query when nothing changed, and does nothing while another process writes.
        """
        with self._lock:
            last = source.last_seq()
            if last == self._seq:
                return 0
            self._refresh()
            return 0 if last == self._seq else self._follow(source, last)

    def search(
        self, terms: Sequence[str], limit: int, scope: SearchScope = EVERYTHING, title_boost: float = 0.4
    ) -> tuple[SearchHit, ...]:
        """At most `limit` articles with any of `terms`, best first."""
        distinct = list(dict.fromkeys(term for term in terms if term))
        if not distinct:
            return ()
        query = self._query(distinct, scope, title_boost)
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False).hits
        addresses = [address for _, address in hits]
        ids = searcher.fast_field_values("article", addresses)
        days = searcher.fast_field_values("published", addresses)
        return tuple(
            SearchHit(int(article or 0), float(hit[0]), _moment(day))
            for hit, article, day in zip(hits, ids, days, strict=True)
        )

    def analysed(self, article_ids: Sequence[int]) -> dict[int, tuple[int, AnalysedArticle]]:
        """Sequence number and terms of those of the articles that are in the index; names are left out.

        Who reads an article from the table with another sequence number must analyse it again.
        """
        searcher = self._index.searcher()
        found = {}
        for article_id in article_ids:
            query = tantivy.Query.term_query(self._schema, "article", article_id)
            for _, address in searcher.search(query, 1, count=False).hits:
                fields = searcher.doc(address)
                found[article_id] = int(fields["seq"][0]), _stored(fields)
        return found

    def document_frequency(self, term: str) -> int:
        """In how many texts `term` stands."""
        return self._index.searcher().doc_freq("body", term) if term else 0

    def name_frequency(self, term: str) -> int:
        """In how many texts `term` stands and is written as a name."""
        return self._index.searcher().doc_freq("names", term) if term else 0

    @property
    def document_count(self) -> int:
        """How many articles are in the index."""
        return max(self._index.searcher().num_docs - 1, 0)

    def close(self) -> None:
        """Nothing is held between calls; forgets the open folder so that it can be deleted."""
        with self._lock:
            self._index = tantivy.Index(self._schema)
            self._seq = _EMPTY

    def _open(self) -> tantivy.Index:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(self._schema, path=str(self._folder))
            index.searcher().search(tantivy.Query.all_query(), 1)
        except ValueError:  # damaged, or written with another schema
            shutil.rmtree(self._folder)
            self._folder.mkdir(parents=True)
            index = tantivy.Index(self._schema, path=str(self._folder))
        return index

    def _refresh(self) -> None:
        """See what another process has written since."""
        try:
            self._index.reload()
        except ValueError:
            self._index = self._open()
        self._seq = self._read_seq()

    def _read_seq(self) -> int:
        searcher = self._index.searcher()
        query = tantivy.Query.term_query(self._schema, "state", self._state)
        hits = searcher.search(query, 1).hits
        return int(searcher.doc(hits[0][1])["seq"][0]) if hits else _EMPTY

    def _follow(self, source: ChangeSource, last: int) -> int:
        try:
            writer = self._index.writer(_HEAP_BYTES, 1)
        except ValueError:  # another process holds the lock: it will bring the changes
            return 0
        with writer:  # waits for merges and lets go of the lock
            try:
                return self._take(source, writer, last)
            except BaseException:  # leaving the block would commit half a batch
                writer.rollback()
                raise
            finally:
                self._index.reload()

    def _take(self, source: ChangeSource, writer: tantivy.IndexWriter, last: int) -> int:
        taken = 0
        self._index.reload()
        self._seq = self._read_seq()  # what was written between our look and the lock
        if self._seq == _EMPTY or last < self._seq:
            writer.delete_all_documents()
            self._seq = 0
        while changes := source.changes_since(self._seq, BATCH):
            for change in changes:
                self._apply(writer, change)
            self._commit(writer, changes[-1].seq)
            taken += len(changes)
        return taken

    def _apply(self, writer: tantivy.IndexWriter, change: ArticleChange) -> None:
        # By query: deleting by term misses unsigned fields without a word (tantivy 0.27).
        writer.delete_documents_by_query(tantivy.Query.term_query(self._schema, "article", change.article_id))
        if change.article is not None:
            writer.add_document(self._document(change.article))

    def _commit(self, writer: tantivy.IndexWriter, seq: int) -> None:
        writer.delete_documents_by_query(tantivy.Query.exists_query("mark"))
        writer.add_document(self._new({"state": self._state, "seq": seq, "mark": 1}))
        writer.commit()
        self._seq = seq

    def _document(self, article: Article) -> tantivy.Document:
        terms = AnalysedArticle(*self._analyse(article.title, article.text, article.language))
        fields: dict[str, Any] = {
            "article": article.id,
            "chat": SHARED if article.chat_id is None else article.chat_id,
            "title": " ".join(terms.title),
            "body": "\n".join(terms.sentences),
            "spans": " ".join(f"{start}-{end}" for start, end in terms.spans).encode("ascii"),
            "seq": article.seq,
            "published": _UNDATED if article.published is None else int(article.published.timestamp()),
            "names": " ".join(terms.names),
        }
        return self._new(fields)

    def _new(self, fields: dict[str, Any]) -> tantivy.Document:
        # With the schema, or a wrong integer type would kill tantivy's writing thread (0.27).
        return tantivy.Document.from_dict(fields, self._schema)

    def _query(self, terms: Sequence[str], scope: SearchScope, title_boost: float) -> tantivy.Query:
        query, should, must = tantivy.Query, tantivy.Occur.Should, tantivy.Occur.Must
        wanted: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for term in terms:
            wanted.append((should, query.term_query(self._schema, "body", term, "freq")))
            title = query.term_query(self._schema, "title", term, "freq")
            wanted.append((should, query.boost_query(title, title_boost)))
        filters = [(must, query.const_score_query(part, 0.0)) for part in self._filters(scope)]
        return (
            query.boolean_query([(must, query.boolean_query(wanted)), *filters])
            if filters
            else query.boolean_query(wanted)
        )

    def _filters(self, scope: SearchScope) -> list[tantivy.Query]:
        query = tantivy.Query
        filters = []
        if scope.chat_id is not None:
            filters.append(query.term_set_query(self._schema, "chat", [SHARED, scope.chat_id]))
        if scope.after is not None or scope.before is not None:
            after, before = (None if edge is None else int(edge.timestamp()) for edge in (scope.after, scope.before))
            filters.append(query.range_query(self._schema, "published", tantivy.FieldType.Integer, after, before))
        return filters


def _stored(fields: tantivy.Document) -> AnalysedArticle:
    spans = [span.split("-") for span in bytes(fields["spans"][0]).decode("ascii").split()]
    return AnalysedArticle(
        title=tuple(fields["title"][0].split()),
        sentences=tuple(fields["body"][0].split("\n")) if spans else (),
        spans=tuple((int(start), int(end)) for start, end in spans),
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None or seconds == _UNDATED else datetime.fromtimestamp(seconds, UTC)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("state", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("seq", stored=True)
    builder.add_bytes_field("spans", stored=True)
    builder.add_unsigned_field("mark", fast=True)
    builder.add_unsigned_field("article", indexed=True, fast=True)
    builder.add_integer_field("chat", indexed=True, fast=True)
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_text_field("title", stored=True, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("body", stored=True, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("names", tokenizer_name="whitespace", index_option="basic")
    return builder.build()
