"""A stored article -> its summary card, in the length and by the method the chat likes."""

from dataclasses import dataclass, replace

from bot.news.cleaning import article_paragraphs
from bot.news.facts import KeyFacts, key_facts
from bot.news.names import find_names
from bot.news.summary import Summary, summarise
from bot.text.sentences import split_sentences
from bot.usecases.errors import UnknownArticle
from storage.database import Database
from storage.records import Article

#: How far Longer and Shorter go, in sentences.
SHORTEST, LONGEST = 1, 12
_STEP = 2
#: Names that are offered to follow.
_NAMES = 2


@dataclass(frozen=True, slots=True)
class Card:
    """An article with a summary of it. `longer` and `shorter` are the counts the buttons ask for, None at the ends.

    `names` are those the article speaks of most.
    """

    article: Article
    summary: Summary
    longer: int | None
    shorter: int | None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Builds cards. `default_method` serves chats that chose none."""

    database: Database
    default_method: str

    def __call__(self, article_id: int, *, chat_id: int | None, count: int | None = None) -> Card:
        """The card of an article with `count` sentences (None: as the chat likes). Raises UnknownArticle."""
        with self.database.read() as uow:
            article = uow.articles.get(article_id, chat_id)
            chat = uow.chats.get(chat_id) if chat_id is not None else None
        if article is None:
            raise UnknownArticle(article_id)
        method = (chat and chat.method) or self.default_method
        wanted = count or (chat and chat.summary_length) or None
        summary = summarise(article.title, article.text, wanted, language=article.language, method=method)
        has_more = len(summary.sentences) < len(split_sentences(article.text, article.language))
        return replace(_card(article, summary, has_more=has_more), names=_main_names(article))

    def facts(self, article_id: int, *, chat_id: int | None) -> tuple[Article, KeyFacts]:
        """The names, amounts, dates and quotes of an article. Raises UnknownArticle."""
        with self.database.read() as uow:
            article = uow.articles.get(article_id, chat_id)
        if article is None:
            raise UnknownArticle(article_id)
        return article, key_facts(article.text, published=article.published, language=article.language)


def _main_names(article: Article) -> tuple[str, ...]:
    language = article.language or "en"
    names = find_names(tuple(article_paragraphs(article.text, language)), language)
    return tuple(name.text for name in names[:_NAMES])


def _card(article: Article, summary: Summary, *, has_more: bool) -> Card:
    shown = len(summary.sentences)
    longer = min(shown + _STEP, LONGEST)
    shorter = max(shown - _STEP, SHORTEST)
    return Card(
        article,
        summary,
        longer=longer if longer > shown and has_more else None,
        shorter=shorter if shorter < shown else None,
    )
