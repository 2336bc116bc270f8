import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.columns import clean_text
from storage.database import Database
from storage.records import Article, NewArticle
from tests.conftest import empty
from tests.storage.builders import MINUTE, NOW, new_article

A = "https://harbour.example/bridge"
B = "https://amp.harbour.example/bridge"
C = "https://other.example/copy"


def add(database: Database, new: NewArticle, *aliases: str, now: datetime = NOW) -> tuple[Article, bool]:
    with database.write() as uow:
        stored = uow.articles.add(new, aliases, now)
        uow.commit()
    return stored


def visible(database: Database, chat_id: int | None) -> list[int]:
    with database.read() as uow:
        return [article.id for article in uow.articles.recent(chat_id, 0, 100).articles]


def test_a_new_article_is_stored_once_with_everything_it_says(database):
    new = new_article(A, author="Ana Ruiz", image="https://harbour.example/1.jpg", language="en", published=NOW)
    article, is_new = add(database, new)

    assert is_new
    assert dataclasses.asdict(article) == dataclasses.asdict(new) | {"id": article.id, "seq": 1, "added": NOW}
    with database.read() as uow:
        assert uow.articles.get(article.id) == article


@pytest.mark.parametrize(
    ("again", "aliases"),
    [
        (new_article(A, "Another text."), ()),
        (new_article(B, "Another text."), ()),
        (new_article(C, "Another text."), (B,)),
        (new_article(C), ()),
        (new_article(chat_id=5), ()),
        (new_article(B, "Another text.", chat_id=5), ()),
    ],
    ids=["same address", "known alias", "common alias", "same text", "same text in a chat", "same address in a chat"],
)
def test_the_same_article_is_given_back(database, again, aliases):
    first, _ = add(database, new_article(A), B)
    assert add(database, again, *aliases, now=NOW + MINUTE) == (first, False)


def test_new_addresses_of_a_stored_article_are_remembered(database):
    first, _ = add(database, new_article(A))
    add(database, new_article(C), B)
    with database.read() as uow:
        assert uow.articles.by_url(B) == uow.articles.by_url(C) == first
        assert uow.articles.by_url("https://harbour.example/else") is None


def test_texts_without_address_or_fingerprint_are_not_taken_for_one_another(database):
    first, _ = add(database, new_article("", "One.", fingerprint=""))
    second, is_new = add(database, new_article("", "Two.", fingerprint=""))
    assert is_new
    assert first.id != second.id


def test_a_private_text_is_seen_by_its_chat_and_the_operator_alone(database):
    article, _ = add(database, new_article(A, chat_id=5))
    with database.read() as uow:
        assert uow.articles.get(article.id, 5) == uow.articles.get(article.id) == article
        assert uow.articles.get(article.id, 6) is None
        assert uow.articles.get_many([article.id], 6) == ()
        assert uow.articles.by_url(A, 5) == uow.articles.by_url(A) == article
        assert uow.articles.by_url(A, 6) is None
    assert visible(database, 5) == visible(database, None) == [article.id]
    assert visible(database, 6) == []


def test_two_chats_keep_the_same_private_text_apart(database):
    first, _ = add(database, new_article(chat_id=5))
    second, is_new = add(database, new_article(chat_id=6))
    assert is_new
    assert first.id != second.id
    assert add(database, new_article(chat_id=6)) == (second, False)


def test_a_private_text_that_comes_as_a_public_link_becomes_that_public_article(database):
    private, _ = add(database, new_article(title="Pasted", source="", chat_id=5))
    with database.write() as uow:
        uow.readings.note(5, private.id, 70, NOW)
        uow.commit()

    public, is_new = add(database, new_article(A), B)

    assert not is_new
    assert public == dataclasses.replace(
        private, url=A, title="Bridge opens", source="Harbour Post", chat_id=None, seq=2
    )
    assert visible(database, 6) == [private.id]
    with database.read() as uow:
        assert uow.articles.by_url(B, 6) == public
        assert uow.readings.article_of(5, 70) == public.id


def test_all_private_copies_become_the_one_public_article(database):
    first, _ = add(database, new_article(chat_id=5))
    second, _ = add(database, new_article(C, chat_id=6))
    with database.write() as uow:
        uow.readings.note(5, first.id, 70, NOW)
        uow.readings.note(6, first.id, 80, NOW)
        uow.readings.note(6, second.id, 81, NOW)
        uow.commit()

    public, _ = add(database, new_article(A))

    assert public.id == first.id
    assert visible(database, None) == [first.id]
    with database.read() as uow:
        assert uow.readings.readers(first.id) == (5, 6)
        assert uow.readings.article_of(6, 81) == first.id
        assert uow.articles.by_url(C, 6) == public
        assert uow.articles.by_url(C, 5) is None
        assert {change.article_id for change in uow.articles.changes_since(2, 9)} == {first.id, second.id}


