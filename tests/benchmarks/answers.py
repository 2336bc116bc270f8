"""The answering path as the evaluator of answers calls it: store in a database, follow with the index, ask the use case.

`Answers` keeps everything in a temporary folder; scores are the product's own probabilities.
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from bot.news.analysis import VERSION, analyse
from bot.news.answer import NoAnswer
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.follow_articles import FollowArticles
from storage.database import Database
from storage.records import NewArticle
from storage.search import SearchIndex

STORED = datetime(2000, 1, 1, tzinfo=UTC)
UNDATED = datetime(2100, 1, 1, tzinfo=UTC)
"""The moment a question without a day is asked: nothing is from its future, nothing is recent."""


class Answers:
    """`add`, `ask`, `search` and `rank` of the evaluator, on the product's own path."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(tempfile.mkdtemp(prefix="newsdesk-answers-"))
        self._temporary = folder is None
        self._database = Database.open(f"sqlite:///{self._folder / 'newsdesk.sqlite'}")
        self._database.migrate()
        self._index = SearchIndex(self._folder / "index", analyse, VERSION)
        self.answer = AnswerQuestion(self._database, self._index)
        self._names: dict[int, str] = {}

    def add(self, articles: Sequence[Mapping[str, str]]) -> None:
        """Store and index articles given as id, source, title, published (ISO day or "") and text."""
        with self._database.write() as uow:
            stored = uow.articles.add_many(((_new(article), ()) for article in articles), STORED)
            uow.commit()
        for (number, _), article in zip(stored, articles, strict=True):
            self._names.setdefault(number, article["id"])
        FollowArticles(self._database, self._index)()

    def ask(self, question: str, k: int, now: str = "") -> list[tuple[str, str, float]]:
        """At most `k` quotes as (article, sentence, probability), best first; none when the bot would refuse."""
        found = self.answer(question, now=_moment(now))
        if isinstance(found, NoAnswer):
            return []
        quotes = (*found.quotes, *found.more)[:k]
        return [(self._names[quote.origin.article_id], quote.sentence, quote.score) for quote in quotes]

    def search(self, question: str, k: int, now: str = "") -> list[tuple[str, float]]:
        """At most `k` articles with their score, best first."""
        return [
            (self._names[found], score) for found, score in self.answer.articles(question, now=_moment(now), limit=k)
        ]

    def rank(self, question: str, sentences: Sequence[str], title: str = "") -> list[float]:
        """The score of each sentence, read as one article in this order."""
        return list(self.answer.rank(question, sentences, title))

    def disk(self) -> int:
        """Bytes of the database and the index."""
        return sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())

    def close(self) -> None:
        """Let go of the files, and remove them when they are ours."""
        self._index.close()
        self._database.dispose()
        if self._temporary:
            shutil.rmtree(self._folder)


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else UNDATED


def _new(article: Mapping[str, str]) -> NewArticle:
    return NewArticle(
        url="",
        source=article["source"],
        title=article["title"],
        text=article["text"],
        fingerprint=sha256(article["id"].encode()).hexdigest(),  # the evaluator's ids stay apart
        published=_moment(article["published"]) if article["published"] else None,
    )
