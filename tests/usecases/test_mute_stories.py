"""What a chat mutes holds at once: for what waits for it, and for what its next digest would have brought."""

from datetime import timedelta

from bot.usecases.mute_stories import MuteStories
from tests.newsroom import CHESS, QUAKE, QUAKE_ELSEWHERE

DAY = timedelta(days=1)


def offered(newsroom, chat_id=1):
    """The titles a digest of the chat would choose from."""
    with newsroom.database.read() as uow:
        ids = uow.digests.stories_for(chat_id, newsroom.now - DAY, 9)
        leads = [uow.stories.articles_of(story_id)[0].article_id for story_id in ids]
        return {article.title for article in uow.articles.get_many(leads)}


def test_words_hold_for_stories_that_came_before_they_were_muted(newsroom):
    newsroom.follows(1, "earthquake OR chess", mode="digest")
    newsroom.follows(2, "earthquake OR chess", mode="digest")
    for told in (QUAKE, QUAKE_ELSEWHERE, CHESS):
        newsroom.article(told)
    newsroom.cycle()
    assert offered(newsroom) == {QUAKE[0], CHESS[0]}
    # Only the second article of the story has the word.
    assert MuteStories(newsroom.database).words("DEEP -aubergine", 1, newsroom.now) == "deep -aubergine"
    assert offered(newsroom) == {CHESS[0]}
    assert offered(newsroom, 2) == {QUAKE[0], CHESS[0]}


def test_what_followers_of_muted_words_were_brought_stays_as_it_was(newsroom):
    newsroom.follows(2, "earthquake", mode="digest")
    newsroom.follows(1, "magnitude", mode="digest")
    newsroom.article(QUAKE)
    newsroom.cycle()
    newsroom.later(3 * DAY)
    MuteStories(newsroom.database).words("earthquake", 1, newsroom.now)
    assert offered(newsroom, 2) == set()
