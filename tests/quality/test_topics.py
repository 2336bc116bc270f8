"""Floors for topic matching: which of the articles of stories.json a query should bring, by event."""

import json
from pathlib import Path

from bot.news.topic_parser import parse_topic
from bot.news.topic_terms import read_terms
from bot.news.topics import match
from tests.anchors import is_asked
from tests.quality.test_stories import ARTICLES

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["topics"]
WANTED = {
    "ferry": {"ferry", "ferry-other"},
    "ferry -fire -blaze": {"ferry"},
    '"harlow point" OR northline': {"ferry"},
    "valdoria": {"rates", "budget"},
    'valdoria rate OR "central bank"': {"rates"},
    "orlan chip OR processor": {"chip"},
    "milton athletic": {"final", "transfer"},
    '"castle rovers" OR okafor': {"final", "transfer"},
    "clocks museum": {"museum"},
    "lotse streiken": {"streik"},
    "brücken lang:de": {"bruecke"},
    "hafen": {"streik"},
    "заречный": {"metro", "pozhar"},
    '"третья линия" метро': {"metro"},
    "пожары склады": {"pozhar"},
    "source:ledger.example": {"ledger"},
    "ferry lang:de": set(),
}


def test_queries_bring_what_they_are_asked_for() -> None:
    right = brought = wanted = 0
    read = [read_terms(each["title"], each["text"], each["lang"], each["url"]) for each in ARTICLES]
    for typed, events in WANTED.items():
        query = parse_topic(typed)
        for each, article in zip(ARTICLES, read, strict=True):
            met = is_asked(query, article, lambda _: 1.0) and match(query, article) is not None
            due = each["event"] in events or bool(events & set(article.hosts[0].split(".")))
            right, brought, wanted = right + (met and due), brought + met, wanted + due
    assert right / brought >= FLOORS["precision"]
    assert right / wanted >= FLOORS["recall"]
