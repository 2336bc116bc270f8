"""The search index beside a real articles table: follows it, survives damage, keeps private texts private."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import Database
from storage.records import ArticleChange, NewArticle
from storage.search import BATCH, SearchIndex, SearchScope, Terms

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def analyse(title: str, text: str, language: str) -> Terms:
    """Words in lower case, a sentence a line."""
    lines = [line for line in text.split("\n") if line]
    spans = tuple((text.index(line), text.index(line) + len(line)) for line in lines)
    names = tuple(word.lower() for word in text.split() if word[0].isupper())
    return tuple(title.lower().split()), tuple(line.lower() for line in lines), spans, names


@dataclass
class Table:
    """The articles table as the index follows it, counting how often it was read."""

    database: Database
    reads: int = 0

    def last_seq(self) -> int:
        with self.database.read() as uow:
            return uow.articles.last_seq()

    def changes_since(self, seq: int, limit: int) -> Sequence[ArticleChange]:
        self.reads += 1
        with self.database.read() as uow:
            return uow.articles.changes_since(seq, limit)

    def add(self, title: str, text: str, *, chat_id: int | None = None, published: datetime | None = DAY) -> int:
        new = NewArticle("", "Outlet", title, text, f"{title}/{text}", "en", published=published, chat_id=chat_id)
        with self.database.write() as uow:
            article, _ = uow.articles.add(new, (), DAY)
            uow.commit()
        return article.id

    def remove(self, article_id: int) -> None:
        with self.database.write() as uow:
            uow.articles.remove(article_id)
            uow.commit()


@pytest.fixture
def table(database: Database) -> Table:
    return Table(database)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    opened = SearchIndex(tmp_path / "index", analyse)
    yield opened
    opened.close()


def found(index: SearchIndex, *terms: str, scope: SearchScope | None = None) -> list[int]:
    return [hit.article_id for hit in index.search(terms, 10, scope or SearchScope())]


def test_an_article_is_found_right_after_it_was_stored(table: Table, index: SearchIndex) -> None:
    ferry = table.add("Ferry aground", "The ferry hit a sandbank")
    assert index.catch_up(table) == 1
    assert found(index, "sandbank") == [ferry]


def test_nothing_is_read_from_the_table_when_nothing_changed(table: Table, index: SearchIndex) -> None:
    table.add("Ferry aground", "The ferry hit a sandbank")
    index.catch_up(table)
    before = table.reads
    assert index.catch_up(table) == 0
    assert table.reads == before


def test_an_empty_table_leaves_an_empty_index(table: Table, index: SearchIndex) -> None:
    assert index.catch_up(table) == 0
    assert found(index, "ferry") == []
    assert index.document_count == 0


def test_a_removed_article_leaves_the_index(table: Table, index: SearchIndex) -> None:
    ferry = table.add("Ferry aground", "The ferry hit a sandbank")
    index.catch_up(table)
    table.remove(ferry)
    index.catch_up(table)
    assert found(index, "ferry") == []
    assert index.document_count == 0


def test_the_articles_with_more_of_the_terms_come_first(table: Table, index: SearchIndex) -> None:
    one = table.add("Harbour news", "A ferry sailed")
    both = table.add("Ferry aground", "The ferry hit a sandbank")
    index.catch_up(table)
    assert found(index, "ferry", "sandbank") == [both, one]


def test_a_private_text_is_found_by_its_chat_and_the_operator_alone(table: Table, index: SearchIndex) -> None:
    private = table.add("Memo", "The ferry plan", chat_id=77)
    index.catch_up(table)
    assert found(index, "ferry", scope=SearchScope(77)) == [private]
    assert found(index, "ferry", scope=SearchScope(78)) == []
    assert found(index, "ferry") == [private]


def test_articles_from_after_a_day_can_be_left_out_and_undated_ones_stay(table: Table, index: SearchIndex) -> None:
    old = table.add("Old", "ferry", published=datetime(2020, 1, 1, tzinfo=UTC))
    undated = table.add("Undated", "ferry", published=None)
    table.add("Later", "ferry", published=datetime(2027, 1, 1, tzinfo=UTC))
    index.catch_up(table)
    assert set(found(index, "ferry", scope=SearchScope(before=DAY))) == {old, undated}


def test_a_hit_carries_its_day_or_none(table: Table, index: SearchIndex) -> None:
    table.add("Dated", "ferry", published=datetime(1965, 5, 1, tzinfo=UTC))
    table.add("Undated", "ferry", published=None)
    index.catch_up(table)
    assert {hit.published for hit in index.search(["ferry"], 5)} == {datetime(1965, 5, 1, tzinfo=UTC), None}


def test_no_terms_find_nothing(table: Table, index: SearchIndex) -> None:
    table.add("Ferry", "The ferry")
    index.catch_up(table)
    assert found(index) == []
    assert found(index, "") == []


def test_terms_are_counted_by_article_and_by_capital(table: Table, index: SearchIndex) -> None:
    table.add("One", "The Ferry line")
    table.add("Two", "a ferry")
    index.catch_up(table)
    assert index.document_frequency("ferry") == 2
    assert index.name_frequency("ferry") == 1
    assert index.document_frequency("") == index.name_frequency("") == 0


def test_the_terms_of_an_article_come_back_with_its_number_of_change(table: Table, index: SearchIndex) -> None:
    ferry = table.add("Ferry aground", "The ferry hit\nA sandbank")
    empty = table.add("Empty", "")
    index.catch_up(table)
    kept = index.analysed([ferry, empty, 999])
    assert set(kept) == {ferry, empty}
    seq, terms = kept[ferry]
    assert seq == 1
    assert terms.title == ("ferry", "aground")
    assert terms.sentences == ("the ferry hit", "a sandbank")
    assert terms.spans == ((0, 13), (14, 24))
    assert kept[empty][1].sentences == ()


def test_a_deleted_folder_is_filled_again(table: Table, tmp_path: Path) -> None:
    ferry = table.add("Ferry", "The ferry")
    SearchIndex(tmp_path / "first", analyse).catch_up(table)
    again = SearchIndex(tmp_path / "second", analyse)
    again.catch_up(table)
    assert found(again, "ferry") == [ferry]


def test_an_index_goes_on_where_it_stopped(table: Table, tmp_path: Path) -> None:
    table.add("Ferry", "The ferry")
    first = SearchIndex(tmp_path / "index", analyse)
    first.catch_up(table)
    first.close()
    tram = table.add("Tram", "The tram")
    second = SearchIndex(tmp_path / "index", analyse)
    assert second.catch_up(table) == 1
    assert found(second, "tram") == [tram]
    assert second.document_count == 2


@pytest.mark.parametrize("damage", ["meta.json", "*.term", "*.store"])
def test_a_damaged_folder_is_built_anew(table: Table, tmp_path: Path, damage: str) -> None:
    ferry = table.add("Ferry", "The ferry")
    first = SearchIndex(tmp_path / "index", analyse)
    first.catch_up(table)
    first.close()
    for path in (tmp_path / "index").glob(damage):
        path.write_bytes(b"not an index")
    second = SearchIndex(tmp_path / "index", analyse)
    second.catch_up(table)
    assert found(second, "ferry") == [ferry]


def test_another_way_to_make_terms_builds_the_index_anew(table: Table, tmp_path: Path) -> None:
    table.add("Ferry", "The ferry")
    SearchIndex(tmp_path / "index", analyse, "1").catch_up(table)
    second = SearchIndex(tmp_path / "index", analyse, "2")
    assert second.catch_up(table) == 1
    assert second.document_count == 1


def test_a_table_that_went_back_in_time_builds_the_index_anew(
    table: Table, sqlite_template: Path, tmp_path: Path
) -> None:
    index = SearchIndex(tmp_path / "index", analyse)
    for number in range(3):
        table.add(f"Ferry {number}", "The ferry")
    index.catch_up(table)
    copy = tmp_path / "restored.sqlite"
    copy.write_bytes(sqlite_template.read_bytes())
    restored = Database.open(f"sqlite:///{copy}")
    earlier = Table(restored)
    tram = earlier.add("Tram", "The tram")
    index.catch_up(earlier)
    assert found(index, "ferry") == []
    assert found(index, "tram") == [tram]
    restored.dispose()


def test_who_cannot_write_reads_and_sees_what_the_writer_brings(table: Table, tmp_path: Path) -> None:
    writer, reader = SearchIndex(tmp_path / "index", analyse), SearchIndex(tmp_path / "index", analyse)
    ferry = table.add("Ferry", "The ferry")

    class WhileWriting(Table):
        """Lets the reader try in the middle of the writer's work."""

        def changes_since(self, seq: int, limit: int) -> Sequence[ArticleChange]:
            assert reader.catch_up(table) == 0
            return super().changes_since(seq, limit)

    writer.catch_up(WhileWriting(table.database))
    assert reader.catch_up(table) == 0
    assert found(reader, "ferry") == [ferry]


