"""Builds the store and the use cases of reading and answering: all that the command line needs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.bootstrap.sources import Sources, Workshops, build_sources
from bot.isolation import Isolation, Runner
from bot.metrics import Metrics
from bot.news.analysis import VERSION, analyse
from bot.settings import Settings
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.brief_topic import BriefTopic
from bot.usecases.follow_articles import FollowArticles
from bot.usecases.ingest_article import IngestArticle
from bot.usecases.read_article import ReadArticle
from bot.usecases.show_card import ShowCard
from bot.web.counted import CountedFetcher
from bot.web.fetcher import Fetcher, FetchLimits, WebFetcher
from storage.database import Database
from storage.errors import StorageUnavailable
from storage.search import SearchIndex

log = logging.getLogger(__name__)

#: What the worker processes import in advance, so that the first page does not wait for it.
_PRELOAD = ("bot.news.documents", "bot.news.extraction", "bot.news.feed", "bot.news.files")


@dataclass(frozen=True, slots=True)
class Store:
    """An opened store, and what reads into it and answers from it."""

    database: Database
    ingest_article: IngestArticle
    read_article: ReadArticle
    show_card: ShowCard
    answer_question: AnswerQuestion
    brief_topic: BriefTopic
    follow_articles: FollowArticles
    sources: Sources
    metrics: Metrics


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """The store of these settings, created and migrated where need be; closed at the end. Raises StorageError."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageUnavailable(f"there is no folder {settings.data_dir}: {error.strerror}") from error
    for pair in settings.fetch_allow_private:
        log.warning("FETCH_ALLOW_PRIVATE: pages of %s are fetched though it may be a private address", pair)
    database = Database.open(settings.database_address)
    isolation, background = Isolation(preload=_PRELOAD), Isolation(workers=1, preload=_PRELOAD)
    try:
        database.migrate()
        yield build_store(settings, database, _fetcher(settings), isolation, background)
    finally:
        isolation.close()
        background.close()
        database.dispose()


def build_store(
    settings: Settings, database: Database, fetcher: Fetcher, isolation: Runner, background: Runner | None = None
) -> Store:
    """The use cases of reading and answering, wired on a database that is up to date.

    `background` runs what nobody waits for; without it, `isolation` does.
    """
    metrics = Metrics()
    counted = CountedFetcher(fetcher, metrics.fetched)
    ingest = IngestArticle(database, counted, isolation)
    show_card = ShowCard(database, settings.summary_method)
    index = SearchIndex(settings.data_dir / "index", analyse, VERSION)
    return Store(
        database=database,
        ingest_article=ingest,
        read_article=ReadArticle(ingest, show_card),
        show_card=show_card,
        answer_question=AnswerQuestion(database, index),
        brief_topic=BriefTopic(database, index),
        follow_articles=FollowArticles(database, index),
        sources=build_sources(settings, database, counted, Workshops(isolation, background or isolation)),
        metrics=metrics,
    )


def _fetcher(settings: Settings) -> WebFetcher:
    limits = FetchLimits(seconds=settings.fetch_timeout_seconds, bytes=settings.fetch_max_bytes)
    return WebFetcher(limits, allow_private=settings.fetch_allow_private)
