"""tick -> due feeds -> conditional fetch -> parse -> new entries stored, and when the feed is due next.

`bot/jobs/poll.py` claims and calls. What a feed says waits as entries, which `read_entries` makes articles of. A
failure slows down this feed alone; when it lasts, the followers are told once.
"""

import hashlib
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.isolation import IsolationError, Runner
from bot.news.entries import keys_of, plausible_date, wants_page
from bot.news.errors import NewsError
from bot.news.feed import parse_feed
from bot.news.feed_values import ParsedFeed
from bot.news.schedule import (
    LONGEST,
    RECENT,
    SHORTEST,
    FeedHealth,
    Trouble,
    after_failure,
    after_success,
    next_poll,
    next_try,
)
from bot.usecases.notices import FEED_NOTICE, FeedNotice, reason_of
from bot.usecases.poll_host import AT_A_TIME, LEASE, PAUSE, host_key
from bot.usecases.troubles import feed_trouble
from bot.web.errors import BadStatus, FetchError, Gone, NotFound
from bot.web.fetcher import Fetcher
from bot.web.freshness import fresh_for
from bot.web.page import Page
from storage.database import Database
from storage.feed_records import Entry, Feed, FeedState, NewEntry
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

#: A feed that failed for so long is worth a word to its followers, though it is tried on.
_WORTH_TELLING = timedelta(days=3)
#: Entries first seen before their feed was added are known as what it had in stock; see `Entries.feeds_of`.
_BEFORE = timedelta(seconds=1)
#: A server that wants longer is asked once a day all the same.
_LONGEST_HINT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a poll brought; `parsed` is None when the feed is as it was."""

    page: Page
    mark: bytes | None
    parsed: ParsedFeed | None


@dataclass(frozen=True, slots=True)
class Poll:
    """What came of polling a feed: how many entries were new, and the reason where it failed."""

    feed_id: int
    new: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RefreshFeeds:
    """Polls feeds. `between` are the shortest and longest wait between two polls, `dice` gives numbers from 0 to 1."""

    database: Database
    fetcher: Fetcher
    isolation: Runner
    between: tuple[timedelta, timedelta] = (SHORTEST, LONGEST)
    dice: Callable[[], float] = field(default=random.random)

    def claim(self, limit: int, now: datetime, worker: str) -> tuple[Feed, ...]:
        """Up to `limit` feeds to poll now, one a host; their hosts are left in peace for a second."""
        with self.database.write() as uow:
            feeds = uow.feeds.claim_due(limit, now, LEASE, worker, AT_A_TIME)
            for feed in feeds:
                uow.feeds.hold_host(feed.host, now + PAUSE)
            uow.commit()
        return feeds

    def take_over(self, worker: str) -> None:
        """At the start: what a former process of this name held is free again."""
        with self.database.write() as uow:
            uow.feeds.release(worker)
            uow.commit()

    def __call__(self, feed: Feed, now: datetime) -> Poll:
        """Poll a claimed feed and keep what came of it. Raises StorageError; the feed's own troubles are results."""
        try:
            answer = self._ask(feed)
        except (FetchError, NewsError, IsolationError) as error:
            return self._keep_failure(feed, error, now)
        except Exception as error:
            # A fault of ours that this feed brings out must slow down this feed alone.
            log.exception("feed %d could not be read", feed.id)
            return self._keep_failure(feed, error, now)
        return self._keep(feed, answer, now)

    def _ask(self, feed: Feed) -> _Answer:
        etag, modified = _text(feed.etag), _text(feed.last_modified)
        page = self.fetcher.fetch(feed.url, etag=etag, last_modified=modified)
        if page.not_modified:
            return _Answer(page, feed.body_hash, None)
        mark = hashlib.sha256(page.body).digest()
        if mark == feed.body_hash:
            return _Answer(page, mark, None)
        return _Answer(page, mark, self.isolation.run(parse_feed, page.body, page.url, page.charset))

    def _keep(self, feed: Feed, answer: _Answer, now: datetime) -> Poll:
        with self.database.write() as uow:
            stored = uow.feeds.get(feed.id)
            if stored is None:
                return Poll(feed.id)
            new = _store_entries(uow, stored, answer.parsed, now) if answer.parsed else 0
            health = after_success(_health(stored), answer.page.moved_to)
            fresh = _after_success(stored, answer, health, now)
            fresh = replace(fresh, next_due=self._next(fresh, uow.entries.newest(feed.id, RECENT), answer.page, now))
            uow.feeds.save(fresh)
            if health.has_moved:
                _move(uow, fresh, health.moved_to)
            uow.commit()
        return Poll(feed.id, new)

    def _next(self, feed: Feed, newest: tuple[Entry, ...], page: Page, now: datetime) -> datetime:
        # Without dates of its own an entry's first sight is its date; that of a backlog says nothing.
        seen = [entry.published or entry.first_seen for entry in newest]
        dates = [date for date, entry in zip(seen, newest, strict=True) if entry.published or date >= feed.added]
        hint = min(max(float(feed.interval_seconds), fresh_for(page) or 0.0), _LONGEST_HINT.total_seconds())
        return next_poll(dates, now, least_interval=hint, dice=self.dice(), between=self.between)

    def _keep_failure(self, feed: Feed, error: Exception, now: datetime) -> Poll:
        reason = reason_of(feed_trouble(error, feed.url))
        wait = error.retry_after if isinstance(error, BadStatus) else None
        log.info("feed %d failed: %s", feed.id, reason)
        with self.database.write() as uow:
            stored = uow.feeds.get(feed.id)
            if stored is None:
                return Poll(feed.id)
            if wait:
                uow.feeds.hold_host(stored.host, now + timedelta(seconds=wait))
            failed = self._after_failure(stored, error, reason, now)
            if failed.told and not stored.told:
                _tell(uow, failed, now)
            uow.feeds.save(failed)
            uow.commit()
        return Poll(feed.id, reason=reason)

    def _after_failure(self, feed: Feed, error: Exception, reason: str, now: datetime) -> Feed:
        health = after_failure(_health(feed), _kind(error), now)
        wait = error.retry_after if isinstance(error, BadStatus) else None
        state: FeedState = feed.state
        if health.paused and feed.state == "active":
            state = "gone" if isinstance(error, Gone) else "paused"
        has_lasted = health.failing_since is not None and now - health.failing_since >= _WORTH_TELLING
        return replace(
            feed,
            state=state,
            reason=reason,
            checked=now,
            failures=health.failures,
            failing_since=health.failing_since,
            missing=health.missing,
            told=feed.told or health.paused or has_lasted,
            next_due=next_try(health, now, retry_after=wait, dice=self.dice(), first=self.between[0]),
        )


