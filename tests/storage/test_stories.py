import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.story_records import Lead, Story, StoryArticle, TermCounts
from tests.conftest import empty
from tests.storage.builders import MINUTE, NOW, new_article

STORY = Story("en", (("bridge", 0.8), ("harbour", 0.6)), 0.5, 1, ("harbourpost",), NOW, NOW)
DAY = timedelta(days=1)


def save(database: Database, story: Story, *anchors: str) -> Story:
    with database.write() as uow:
        saved = uow.stories.save(story, anchors)
        uow.commit()
    return saved


def add_article(database: Database, number: int) -> int:
    with database.write() as uow:
        article, _ = uow.articles.add(new_article(f"https://a.example/{number}", f"Text {number}."), (), NOW)
        uow.commit()
    return article.id


def test_a_story_is_kept_as_saved_last(database):
    saved = save(database, STORY, "bridge")
    assert saved == dataclasses.replace(STORY, id=saved.id)
    grown = dataclasses.replace(saved, articles=2, families=("harbourpost", "other"), last_seen=NOW + MINUTE)
    save(database, grown, "bridge", "harbour")
    with database.read() as uow:
        assert uow.stories.get(saved.id) == grown
        assert uow.stories.get(saved.id + 1) is None
        assert uow.stories.get_many([99, saved.id]) == (grown,)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    weights=st.lists(st.tuples(st.text(max_size=20), st.floats(allow_nan=False, allow_infinity=False)), max_size=9),
    families=st.lists(st.text(max_size=20), max_size=3),
)
def test_what_grouping_writes_comes_back_exactly(database, weights, families):
    empty(database)
    story = dataclasses.replace(STORY, weights=tuple(weights), families=tuple(families), fullness=1 / 3)
    saved = save(database, story, *[term for term, _ in weights])
    with database.read() as uow:
        assert uow.stories.get(saved.id) == saved == dataclasses.replace(story, id=saved.id)


def test_candidates_share_anchors_and_come_best_first(database):
    def story(minutes: int, *anchors: str, language: str = "en") -> int:
        state = dataclasses.replace(STORY, language=language, last_seen=NOW + minutes * MINUTE)
        return save(database, state, *anchors).id

    two = story(0, "bridge", "harbour")
    late, later, latest = (story(minutes, "bridge", "x") for minutes in (1, 2, 2))
    story(5, "else")
    story(5, "bridge", language="de")
    with database.read() as uow:
        found = uow.stories.candidates("en", ["bridge", "harbour", "bridge"], NOW)
        assert [each.id for each in found] == [two, latest, later, late]
        assert [each.id for each in uow.stories.candidates("en", ["bridge"], NOW + MINUTE, 2)] == [latest, later]
        assert uow.stories.candidates("en", [], NOW) == ()


def test_a_story_is_found_by_its_newest_anchors_alone(database):
    saved = save(database, STORY, "bridge", "harbour")
    save(database, saved, "harbour", "ferry", "ferry")
    with database.read() as uow:
        assert uow.stories.candidates("en", ["bridge"], NOW) == ()
        assert uow.stories.candidates("en", ["ferry"], NOW) == (saved,)


def test_terms_are_counted_by_language(database):
    with database.write() as uow:
        assert uow.stories.frequencies("en", ["bridge"]) == TermCounts(0, {})
        uow.stories.count("en", ["bridge", "harbour", "bridge"])
        uow.stories.count("en", ["bridge", "x" * 5000])
        uow.stories.count("de", ["bridge"])
        assert uow.stories.frequencies("en", ["bridge", "harbour", "x" * 5000, "ferry"]) == TermCounts(
            2, {"bridge": 2, "harbour": 1, "x" * 5000: 1}
        )
        assert uow.stories.frequencies("de", []) == TermCounts(1, {})


def test_workers_that_count_at_once_lose_nothing(database):
    barrier = Barrier(4)

    def count(number: int) -> None:
        barrier.wait()
        for _ in range(5):
            with database.write() as uow:
                uow.stories.count("en", ["bridge", str(number)] if number % 2 else [str(number), "bridge"])
                uow.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(4)))
    with database.read() as uow:
        assert uow.stories.frequencies("en", ["bridge"]) == TermCounts(20, {"bridge": 20})


def test_copies_are_found_by_a_shared_key_within_the_window(database):
    story = save(database, STORY)
    ids = [add_article(database, number) for number in range(3)]
    leads = [Lead(article_id, story.id, "post", frozenset({2**48 - 1, 7, 1000 + article_id})) for article_id in ids]
    with database.write() as uow:
        uow.stories.remember_lead(leads[0], [7, 7], NOW)
        uow.stories.remember_lead(leads[1], [7, 8], NOW + MINUTE)
        uow.stories.remember_lead(leads[2], [9], NOW)
        uow.stories.remember_lead(leads[2], [], NOW)
        uow.stories.remember_lead(leads[2], [10], NOW)
        assert uow.stories.copies([7, 8], NOW) == (leads[0], leads[1])
        assert uow.stories.copies([7], NOW + MINUTE) == (leads[1],)
        assert uow.stories.copies([9, 11], NOW) == ()
        assert uow.stories.copies([10], NOW) == (leads[2],)
        assert uow.stories.copies([], NOW) == ()


def test_an_article_has_one_story_for_good(database):
    first, second = save(database, STORY), save(database, STORY)
    ids = [add_article(database, number) for number in range(2)]
    early = StoryArticle(ids[1], first.id, NOW, "post", "news.example", 0.5, None)
    late = StoryArticle(ids[0], first.id, NOW + MINUTE, "other", "", 1.0, ids[1])
    with database.write() as uow:
        assert uow.stories.story_of(ids[0]) is None
        assert uow.stories.attach(late)
        assert uow.stories.attach(early)
        assert not uow.stories.attach(dataclasses.replace(late, story_id=second.id))
        assert uow.stories.articles_of(first.id) == (early, late)
        assert uow.stories.articles_of(second.id) == ()
        assert uow.stories.story_of(ids[0]) == first.id
        uow.articles.remove(ids[1])
        assert uow.stories.articles_of(first.id) == (late,)


def test_recent_stories_come_last_seen_first(database):
    ids = [save(database, dataclasses.replace(STORY, last_seen=NOW + n * MINUTE)).id for n in range(4)]
    with database.read() as uow:
        assert [story.id for story in uow.stories.recent(NOW + MINUTE, 2)] == [ids[3], ids[2]]


def test_what_only_the_window_needs_goes_with_it_and_stories_later(database):
    old = save(database, STORY, "bridge")
    new = save(database, dataclasses.replace(STORY, last_seen=NOW + DAY), "bridge")
    article_id = add_article(database, 1)
    with database.write() as uow:
        uow.stories.attach(StoryArticle(article_id, old.id, NOW))
        uow.stories.remember_lead(Lead(article_id, old.id, "", frozenset({1})), [1], NOW)
        uow.stories.close(NOW + MINUTE)
        assert [story.id for story in uow.stories.candidates("en", ["bridge"], NOW)] == [new.id]
        assert uow.stories.copies([1], NOW) == ()
        assert uow.stories.get(old.id) == old
        assert uow.stories.forget(NOW + MINUTE, 9) == 1
        assert uow.stories.get(old.id) is None
        assert uow.stories.story_of(article_id) is None
        assert uow.articles.get(article_id) is not None
        assert uow.stories.forget(NOW + 2 * DAY, 9) == 1
