"""The first half of every answer: bring the index up to date, search, lift by time, read the articles found.

Used by `answer_question` and `brief_topic`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.news.analysis import analyse
from bot.news.coverage import RankedArticle
from bot.news.lexicon import Lexicon
from bot.news.passages import ReadArticle, term_lines
from bot.news.question import Question
from bot.news.retrieval import AHEAD, CANDIDATES, KEPT, ArticleMatch, Moment, rank, search_terms
from bot.text.tokens import terms
from bot.usecases.follow_articles import FollowArticles
from storage.database import Database
from storage.records import Article
from storage.search import AnalysedArticle, SearchIndex, SearchScope


@dataclass(frozen=True, slots=True)
class FindArticles:
    """The stored articles nearest to a question. Raises StorageError."""

    database: Database
    index: SearchIndex

    def __call__(
        self, question: Question, when: Moment, chat_id: int | None, about: int | None = None
    ) -> tuple[RankedArticle, ...]:
        """Best first, with their texts; `about` stands before all others when the chat may see it."""
        matches = self.matches(question, when, chat_id)
        if about is not None:
            first = max((match.score for match in matches), default=1.0)
            matches = (ArticleMatch(about, first, first, None), *(one for one in matches if one.article_id != about))
        return self._read(matches, chat_id)

    def matches(
        self, question: Question, when: Moment, chat_id: int | None, kept: int = KEPT
    ) -> tuple[ArticleMatch, ...]:
        """What the index gives, lifted by time, without the texts."""
        FollowArticles(self.database, self.index)()
        wanted = search_terms(question, self.lexicon())
        hits = self.index.search(wanted, CANDIDATES, SearchScope(chat_id, before=when.asked + AHEAD))
        return rank([(hit.article_id, hit.score, hit.published) for hit in hits], when, kept)

    def lexicon(self) -> Lexicon:
        """The counts of the store."""
        return Lexicon(self.index.document_count, self.index.document_frequency, self.index.name_frequency)

    def _read(self, matches: Sequence[ArticleMatch], chat_id: int | None) -> tuple[RankedArticle, ...]:
        ids = [match.article_id for match in matches]
        with self.database.read() as uow:
            stored = {article.id: article for article in uow.articles.get_many(ids, chat_id)}
        known = self.index.analysed(ids)
        return tuple(
            RankedArticle(read(stored[match.article_id], known.get(match.article_id)), match.score, match.match)
            for match in matches
            if match.article_id in stored
        )


def read(article: Article, known: tuple[int, AnalysedArticle] | None) -> ReadArticle:
    """A stored article with the terms the index keeps of it, analysed anew when it has changed since."""
    if known is not None and known[0] == article.seq:
        title, sentences, spans = known[1].title, known[1].sentences, known[1].spans
    else:
        title, sentences, spans, _ = analyse(article.title, article.text, article.language)
    return ReadArticle(
        id=article.id,
        title=article.title,
        text=article.text,
        source=article.source,
        url=article.url,
        published=article.published,
        title_terms=frozenset((*title, *terms(article.source, article.language or "en"))),
        terms=term_lines(sentences),
        spans=spans,
        language=article.language or "en",
    )