def test_an_address_claimed_in_a_chat_leads_no_one_else_astray(database):
    article, _ = add(database, new_article(A))
    claimed = "https://bank.example/statement"
    add(database, new_article(claimed, chat_id=5))
    with database.read() as uow:
        assert uow.articles.by_url(claimed, 5) == article
        assert uow.articles.by_url(claimed, 6) is None
    other, is_new = add(database, new_article(claimed, "The bank's real statement."))
    assert is_new
    assert other.id != article.id


def test_articles_come_in_the_order_asked_for(database):
    ids = [add(database, new_article(f"{A}/{n}", f"Text {n}."))[0].id for n in range(3)]
    with database.read() as uow:
        wanted = [ids[2], 999, ids[0]]
        assert [article.id for article in uow.articles.get_many(wanted)] == [ids[2], ids[0]]


def test_the_library_gives_pages_newest_first_with_the_total(database):
    ids = [add(database, new_article(f"{A}/{n}", f"Text {n}."), now=NOW + n * MINUTE)[0].id for n in range(5)]
    with database.read() as uow:
        page = uow.articles.recent(5, 1, 2)
        assert ([article.id for article in page.articles], page.total) == ([ids[3], ids[2]], 5)
        assert uow.articles.recent(5, 9, 2).total == 5


@pytest.mark.parametrize(
    ("words", "found"),
    [("ПОЖАР", True), ("пожар вестник", True), ("wharf пожар", False), ("100%", True), ("100_", False), ("", True)],
)
def test_the_library_is_searched_in_titles_and_sources_in_any_case(database, words, found):
    add(database, new_article(A, title="Пожар в порту: 100% ущерб", source="Морской Вестник"))
    with database.read() as uow:
        page = uow.articles.recent(5, 0, 9, words)
        assert (len(page.articles), page.total) == ((1, 1) if found else (0, 0))


def test_a_removed_article_is_gone_and_may_come_again_under_a_new_id(database):
    first, _ = add(database, new_article(A), B)
    with database.write() as uow:
        assert uow.articles.remove(first.id)
        assert not uow.articles.remove(first.id)
        uow.commit()
    with database.read() as uow:
        assert uow.articles.get(first.id) is None
        assert uow.articles.by_url(B) is None
    again, is_new = add(database, new_article(A))
    assert is_new
    assert again.id != first.id


def test_old_shared_articles_that_nobody_was_shown_since_are_unused_the_oldest_first(database):
    old = [add(database, new_article(f"{A}/{n}", f"Old {n}."), now=NOW + timedelta(seconds=n))[0].id for n in range(4)]
    private, _ = add(database, new_article("", "Private.", chat_id=5))
    new, _ = add(database, new_article(B, "New."), now=NOW + MINUTE)
    with database.write() as uow:
        uow.readings.note(5, old[1], None, NOW + MINUTE)
        uow.readings.note(5, old[2], None, NOW)
        assert uow.articles.unused(NOW + MINUTE, 2) == (old[0], old[2])
        assert uow.articles.unused(NOW + MINUTE, 9) == (old[0], old[2], old[3])
        assert uow.articles.remove_many(uow.articles.unused(NOW + MINUTE, 9)) == 3
        uow.commit()
    assert sorted(visible(database, None)) == [old[1], private.id, new.id]


def test_a_follower_sees_every_change_in_order(database):
    one, _ = add(database, new_article(chat_id=5))
    two, _ = add(database, new_article(A, "Two."))
    three, _ = add(database, new_article(B, "Three."))
    public, _ = add(database, new_article(C))
    with database.write() as uow:
        uow.articles.remove(two.id)
        uow.commit()

    with database.read() as uow:
        changes = uow.articles.changes_since(0, 10)
        assert [(change.seq, change.article_id, change.article) for change in changes] == [
            (3, three.id, three),
            (4, one.id, public),
            (5, two.id, None),
        ]
        assert uow.articles.changes_since(3, 1) == changes[1:2]
        assert uow.articles.changes_since(5, 10) == ()
        assert uow.articles.last_seq() == 5


def test_nothing_is_numbered_when_nothing_changes(database):
    add(database, new_article(A))
    add(database, new_article(A))
    with database.write() as uow:
        uow.articles.remove(999)
        uow.commit()
    with database.read() as uow:
        assert uow.articles.last_seq() == 1


