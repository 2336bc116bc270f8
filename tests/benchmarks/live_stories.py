"""How long it takes to place an article when there are many live stories, in the database the bot uses.

    python -m tests.benchmarks.live_stories [--stories 10000] [--timed 300] [--file articles.jsonl] [--database URL]

Articles come from a file of article JSON Lines, else they are made up; all are seen within one window, so none of
the stories is over. First as many are placed as it takes, then the next are timed as the bot places them: by
`GroupStories`, twenty at a call, beside one at a call, which is one in each transaction.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.news.grouping import StoryArticle, place
from bot.usecases.group_stories import GROUPED, GroupStories
from bot.usecases.stored_states import StoredStates
from storage.database import Database
from storage.records import NewArticle
from tests.benchmarks.topics import Article, made_up_articles, read_articles

_START = datetime(2026, 5, 4, tzinfo=UTC)
_BATCH = 200
_AT_ONCE = 20


def main() -> int:
    """The benchmark as a command."""
    options = _options()
    chance = random.Random(options.seed)
    wanted = options.stories * 2 + options.timed
    found = read_articles(options.file, wanted) if options.file else made_up_articles(wanted, chance)
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(options.database or f"sqlite:///{folder}/live.sqlite")
        database.migrate()
        articles = _stored(database, found)
        live = _fill(database, articles, options.stories)
        for _ in zip(articles, range(options.timed), strict=False):
            pass
        group = GroupStories(database)
        alone = [_place(group, 1) for _ in range(options.timed // 3)]
        together = [_place(group, _AT_ONCE) for _ in range(options.timed // 2 // _AT_ONCE)]
        database.dispose()
    sys.stdout.write(f"{live:,} live stories\n{_line('one at a call', alone)}\n{_line('twenty', together)}\n")
    return 0


def _stored(database: Database, found: list[Article]) -> Iterator[StoryArticle]:
    """The articles one after the other, each stored before, a second apart and from a hundred publishers."""
    for start in range(0, len(found), _BATCH):
        batch = found[start : start + _BATCH]
        with database.write() as unit:
            ids = unit.articles.add_many([(_new(number, each), ()) for number, each in enumerate(batch, start)], _START)
            unit.commit()
        for number, ((article_id, _), (language, title, text)) in enumerate(zip(ids, batch, strict=True), start):
            yield StoryArticle(
                article_id, language, title, text, f"site{number % 100}", _START + timedelta(seconds=number)
            )


def _new(number: int, article: Article) -> NewArticle:
    language, title, text = article
    return NewArticle(f"https://site{number % 100}.example/{number}", "", title, text, str(number), language)


def _fill(database: Database, articles: Iterator[StoryArticle], wanted: int) -> int:
    live = 0
    while live < wanted:
        batch = [article for article, _ in zip(articles, range(_BATCH), strict=False)]
        if not batch:
            break
        with database.write() as unit:
            live += sum(place(article, StoredStates(unit)).story.articles == 1 for article in batch)
            unit.marks.set(GROUPED, str(batch[-1].id))  # nothing changes an article here, so changes go by its number
            unit.commit()
    return live


def _place(group: GroupStories, most: int) -> tuple[float, float]:
    """Milliseconds of processor and of clock an article, the commit to disk included."""
    began, worked = time.perf_counter(), time.process_time()
    placed = group(most)
    return (time.process_time() - worked) * 1000 / placed, (time.perf_counter() - began) * 1000 / placed


def _line(name: str, milliseconds: list[tuple[float, float]]) -> str:
    processor, clock = (sorted(each) for each in zip(*milliseconds, strict=True))
    tail = processor[int(len(processor) * 0.95)]
    return (
        f"{name:14} processor mean {statistics.fmean(processor):6.2f} ms an article, "
        f"median {statistics.median(processor):6.2f}, p95 {tail:6.2f}; clock mean {statistics.fmean(clock):6.2f}"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--timed", type=int, default=300)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
