"""How long an article takes to find its topics among very many, through the real tables.

    python -m tests.benchmarks.matching --topics 100000 --articles 300

Words are drawn as in a language, few often and many rarely; topics are one to three words, every fourth with an
exclusion. Prints milliseconds an article for the look-up and for the whole step with publishing, and the memory.
"""

import argparse
import random
import resource
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.news.topic_parser import parse_stored
from bot.news.topic_query import normal_form
from bot.news.topic_terms import read_terms
from bot.news.topics import anchors, match
from bot.usecases.group_stories import GroupStories
from bot.usecases.match_topics import MatchTopics
from storage.database import Database
from storage.following_records import Subscription
from storage.records import Chat, NewArticle
from tests.benchmarks.language import Language

NOW = datetime.now(UTC)
_ARTICLE_WORDS = 350


def _fill(database: Database, draw: random.Random, language: Language, topics: int) -> int:
    made = 0
    with database.write() as uow:
        uow.chats.save(Chat(1, "private"))
        for number in range(topics):
            wanted = [
                language.words[int(draw.triangular(20, len(language.words) - 1, 2000))]
                for _ in range(draw.randint(1, 3))
            ]
            text = " ".join(wanted) + (f" -not{number:x}q" if number % 4 == 0 else "")
            query = parse_stored(text)
            topic = uow.topics.add(normal_form(query), anchors(query, lambda key: -len(key)), NOW)
            uow.subscriptions.add(Subscription(1 + number % 5000, "topic", text, NOW, topic_id=topic.id))
            made = max(made, topic.id)
        uow.commit()
    return made


def _articles(database: Database, draw: random.Random, language: Language, count: int) -> None:
    with database.write() as uow:
        for number in range(count):
            text = " ".join(language.draw(draw, _ARTICLE_WORDS)) + "."
            title = " ".join(language.draw(draw, 8))
            new = NewArticle(f"https://outlet{number % 50}.example/{number}", "", title, text, f"f{number}", "en")
            uow.articles.add(NewArticle(**{**_fields(new), "published": NOW}), (), NOW)
        uow.commit()


def _fields(new: NewArticle) -> dict[str, object]:
    return {name: getattr(new, name) for name in NewArticle.__slots__}


def _look_up(database: Database, count: int) -> tuple[float, float, float]:
    """Milliseconds an article, candidates an article, matches an article."""
    with database.read() as uow:
        articles = uow.articles.recent(None, 0, count).articles
    started, candidates, matches = time.perf_counter(), 0, 0
    for article in articles:
        terms = read_terms(article.title, article.text, article.language, article.url)
        with database.read() as uow:
            found = uow.topics.matching(terms.lookup_keys)
        candidates += len(found)
        matches += sum(match(parse_stored(topic.query), terms) is not None for topic in found)
    return (time.perf_counter() - started) * 1000 / count, candidates / count, matches / count


def _whole(database: Database) -> tuple[float, float]:
    """Milliseconds an article to place it, and to match and publish it."""
    group, publish = GroupStories(database), MatchTopics(database)
    started, placed, matched = time.perf_counter(), 0, 0
    while done := group():
        placed += done
    middle = time.perf_counter()
    while done := publish(NOW):
        matched += done
    return (middle - started) * 1000 / placed, (time.perf_counter() - middle) * 1000 / matched


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--database", default="")
    chosen = parser.parse_args()
    draw = random.Random(7)
    language = Language.of(draw)
    with TemporaryDirectory() as folder:
        database = Database.open(chosen.database or f"sqlite:///{Path(folder)}/bench.sqlite")
        database.migrate()
        started = time.perf_counter()
        made = _fill(database, draw, language, chosen.topics)
        print(f"{made} distinct topics stored in {time.perf_counter() - started:.0f} s")
        _articles(database, draw, language, chosen.articles)
        each, candidates, matches = _look_up(database, chosen.articles)
        print(f"look-up and recheck: {each:.1f} ms an article, {candidates:.1f} candidates, {matches:.2f} matches")
        place, publish = _whole(database)
        print(f"whole step: {place:.1f} ms to place, {publish:.1f} ms to match and publish")
        print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
        database.dispose()


if __name__ == "__main__":
    main()
