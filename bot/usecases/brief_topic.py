"""topic -> retrieve -> overview: what several stored articles tell of it, the newest state first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.news.answer import Origin
from bot.news.briefing import BriefedSentence, Briefing
from bot.news.coverage import RankedArticle, covered_share
from bot.news.fragments import text_fragment
from bot.news.overview import OverviewSentence, Source, overview
from bot.news.question import read_question
from bot.news.replies import origin
from bot.news.retrieval import Moment
from bot.news.times import read_period
from bot.text.language import detect_language
from bot.usecases.find_articles import FindArticles
from storage.database import Database
from storage.search import SearchIndex

ARTICLES = 6
_ON_TOPIC = 0.75


@dataclass(frozen=True, slots=True)
class BriefTopic:
    """Briefs on a topic from the stored articles that the chat may see. Raises StorageError."""

    database: Database
    index: SearchIndex

    def __call__(
        self,
        topic: str,
        *,
        now: datetime,
        chat_id: int | None = None,
        since: datetime | None = None,
        zone: tzinfo = UTC,
    ) -> Briefing:
        """The briefing; sentences of articles published after `since` are marked as new."""
        find = FindArticles(self.database, self.index)
        question = read_question(topic, detect_language(topic) or "en")
        found = find(question, Moment(now, read_period(topic, now, zone)), chat_id)
        lexicon = find.lexicon()
        meant = [one for one in found if covered_share(question, one.article, lexicon) >= _ON_TOPIC][:ARTICLES]
        told = overview([_source(one) for one in meant])
        origins = tuple(origin(one.article) for one in meant)
        return Briefing(topic, tuple(_sentence(one, origins, since) for one in told.sentences), origins)


def _source(ranked: RankedArticle) -> Source:
    article = ranked.article
    return Source(article.title, article.text, article.source, article.url, article.published, article.language)


def _sentence(told: OverviewSentence, origins: Sequence[Origin], since: datetime | None) -> BriefedSentence:
    source = origins[told.source]
    return BriefedSentence(
        sentence=told.sentence.text,
        origin=source,
        others=tuple(origins[place] for place in told.also),
        new=since is not None and source.published is not None and source.published > since,
        fragment=text_fragment(told.sentence.text) if source.url else "",
    )
