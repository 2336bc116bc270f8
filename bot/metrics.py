"""The figures of one process for Prometheus: what has happened is counted here, how things stand is asked of the store.

Whoever does the work is handed a method of this, and knows nothing of Prometheus.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from storage.records import Vitals

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

_QUESTION_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LAG_SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
_FEED_STATES = ("active", "failing", "paused", "gone")
_DELIVERY_STATES = ("waiting", "sending", "ambiguous")


class Metrics:
    """Counts and durations since the process began, and gauges set for each page of figures."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._deliveries = Counter(
            "newsdesk_deliveries", "Attempts to deliver a message, by outcome.", ["outcome"], registry=registry
        )
        self._fetches = Counter(
            "newsdesk_fetches", "Fetches of pages and feeds, by outcome.", ["outcome"], registry=registry
        )
        self._questions = Histogram(
            "newsdesk_question_seconds",
            "Time from a question to its answer.",
            buckets=_QUESTION_SECONDS,
            registry=registry,
        )
        self._lag = Histogram(
            "newsdesk_event_loop_lag_seconds",
            "How late the event loop wakes what is due.",
            buckets=_LAG_SECONDS,
            registry=registry,
        )
        self._up = Gauge("newsdesk_database_up", "Whether the database answers.", registry=registry)
        self._outbox = Gauge("newsdesk_outbox_deliveries", "Open deliveries, by state.", ["state"], registry=registry)
        self._outbox_age = Gauge(
            "newsdesk_outbox_oldest_due_seconds", "How long the oldest due delivery waits.", registry=registry
        )
        self._inbox = Gauge("newsdesk_inbox_updates", "Updates accepted and not finished.", registry=registry)
        self._inbox_age = Gauge("newsdesk_inbox_oldest_seconds", "How long the oldest update waits.", registry=registry)
        self._feeds = Gauge("newsdesk_feeds", "Feeds, by health.", ["health"], registry=registry)
        self._feed_lag = Gauge("newsdesk_feed_lag_seconds", "How late the longest due feed is.", registry=registry)

    def delivered(self, outcome: str) -> None:
        """An attempt to deliver a message ended so."""
        self._deliveries.labels(outcome).inc()

    def fetched(self, outcome: str) -> None:
        """A fetch ended so."""
        self._fetches.labels(outcome).inc()

    @contextmanager
    def question(self) -> Iterator[None]:
        """Times the block, which answers a question."""
        began = perf_counter()
        try:
            yield
        finally:
            self._questions.observe(perf_counter() - began)

    def lagged(self, seconds: float) -> None:
        """The event loop was so late."""
        self._lag.observe(seconds)

    def page(self, vitals: Vitals | None, now: datetime) -> bytes:
        """All figures in Prometheus' text format; without `vitals` the database did not answer."""
        self._up.set(vitals is not None)
        if vitals is not None:
            _set_all(self._outbox, dict.fromkeys(_DELIVERY_STATES, 0) | vitals.deliveries)
            _set_all(self._feeds, dict.fromkeys(_FEED_STATES, 0) | vitals.feeds)
            self._inbox.set(vitals.updates)
            self._outbox_age.set(age(vitals.oldest_due, now))
            self._inbox_age.set(age(vitals.oldest_update, now))
            self._feed_lag.set(age(vitals.oldest_feed_due, now))
        return generate_latest(self._registry)


def age(since: datetime | None, now: datetime) -> float:
    """The seconds since then, 0 when there is no such moment or it is to come."""
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _set_all(gauge: Gauge, values: dict[str, int]) -> None:
    for label, value in values.items():
        gauge.labels(label).set(value)
