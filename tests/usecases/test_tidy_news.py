"""What is over goes, what is in use stays."""

from datetime import timedelta

from bot.usecases.tidy_news import TidyNews
from tests.newsroom import CHESS, QUAKE


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
