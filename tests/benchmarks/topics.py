"""How long it takes to find the topics of an article, with many topics: stored anchors beside asking every topic.

    python -m tests.benchmarks.topics [--topics 100000] [--articles 4000] [--timed 300] [--file articles.jsonl]

Both go the bot's own way: topics are added to its database and found by `match_topics.met_topics`.

Articles come from a file of article JSON Lines, else they are made up from a vocabulary with Zipf's frequencies.
Queries are drawn from the articles' own words, every word as likely as any other, those in over one of a
hundred articles apart: nobody follows "would OR said". The first articles are timed; the brute force runs over a few
of them and must find the very same topics.
"""

import argparse
import gc
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from bot.news.topic_parser import TopicError, parse_topic
from bot.news.topic_query import TopicQuery, normal_form
from bot.news.topic_terms import ArticleTerms, language_bit, read_terms
from bot.news.topics import anchors, match
from bot.usecases.match_topics import met_topics
from storage.database import Database

_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()  # a word list
_NOW = datetime(2026, 5, 4, tzinfo=UTC)
Article = tuple[str, str, str]


def made_up_articles(count: int, chance: random.Random) -> list[Article]:
    """Language, title and text of `count` articles of some 300 words."""
    vocabulary = sorted({"".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(60_000)})
    chance.shuffle(vocabulary)
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    texts = [chance.choices(vocabulary, weights, k=chance.randint(150, 450)) for _ in range(count)]
    return [("en", " ".join(text[:9]), " ".join(text[9:])) for text in texts]


def read_articles(path: Path, count: int) -> list[Article]:
    """The first `count` articles of a file of article JSON Lines, taken to be English."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(count), strict=False)]
    return [("en", row.get("title") or "", row.get("text") or "") for row in rows]


def made_up_queries(articles: Sequence[Article], count: int, chance: random.Random) -> list[TopicQuery]:
    """`count` distinct queries of one to four words of the articles, some with OR, a phrase or an exclusion."""
    texts = [f"{title} {text}".lower().split() for _, title, text in articles]
    spread = Counter(word for text in texts for word in set(text))
    vocabulary = sorted(word for word, number in spread.items() if word.isalpha() and number <= len(texts) / 100)
    pairs = sorted({pair for text in texts for pair in pairwise(text) if " ".join(pair).isprintable()})
    found: dict[str, TopicQuery] = {}
    while len(found) < count:
        one, two, three = chance.choices(vocabulary, k=3)
        phrase = '"{} {}"'.format(*chance.choice(pairs))
        typed = chance.choice([one, f"{one} {two}", f"{one} OR {two}", phrase])
        typed += chance.choice(["", "", f" {three}", f" -{three}"])
        try:
            query = parse_topic(typed)
        except TopicError:
            continue
        found[normal_form(query)] = query
    return list(found.values())


def store(database: Database, queries: Iterable[TopicQuery], counts: Counter[str]) -> None:
    """The queries, kept under their anchors; the first has id 1."""
    with database.write() as uow:
        for query in queries:
            uow.topics.add(normal_form(query), anchors(query, counts.__getitem__), _NOW)
        uow.commit()


def ask_anchors(database: Database, article: ArticleTerms) -> set[int]:
    """The topics that match by way of the stored anchors."""
    with database.read() as uow:
        return {topic_id for topic_id, _ in met_topics(uow, article)}


def count_asked(database: Database, article: ArticleTerms) -> int:
    """How many topics the anchors find, whether they match or not."""
    with database.read() as uow:
        return len(uow.topics.matching(article.lookup_keys, article.pairs, language_bit(article.language)))


def ask_all(queries: Sequence[TopicQuery], article: ArticleTerms) -> set[int]:
    """The topics that match by asking every one, parsed beforehand and kept in memory."""
    return {number for number, query in enumerate(queries, 1) if match(query, article)}


def main() -> int:
    """The benchmark as a command; 1 when the two ways differ."""
    options = _options()
    chance = random.Random(options.seed)
    articles = (
        read_articles(options.file, options.articles) if options.file else made_up_articles(options.articles, chance)
    )
    queries = made_up_queries(articles, options.topics, chance)
    counts = Counter(key for language, title, text in articles for key in read_terms(title, text, language).places)
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        database = Database.open(options.database or f"sqlite:///{folder}/topics.sqlite")
        database.migrate()
        store(database, queries, counts)
        _print(f"{len(queries):,} topics stored in {time.process_time() - began:.1f} s of processor")
        same = _compare(database, queries, articles[: options.timed], options.brute)
        database.dispose()
    return 0 if same else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--timed", type=int, default=300)
    parser.add_argument("--brute", type=int, default=5, help="articles that are also asked the slow way")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--database", default="", help="an empty one; SQLite in a temporary folder when not given")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def _compare(database: Database, queries: Sequence[TopicQuery], articles: Sequence[Article], brute: int) -> bool:
    gc.freeze()  # the queries are here for the brute force alone
    fast, slow, asked, matched, same = [], [], [], [], True
    for number, (language, title, text) in enumerate(articles):
        began = time.process_time()
        article = read_terms(title, text, language)
        found = ask_anchors(database, article)
        fast.append((time.process_time() - began) * 1000)
        asked.append(count_asked(database, article))
        matched.append(len(found))
        if number < brute:
            began = time.process_time()
            same = ask_all(queries, article) == found and same
            slow.append((time.process_time() - began) * 1000)
    _print(f"{statistics.fmean(asked):.0f} topics asked an article, {statistics.fmean(matched):.0f} matched")
    _print(_line("stored anchors", fast))
    _print(_line("every topic", slow))
    _print("the same topics" if same else "DIFFERENT TOPICS")
    return same


def _line(name: str, milliseconds: list[float]) -> str:
    ordered = sorted(milliseconds)
    tail = ordered[int(len(ordered) * 0.95)]
    return f"{name:15} {statistics.fmean(ordered):9.2f} ms of processor an article, p95 {tail:9.2f}, n {len(ordered)}"


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
