"""Digests come at their local minute, once, with the best that fits and nothing that was told before."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.usecases.choose_news import ChooseNews
from bot.usecases.send_digests import SendDigests
from bot.usecases.set_schedule import WEEKDAYS, SetSchedule
from bot.usecases.tell_stories import TellStories
from tests.newsroom import CHESS, QUAKE, QUAKE_ELSEWHERE


@pytest.fixture
def choose(newsroom):
    return ChooseNews(newsroom.database, TellStories(newsroom.database))


@pytest.fixture
def send(newsroom, choose):
    return SendDigests(newsroom.database, choose, "test")


@pytest.fixture
def hours(newsroom):
    return SetSchedule(newsroom.database)


def digests(newsroom, choose):
    """The titles of each digest that is due."""
    found = []
    for delivery in newsroom.outbox():
        digest = choose.of_post(delivery.post)
        found.append([story.title for story in digest.stories])
        with newsroom.database.write() as uow:
            uow.deliveries.sent(delivery.id, 1, 1, newsroom.now)
            uow.deliveries.tell(delivery.chat_id, digest.story_ids, newsroom.now)
            uow.commit()
    return found


def test_a_digest_comes_at_its_local_minute_before_and_after_the_clocks_change(newsroom, send, hours):
    newsroom.now = datetime(2026, 3, 27, 12, tzinfo=UTC)  # Friday; Berlin's clocks go forward on Sunday
    hours.zone(1, "Europe/Berlin", newsroom.now)
    hours.at(1, 7 * 60 + 30, newsroom.now)
    due = []
    for _ in range(4):
        moment = hours.current(1).schedule.next_due
        assert send(moment - timedelta(minutes=1)) == 0
        assert send(moment) == 1
        due.append(moment)
    assert [f"{moment:%d %H:%M}" for moment in due] == ["28 06:30", "29 05:30", "30 05:30", "31 05:30"]


def test_it_holds_the_best_first_and_nothing_twice(newsroom, send, hours, choose):
    newsroom.follows(1, "earthquake OR chess", mode="digest")
    hours.at(1, 12 * 60, newsroom.now)
    newsroom.article(CHESS, "gazette.example")
    newsroom.article(QUAKE, "courier.example")
    newsroom.article(QUAKE_ELSEWHERE, "herald.example")
    newsroom.cycle()
    newsroom.later(timedelta(hours=3))
    assert send(newsroom.now) == 1
    assert send(newsroom.now) == 0
    assert digests(newsroom, choose) == [[QUAKE[0], CHESS[0]]]
    newsroom.later(timedelta(days=1))
    send(newsroom.now)
    assert digests(newsroom, choose) == [[]]


def test_what_was_told_at_once_does_not_come_again(newsroom, send, hours, choose):
    newsroom.follows(1, "earthquake")
    newsroom.follows(1, "chess", mode="digest")
    hours.at(1, 12 * 60, newsroom.now)
    newsroom.article(QUAKE)
    newsroom.article(CHESS, "gazette.example")
    newsroom.cycle()
    newsroom.sent(newsroom.outbox()[0])
    newsroom.later(timedelta(hours=3))
    send(newsroom.now)
    assert digests(newsroom, choose) == [[CHESS[0]]]


def test_what_a_feed_had_when_it_was_followed_is_no_news(newsroom, send, hours, choose):
    feed = newsroom.feed()
    hours.at(1, 12 * 60, newsroom.now)
    newsroom.entry(feed, CHESS)
    newsroom.cycle()
    newsroom.later(timedelta(minutes=5))
    newsroom.follows(1, feed=feed, mode="digest")
    newsroom.later(timedelta(minutes=5))
    newsroom.entry(feed, QUAKE)
    newsroom.cycle()
    newsroom.later(timedelta(hours=3))
    send(newsroom.now)
    assert digests(newsroom, choose) == [[QUAKE[0]]]


def test_an_old_article_somebody_sends_is_no_news(newsroom, send, hours, choose):
    newsroom.follows(1, "earthquake OR chess", mode="digest")
    newsroom.follows(1, site="courier.example", mode="digest")
    hours.at(1, 12 * 60, newsroom.now)
    newsroom.article(QUAKE, published=newsroom.now - timedelta(days=400))
    newsroom.article(CHESS, "gazette.example")
    newsroom.cycle()
    newsroom.later(timedelta(hours=3))
    send(newsroom.now)
    assert digests(newsroom, choose) == [[CHESS[0]]]


def test_a_small_budget_takes_less_and_says_what_is_left_out(newsroom, choose):
    newsroom.follows(1, "earthquake OR chess", mode="digest")
    newsroom.article(QUAKE)
    newsroom.article(CHESS, "gazette.example")
    newsroom.cycle()
    with newsroom.database.read() as uow:
        ids = uow.digests.stories_for(1, newsroom.now - timedelta(days=1), 10)
    digest = choose(ids, 0.05, newsroom.now)
    assert (len(digest.stories), digest.left_out) == (1, 1)


def test_weekdays_leave_the_weekend_out(newsroom, hours):
    friday = datetime(2026, 5, 8, 12, tzinfo=UTC)
    hours.at(1, 8 * 60, friday)
    current = hours.on_days(1, WEEKDAYS, friday)
    assert f"{current.schedule.next_due:%a}" == "Mon"


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Tokyo", "Sun 23:00"), ("Europe/Berlin", "Mon 06:00"), ("", "Sun 08:00")]
)
def test_weekly_is_on_the_day_it_is_in_the_chats_own_zone(hours, zone, day):
    late_on_sunday = datetime(2026, 5, 10, 22, 30, tzinfo=UTC)
    if zone:
        hours.zone(1, zone, late_on_sunday)
    hours.at(1, 8 * 60, late_on_sunday)
    due = hours.weekly(1, late_on_sunday).schedule.next_due
    assert f"{due:%a %H:%M}" == day
    assert due > late_on_sunday


def test_an_inactive_chat_gets_none_and_keeps_its_hour(newsroom, send, hours):
    newsroom.follows(1, "chess", mode="digest")
    hours.at(1, 12 * 60, newsroom.now)
    with newsroom.database.write() as uow:
        uow.chats.deactivate(1)
        uow.commit()
    newsroom.later(timedelta(hours=4))
    assert send(newsroom.now) == 0
    assert newsroom.outbox() == ()
    assert hours.current(1).schedule.next_due > newsroom.now


def test_two_workers_make_a_digest_once(newsroom, choose, hours):
    newsroom.follows(1, "chess", mode="digest")
    hours.at(1, 12 * 60, newsroom.now)
    newsroom.later(timedelta(hours=4))
    workers = [SendDigests(newsroom.database, choose, name) for name in ("one", "two")]
    assert sorted(worker(newsroom.now) for worker in workers) == [0, 1]


@pytest.mark.parametrize(
    "change",
    [
        lambda hours, now: hours.at(1, 24 * 60, now),
        lambda hours, now: hours.on_days(1, 0, now),
        lambda hours, now: hours.budget(1, 3, now),
        lambda hours, now: hours.quiet(1, 3, 4, now),
        lambda hours, now: hours.zone(1, "Atlantis/Capital", now),
    ],
)
def test_hours_that_are_not_offered_are_refused(newsroom, hours, change):
    with pytest.raises(ValueError, match=r"no such|is no minute|names no day"):
        change(hours, newsroom.now)
