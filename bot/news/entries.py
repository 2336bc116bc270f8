"""What an entry of a feed is known by, when it came out, and what a feed brings: between parsing and storing.

Feeds change all their guids at once and back, repeat entries, give every entry the same link, and carry dates that are
missing or in the future. `bot/usecases/refresh_feeds.py` stores entries under the keys made here.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.news.feed_values import FeedEntry, ParsedFeed
from bot.news.urls import canonical_url

#: A date this far ahead is a zone told wrongly; one still later says nothing.
_WRONG_ZONE = timedelta(hours=14)
#: Pages of entries older than this are not fetched when a feed is new: what the feed says of them is enough.
_NEWS = timedelta(days=7)
#: Nor are those of more entries than this.
MOST_OLD_PAGES = 30
_LATEST = 3


@dataclass(frozen=True, slots=True)
class FeedSample:
    """What a feed brings: `a_day` entries a day (None when its dates do not say), the `latest` headlines."""

    title: str
    language: str
    a_day: float | None
    latest: tuple[str, ...]


def keys_of(feed: ParsedFeed) -> tuple[tuple[str, ...], ...]:
    """For each entry the marks by any one of which it is the same as one seen before.

    Its guid; its link, unless several entries of the feed share it; its title with its date. A bare title is a mark
    only where there is nothing else, for "Weather" comes every day.
    """
    links = [canonical_url(entry.url) for entry in feed.entries]
    shared = {link for link, count in Counter(links).items() if count > 1} | {"", canonical_url(feed.site_url)}
    return tuple(_keys(entry, "" if link in shared else link) for entry, link in zip(feed.entries, links, strict=True))


def _keys(entry: FeedEntry, link: str) -> tuple[str, ...]:
    dated = f"title:{entry.title}@{entry.published.isoformat()}" if entry.title and entry.published else ""
    return tuple(filter(None, (f"id:{entry.identity}", f"link:{link}" if link else "", dated)))


def plausible_date(published: datetime | None, now: datetime) -> datetime | None:
    """The date an entry gives, `now` for one a few hours ahead, None for one that cannot be."""
    if published is None or published <= now:
        return published
    return now if published - now <= _WRONG_ZONE else None


def wants_page(entry: FeedEntry, place: int, now: datetime, *, is_first_poll: bool) -> bool:
    """Whether the entry's page is to be fetched: its text is not whole, and it is not one of many old ones.

    `place` counts the feed's entries from 0.
    """
    if entry.is_whole or not canonical_url(entry.url):
        return False
    is_old = entry.published is not None and now - entry.published > _NEWS
    return not is_first_poll or (place < MOST_OLD_PAGES and not is_old)


def sample(feed: ParsedFeed, now: datetime) -> FeedSample:
    """What the feed brings, by its last entries."""
    dated = [(plausible_date(entry.published, now), entry.title) for entry in feed.entries]
    newest = sorted(dated, key=lambda pair: pair[0] or datetime.min.replace(tzinfo=now.tzinfo), reverse=True)
    latest = tuple(title for _, title in newest if title)[:_LATEST]
    return FeedSample(feed.title, feed.language, _a_day((date for date, _ in dated if date), now), latest)


def _a_day(dates: Iterable[datetime], now: datetime) -> float | None:
    """Entries a day over the time the feed covers, up to now; None for fewer than two dates."""
    listed = sorted(dates)
    if len(listed) < 2:
        return None
    covered = max(now - listed[0], timedelta(hours=1))
    return len(listed) / (covered / timedelta(days=1))
