"""What a chat mutes holds at once: for what waits for it, and for what its next digest would have brought."""

from datetime import timedelta

from bot.usecases.choose_news import ChooseNews
from bot.usecases.mute_stories import MuteStories
from bot.usecases.send_digests import SendDigests
from bot.usecases.set_schedule import SetSchedule
from bot.usecases.tell_stories import TellStories
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


def test_a_digest_that_waits_to_be_sent_leaves_out_what_is_muted_meanwhile(newsroom):
    choose, hours = ChooseNews(newsroom.database, TellStories(newsroom.database)), SetSchedule(newsroom.database)
    for chat_id in (1, 2):
        newsroom.follows(chat_id, "earthquake OR chess", mode="digest")
        hours.at(chat_id, 12 * 60, newsroom.now)
    newsroom.article(QUAKE)
    newsroom.article(CHESS, "gazette.example")
    newsroom.cycle()
    newsroom.later(DAY / 8)
    assert SendDigests(newsroom.database, choose, "test")(newsroom.now) == 2
    MuteStories(newsroom.database).words("magnitude", 1, newsroom.now)
    told = {delivery.chat_id: choose.of_post(delivery.post) for delivery in newsroom.outbox()}
    assert [story.title for story in told[1].stories] == [CHESS[0]]
    assert len(told[2].stories) == 2