def test_a_failed_batch_leaves_the_index_as_it_was(table: Table, tmp_path: Path) -> None:
    table.add("Ferry", "The ferry")

    def refuse(title: str, text: str, language: str) -> Terms:
        if title == "Poison":
            raise RuntimeError(title)
        return analyse(title, text, language)

    index = SearchIndex(tmp_path / "index", refuse)
    index.catch_up(table)
    table.add("Tram", "The tram")
    poison = table.add("Poison", "The poison")
    with pytest.raises(RuntimeError, match="Poison"):
        index.catch_up(table)
    assert index.document_count == 1
    table.remove(poison)
    index.catch_up(table)
    assert index.document_count == 2


def test_many_changes_come_in_batches(table: Table, index: SearchIndex) -> None:
    many = [
        (NewArticle("", "Outlet", f"Ferry {number}", "ferry", f"{number}", "en"), ()) for number in range(BATCH + 1)
    ]
    with table.database.write() as uow:
        uow.articles.add_many(many, DAY)
        uow.commit()
    assert index.catch_up(table) == BATCH + 1
    assert index.document_count == BATCH + 1
    assert table.reads == 3


def test_a_changed_article_is_found_by_its_new_words_only(table: Table, index: SearchIndex) -> None:
    memo = table.add("Memo", "The ferry plan", chat_id=77)
    index.catch_up(table)
    assert found(index, "ferry", scope=SearchScope(78)) == []
    public = NewArticle("https://a.example/memo", "Outlet", "Memo", "The tram plan", "Memo/The ferry plan", "en")
    with table.database.write() as uow:
        uow.articles.add(public, (), DAY)
        uow.commit()
    index.catch_up(table)
    assert found(index, "tram", scope=SearchScope(78)) == [memo]
    assert index.document_count == 1


def test_a_folder_damaged_while_it_is_open_is_built_anew(table: Table, tmp_path: Path) -> None:
    table.add("Ferry", "The ferry")
    index = SearchIndex(tmp_path / "index", analyse)
    index.catch_up(table)
    (tmp_path / "index" / "meta.json").write_bytes(b"not an index")
    tram = table.add("Tram", "The tram")
    index.catch_up(table)
    assert found(index, "tram") == [tram]
    assert index.document_count == 2
