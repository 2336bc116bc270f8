"""The line of work behind following: it goes on whatever happens, and tells the sender when there is something."""

import asyncio
from datetime import timedelta

from bot.context import Threads
from bot.jobs.cycle import Cycle
from bot.jobs.tidy import Tidier
from bot.usecases.group_stories import GroupStories
from bot.usecases.match_topics import MatchTopics
from bot.usecases.tidy_news import TidyNews
from storage.errors import StorageBusy
from tests.newsroom import QUAKE

_PATIENCE = 20


class Failing:
    """A use case that fails at first."""

    def __init__(self, then, *errors):
        self.then, self.errors = then, list(errors)

    def __call__(self, *args):
        if self.errors:
            raise self.errors.pop()
        return self.then(*args)

    def __getattr__(self, name):
        return getattr(self.then, name)


def make_cycle(post, on_published, group=None):
    newsroom = post.newsroom
    group = group or GroupStories(newsroom.database)
    cycle = Cycle(group, MatchTopics(newsroom.database), post.digests, on_published, clock=lambda: newsroom.now)
    cycle.every = cycle.after_failure = 0.01
    return cycle


async def test_a_new_article_is_published_and_the_sender_woken(post):
    published = asyncio.Event()
    post.newsroom.follows(1, "earthquake")
    cycle = make_cycle(post, published.set)
    working = asyncio.create_task(cycle.run())
    post.newsroom.article(QUAKE)
    await asyncio.wait_for(published.wait(), _PATIENCE)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    cycle.close()
    await post.deliver()
    assert len(post.telegram.sent) == 1


async def test_a_failure_is_survived(post):
    published = asyncio.Event()
    post.newsroom.article(QUAKE)
    group = Failing(GroupStories(post.newsroom.database), ValueError("a bug"), StorageBusy("busy"))
    cycle = make_cycle(post, published.set, group)
    working = asyncio.create_task(cycle.run())
    await asyncio.wait_for(published.wait(), _PATIENCE)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    cycle.close()
    assert not group.errors


async def test_tidying_lets_go_of_what_is_over(post):
    post.newsroom.article(QUAKE)
    post.newsroom.cycle()
    post.newsroom.later(timedelta(days=90))
    threads = Threads()
    tidy = Failing(TidyNews(post.newsroom.database, "worker"), ValueError("a bug"), StorageBusy("busy"))
    tidier = Tidier(tidy, threads, clock=lambda: post.newsroom.now)
    for _ in range(3):
        await tidier.step()
    threads.close()
    with post.newsroom.database.read() as uow:
        assert uow.stories.recent(post.newsroom.now - timedelta(days=365), 10) == ()
