"""What is over goes, what is in use stays."""

from datetime import timedelta

import pytest

from bot.usecases.tidy_news import TidyNews
from storage.errors import StorageUnavailable
from storage.unit_of_work import UnitOfWork
from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, FERRY_TITLE, page, pasted
from tests.conversation import conversation
from tests.newsroom import CHESS, QUAKE, QUAKE_ELSEWHERE, QUAKE_UPDATE

MONTH = timedelta(days=30)


def test_old_stories_and_posts_go_and_new_ones_stay(newsroom):
    newsroom.follows(1, "earthquake OR chess")
    newsroom.article(QUAKE)
    newsroom.cycle()
    newsroom.sent(newsroom.outbox()[0])
    newsroom.later(timedelta(days=80))
    newsroom.article(CHESS, "gazette.example")
    newsroom.cycle()
    tidy = TidyNews(newsroom.database, "worker")
    assert tidy(newsroom.now) == 2
    assert tidy(newsroom.now) == 0
    with newsroom.database.read() as uow:
        assert len(uow.stories.recent(newsroom.now - timedelta(days=365), 10)) == 1
        assert uow.articles.count() == 2
    assert len(newsroom.outbox()) == 1


def test_one_worker_tidies_at_a_time(newsroom):
    newsroom.article(QUAKE)
    newsroom.cycle()
    newsroom.later(timedelta(days=80))
    with newsroom.database.write() as uow:
        uow.leases.take("tidy news", "another", newsroom.now, timedelta(minutes=5))
        uow.commit()
    assert TidyNews(newsroom.database, "worker")(newsroom.now) == 0


def left(newsroom):
    """What is in the store: titles, and how many stories."""
    with newsroom.database.read() as uow:
        articles = {article.title for article in uow.articles.recent(None, 0, 1000).articles}
        return articles, len(uow.stories.recent(newsroom.now - 12 * MONTH, 1000))


def many(newsroom, count):
    for number in range(count):
        newsroom.article(
            (f"Report {number} of harbour {number}", f"Ship number {number} came in. {number} tons of salt.")
        )


def test_without_a_retention_every_article_stays(newsroom):
    newsroom.article(QUAKE)
    newsroom.later(10 * MONTH)
    assert TidyNews(newsroom.database, "worker").forget_articles(newsroom.now) == 0
    assert left(newsroom)[0] == {QUAKE[0]}


def test_old_articles_go_with_their_stories_and_posts_and_new_ones_stay(newsroom):
    newsroom.follows(1, "earthquake OR chess")
    newsroom.article(QUAKE)
    newsroom.article(QUAKE_ELSEWHERE, "herald.example")
    newsroom.cycle()
    (delivery,) = newsroom.outbox()
    newsroom.sent(delivery)
    newsroom.later(MONTH + timedelta(days=1))
    newsroom.article(CHESS, "gazette.example")
    newsroom.cycle()
    tidy = TidyNews(newsroom.database, "worker", MONTH)
    assert tidy.forget_articles(newsroom.now) == 2
    assert tidy.forget_articles(newsroom.now) == 0
    assert left(newsroom) == ({CHESS[0]}, 1)
    with newsroom.database.read() as uow:
        assert uow.posts.get(delivery.post.id) is None
    assert [one.post.kind for one in newsroom.outbox()] == ["story"]


def test_a_story_that_a_newer_article_tells_too_stays(newsroom):
    newsroom.article(QUAKE)
    newsroom.later(timedelta(days=2))
    newsroom.article(QUAKE_ELSEWHERE, "herald.example")
    newsroom.cycle()
    newsroom.later(MONTH - timedelta(days=1))
    assert TidyNews(newsroom.database, "worker", MONTH).forget_articles(newsroom.now) == 1
    assert left(newsroom) == ({QUAKE_ELSEWHERE[0]}, 1)


def test_what_was_shown_lately_and_what_people_sent_stays(newsroom):
    shown, long_ago = newsroom.article(QUAKE), newsroom.article(QUAKE_UPDATE)
    newsroom.article(CHESS, url="", chat_id=7)
    with newsroom.database.write() as uow:
        uow.readings.note(1, long_ago.id, None, newsroom.now)
        uow.readings.note(1, shown.id, None, newsroom.now + timedelta(days=5))
        uow.commit()
    newsroom.later(MONTH + timedelta(days=1))
    assert TidyNews(newsroom.database, "worker", MONTH).forget_articles(newsroom.now) == 1
    assert left(newsroom)[0] == {QUAKE[0], CHESS[0]}


def test_articles_go_in_small_batches_and_an_interruption_between_or_in_them_loses_nothing(newsroom, monkeypatch):
    many(newsroom, 250)
    newsroom.cycle()
    newsroom.later(MONTH + timedelta(days=1))
    newsroom.article(CHESS, "gazette.example")
    assert TidyNews(newsroom.database, "worker", MONTH).forget_articles(newsroom.now) == 100
    before = left(newsroom)
    assert len(before[0]) == 151
    with monkeypatch.context() as broken:
        broken.setattr(UnitOfWork, "commit", lambda _: (_ for _ in ()).throw(StorageUnavailable("gone")))
        with pytest.raises(StorageUnavailable):
            TidyNews(newsroom.database, "worker", MONTH).forget_articles(newsroom.now)
    assert left(newsroom) == before
    again = TidyNews(newsroom.database, "worker", MONTH)
    assert [again.forget_articles(newsroom.now) for _ in range(3)] == [100, 50, 0]
    newsroom.cycle()
    assert left(newsroom) == ({CHESS[0]}, 1)


def test_while_one_worker_forgets_no_other_does(newsroom):
    many(newsroom, 150)
    newsroom.later(MONTH + timedelta(days=1))
    assert TidyNews(newsroom.database, "a", MONTH).forget_articles(newsroom.now) == 100
    assert TidyNews(newsroom.database, "b", MONTH).forget_articles(newsroom.now) == 0


async def test_the_search_follows_and_a_question_no_longer_finds_what_went(database, tmp_path):
    url, question = "https://courier.example/bridge", "how much will the repairs cost?"
    async with conversation(database, tmp_path, retention_days=30) as talk:
        talk.web.put(url, page(BRIDGE_TITLE, BRIDGE))
        (card,) = await talk.say(url)
        await talk.say(pasted(FERRY_TITLE, FERRY))
        (found,) = await talk.say(question)
        assert "3.4 million" in found.content.text
        tidier = talk.newsdesk.tidier
        clock = tidier.clock
        tidier.clock = lambda: clock() + timedelta(days=31)
        await tidier.step()
        (gone,) = await talk.say(f"/ask {question}")
        assert "3.4 million" not in gone.content.text
        assert talk.store.follow_articles.index.document_count == 1
        (reply,) = await talk.press(card, "Key facts")
        assert reply.content.text == "That article is not here any more."
        (library,) = await talk.say("/library")
        assert FERRY_TITLE in library.content.text