def _store_entries(uow: UnitOfWork, feed: Feed, parsed: ParsedFeed, now: datetime) -> int:
    """How many entries are new. What a feed brings at its first poll was there before it was added: it is no news."""
    is_first = feed.succeeded is None
    entries = []
    for place, (entry, keys) in enumerate(zip(parsed.entries, keys_of(parsed), strict=True)):
        page = wants_page(entry, place, now, is_first_poll=is_first)
        entries.append(
            NewEntry(
                keys=keys,
                link=entry.url,
                title=entry.title,
                host=host_key(entry.url) if page else "",
                text=entry.text,
                author=entry.author,
                image=entry.image,
                language=entry.language,
                published=plausible_date(entry.published, now),
            )
        )
    stored = uow.entries.add(feed.id, entries, feed.added - _BEFORE if is_first else now)
    return sum(is_new for _, is_new in stored)


def _after_success(feed: Feed, answer: _Answer, health: FeedHealth, now: datetime) -> Feed:
    parsed, page = answer.parsed, answer.page
    return replace(
        feed,
        title=(parsed.title if parsed else "") or feed.title,
        site_url=(parsed.site_url if parsed else "") or feed.site_url,
        language=(parsed.language if parsed else "") or feed.language,
        interval_seconds=int(parsed.least_interval or 0) if parsed else feed.interval_seconds,
        reason="" if feed.state == "active" else feed.reason,
        etag=_bytes(page.etag) or (feed.etag if page.not_modified else None),
        last_modified=_bytes(page.last_modified) or (feed.last_modified if page.not_modified else None),
        body_hash=answer.mark,
        checked=now,
        succeeded=now,
        failures=health.failures,
        failing_since=None,
        missing=0,
        moved_to=health.moved_to,
        moved_seen=health.moved_seen,
        told=False,
    )


def _move(uow: UnitOfWork, feed: Feed, url: str) -> None:
    """The feed goes to its new address, or into the feed that is there."""
    moved = uow.feeds.move(feed.id, url, host_key(url))
    log.info("feed %d moved to its new address%s", feed.id, f" and into feed {moved.id}" if moved else "")


def _tell(uow: UnitOfWork, feed: Feed, now: datetime) -> None:
    notice = FeedNotice(feed.id, feed.title, feed.url, feed.reason, feed.state != "active")
    post = uow.posts.add(FEED_NOTICE, notice.payload, now)
    uow.posts.fan_out_to_feed(post, feed.id, now)


def _health(feed: Feed) -> FeedHealth:
    return FeedHealth(feed.failures, feed.failing_since, feed.missing, feed.moved_to, feed.moved_seen)


def _kind(error: Exception) -> Trouble:
    if isinstance(error, Gone):
        return Trouble.GONE
    return Trouble.MISSING if isinstance(error, NotFound) else Trouble.OTHER


def _text(validator: bytes | None) -> str:
    return (validator or b"").decode("latin-1")


def _bytes(validator: str) -> bytes | None:
    return validator.encode("latin-1", "replace") or None
