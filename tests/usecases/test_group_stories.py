"""Articles find their stories once, whatever happens in between."""

from concurrent.futures import ThreadPoolExecutor

from bot.usecases.group_stories import GroupStories
from tests.newsroom import CHESS, QUAKE, QUAKE_ELSEWHERE, Newsroom


def stories(newsroom: Newsroom) -> dict[str, int | None]:
    """The story of each stored article, by its outlet."""
    with newsroom.database.read() as uow:
        page = uow.articles.recent(None, 0, 100)
        return {article.source: uow.stories.story_of(article.id) for article in page.articles}


def test_outlets_on_one_event_share_a_story_and_another_event_has_its_own(newsroom):
    newsroom.article(QUAKE, "courier.example")
    newsroom.article(QUAKE_ELSEWHERE, "herald.example")
    newsroom.article(CHESS, "gazette.example")
    assert GroupStories(newsroom.database)() == 3
    found = stories(newsroom)
    assert found["courier.example"] == found["herald.example"] != found["gazette.example"]


def test_a_second_run_finds_nothing_to_do(newsroom):
    newsroom.article(QUAKE)
    assert GroupStories(newsroom.database)() == 1
    assert GroupStories(newsroom.database)() == 0


def test_a_private_text_belongs_to_no_story(newsroom):
    newsroom.article(QUAKE, url="", chat_id=5)
    assert GroupStories(newsroom.database)() == 1
    assert stories(newsroom) == {"courier.example": None}


def test_two_workers_at_once_place_every_article_once(newsroom):
    for number in range(6):
        newsroom.article(QUAKE, f"outlet{number}.example")
    group = GroupStories(newsroom.database)
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(group) for _ in range(2)]
        assert sum(one.result() for one in done) >= 6
    group()
    assert len(set(stories(newsroom).values())) == 1
    with newsroom.database.read() as uow:
        [story] = uow.stories.recent(newsroom.now, 10)
        assert story.articles == 6


def test_an_article_that_cannot_be_placed_is_passed_over_and_its_neighbours_are_not(newsroom, caplog):
    newsroom.article(QUAKE, "courier.example")
    newsroom.article(CHESS, "gazette.example", url="http://[broken")
    newsroom.article(QUAKE_ELSEWHERE, "herald.example")
    assert GroupStories(newsroom.database)() == 3
    found = stories(newsroom)
    assert found["courier.example"] == found["herald.example"] is not None
    assert found["gazette.example"] is None
    assert len(caplog.records) == 1