def test_many_articles_are_stored_as_one_by_one(database):
    known, _ = add(database, new_article(A, "Known."))
    private, _ = add(database, new_article("", "Pasted.", chat_id=5))
    items = [
        (new_article(C, "Fresh."), (B,)),
        (new_article("https://x.example/1", "Known."), ()),
        (new_article(B, "Other."), ()),
        (new_article("https://x.example/2", "Pasted."), ()),
        (new_article("https://x.example/3", "Pasted.", chat_id=6), ()),
        *[(new_article(f"https://x.example/n{n}", f"N {n}."), ()) for n in range(550)],
    ]
    with database.write() as uow:
        results = uow.articles.add_many(items, NOW)
        uow.commit()

    fresh = results[0][0]
    assert results[:5] == ((fresh, True), (known.id, False), (fresh, False), (private.id, False), (private.id, False))
    assert all(is_new for _, is_new in results[5:])
    assert len({article_id for article_id, _ in results}) == 553
    with database.read() as uow:
        for (new, _), (article_id, _) in list(zip(items, results, strict=True))[4:]:
            article = uow.articles.get(article_id, new.chat_id)
            assert article is not None
            assert article.text == new.text
        assert uow.articles.count() == 553
    with database.write() as uow:
        again = uow.articles.add_many(items[:40], NOW)
        assert again == tuple((article_id, False) for article_id, _ in results[:40])
    with database.read() as uow:
        changes = uow.articles.changes_since(0, 5000)
        assert sorted(change.seq for change in changes) == [change.seq for change in changes]
        assert changes[-1].seq == uow.articles.last_seq()


def test_no_articles_are_no_work(database):
    with database.write() as uow:
        assert uow.articles.add_many([], NOW) == ()
        assert uow.articles.remove_many([]) == 0


def test_connections_that_add_the_same_article_at_once_store_one(database):
    barrier = Barrier(6)

    def run(number: int) -> tuple[int, bool]:
        barrier.wait()
        chat = None if number % 2 else 5
        article, is_new = add(database, new_article(A if chat is None else "", chat_id=chat), f"{B}/{number}")
        return article.id, is_new

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(run, range(6)))

    assert len({article_id for article_id, _ in results}) == 1
    assert sum(is_new for _, is_new in results) == 1
    assert visible(database, 6) == [results[0][0]]


def test_a_follower_misses_nothing_while_others_write(database):
    seen: list[int] = []

    def write(thread: int) -> None:
        for number in range(10):
            add(database, new_article(f"https://x.example/{thread}/{number}", f"{thread} {number}"))

    def follow() -> None:
        while len(seen) < 40:
            with database.read() as uow:
                seen.extend(change.seq for change in uow.articles.changes_since(seen[-1] if seen else 0, 7))

    with ThreadPoolExecutor(5) as pool:
        work = [pool.submit(follow), *[pool.submit(write, thread) for thread in range(4)]]
        for each in work:
            each.result(timeout=60)

    assert seen == list(range(1, 41))


def test_a_date_without_zone_is_refused(database):
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 - the wrong value on purpose
    with pytest.raises(Exception, match="naive"), database.write() as uow:
        uow.articles.add(new_article(A, published=naive), (), NOW)


texts = st.text(st.characters(codec=None), max_size=300)
moments = st.datetimes(
    datetime(1000, 1, 1),  # noqa: DTZ001 - a bound; the zone is drawn apart
    datetime(9000, 1, 1),  # noqa: DTZ001 - a bound; the zone is drawn apart
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9.5))]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=texts, source=texts, text=texts, url=texts, published=moments)
def test_what_goes_in_comes_out(database, title, source, text, url, published):
    empty(database)
    article, _ = add(
        database, NewArticle(url=url, source=source, title=title, text=text, fingerprint="", published=published)
    )
    with database.read() as uow:
        assert uow.articles.get(article.id) == article
        assert not clean_text(url) or uow.articles.by_url(url) == article
        for word in title.split():
            assert uow.articles.recent(None, 0, 1, word).total == 1
    assert (article.title, article.source, article.text, article.url) == tuple(
        map(clean_text, (title, source, text, url))
    )
    assert article.published == published


def test_long_texts_and_addresses_are_kept_whole(database):
    text = "Всё о мосте. " * 100_000
    address = "https://harbour.example/?q=" + "".join(chr(33 + n * 7919 % 90) for n in range(50_000))
    article, _ = add(database, new_article(address, text))
    with database.read() as uow:
        assert uow.articles.by_url(address) == article
    assert article.text == text


@given(texts)
def test_clean_text_can_be_stored_and_is_clean_already(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert "\0" not in cleaned
    assert cleaned.encode().decode() == cleaned


def test_surrogates_that_make_a_pair_become_their_character():
    assert clean_text("a\ud83d\ude00b\ud800c\udc00\0d") == "a😀bcd"
