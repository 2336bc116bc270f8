"""Builds what finds, follows and polls feeds."""

from dataclasses import dataclass

from bot.isolation import Runner
from bot.news.schedule import limits
from bot.settings import Settings
from bot.usecases.discover_feeds import DiscoverFeeds
from bot.usecases.exchange_feeds import ImportOpml
from bot.usecases.match_topics import MatchTopics
from bot.usecases.read_entries import ReadEntries
from bot.usecases.refresh_feeds import RefreshFeeds
from bot.usecases.tidy_feeds import TidyFeeds
from bot.web.fetcher import Fetcher
from bot.web.politeness import PoliteFetcher
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Workshops:
    """Where strangers' bytes are read: `quick` for what a person waits for, `background` for polling."""

    quick: Runner
    background: Runner


@dataclass(frozen=True, slots=True)
class Sources:
    """The use cases of feeds."""

    discover_feeds: DiscoverFeeds
    import_opml: ImportOpml
    refresh_feeds: RefreshFeeds
    read_entries: ReadEntries
    tidy_feeds: TidyFeeds


def build_sources(settings: Settings, database: Database, fetcher: Fetcher, workshops: Workshops) -> Sources:
    """The use cases, wired."""
    return Sources(
        discover_feeds=DiscoverFeeds(database, PoliteFetcher(fetcher), workshops.quick),
        import_opml=ImportOpml(database, workshops.quick, settings.max_feeds),
        refresh_feeds=RefreshFeeds(
            database, fetcher, workshops.background, between=limits(settings.poll_interval_seconds)
        ),
        read_entries=ReadEntries(database, fetcher, workshops.background, on_known=MatchTopics(database).again),
        tidy_feeds=TidyFeeds(database),
    )
