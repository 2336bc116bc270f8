"""question -> retrieve -> select -> reply: what is stored that answers, in the outlets' own sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.news.analysis import analyse, passages_of
from bot.news.answer import Answer, NoAnswer, Subject
from bot.news.choice import Chosen, choose
from bot.news.coverage import RankedArticle, cover
from bot.news.evidence import gather
from bot.news.followup import subject_of, with_subject
from bot.news.lexicon import Lexicon
from bot.news.passages import ReadArticle
from bot.news.question import Question, read_question
from bot.news.replies import reply
from bot.news.retrieval import CANDIDATES, ArticleMatch, Moment, rank, search_terms
from bot.news.times import read_period
from bot.usecases.follow_articles import FollowArticles
from storage.database import Database
from storage.records import Article
from storage.search import AnalysedArticle, SearchIndex, SearchScope

QUOTES = 12
"""How many quotes an answer holds at most, those behind "More evidence" included."""


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Answers from the stored articles that the chat may see. Raises StorageError."""

    database: Database
    index: SearchIndex

    def __call__(
        self,
        text: str,
        *,
        now: datetime,
        chat_id: int | None = None,
        about: int | None = None,
        subject: Subject | None = None,
        zone: tzinfo = UTC,
    ) -> Answer | NoAnswer:
        """The answer, best quote first, or the closest headlines.

        `chat_id` None is the operator, who sees everything. `about` is an article to ask first (a reply to its card);
        `subject` what the chat talked about, for questions that lean on it. The new subject is in the result.
        "This week" is meant as in `zone`.
        """
        FollowArticles(self.database, self.index)()
        question = with_subject(read_question(text), subject)
        period = read_period(text, now, zone)
        articles = self._articles(question, Moment(now, period), chat_id, about)
        chosen = self._choose(question, articles, now)
        sources = tuple(dict.fromkeys(articles[one.candidate.sighting.article].article.id for one in chosen[:3]))
        return reply(question, chosen, articles, subject_of(question, sources, subject), now)

    def _choose(self, question: Question, articles: Sequence[RankedArticle], now: datetime) -> tuple[Chosen, ...]:
        return choose(gather(question, cover(question, articles, self._lexicon(), now)), QUOTES)

    def _lexicon(self) -> Lexicon:
        return Lexicon(self.index.document_count, self.index.document_frequency, self.index.name_frequency)

    def _articles(
        self, question: Question, when: Moment, chat_id: int | None, about: int | None
    ) -> tuple[RankedArticle, ...]:
        matches = self._matches(question, when, chat_id)
        if about is not None:
            matches = (ArticleMatch(about, 0.0, max((m.score for m in matches), default=1.0), None), *matches)
        ids = list(dict.fromkeys(match.article_id for match in matches))
        with self.database.read() as uow:
            stored = {article.id: article for article in uow.articles.get_many(ids, chat_id)}
        terms = self.index.analysed(list(stored))
        return tuple(
            RankedArticle(_read(stored[match.article_id], terms.get(match.article_id)), match.score, match.match)
            for match in {match.article_id: match for match in reversed(matches)}.values()
            if match.article_id in stored
        )[::-1]

    def _matches(self, question: Question, when: Moment, chat_id: int | None) -> tuple[ArticleMatch, ...]:
        hits = self.index.search(search_terms(question, self._lexicon()), CANDIDATES, SearchScope(chat_id))
        return rank([(hit.article_id, hit.score, hit.published) for hit in hits], when)


def _read(article: Article, known: tuple[int, AnalysedArticle] | None) -> ReadArticle:
    if known is not None and known[0] == article.seq:
        title, sentences, spans = known[1].title, known[1].sentences, known[1].spans
    else:  # changed since it was indexed
        title, sentences, spans, _ = analyse(article.title, article.text, article.language)
    return ReadArticle(
        id=article.id,
        title=article.title,
        text=article.text,
        source=article.source,
        url=article.url,
        published=article.published,
        title_terms=title,
        passages=passages_of(article.text, sentences, spans),
    )
