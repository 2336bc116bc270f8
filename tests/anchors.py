"""Whether an article has an anchor of a query, as the database would find out."""

from collections.abc import Callable

from bot.news.topic_query import TopicQuery
from bot.news.topic_terms import ArticleTerms, language_bit
from bot.news.topics import anchors


def is_asked(query: TopicQuery, article: ArticleTerms, frequency: Callable[[str], float]) -> bool:
    """Whether there is one in the article's language, both terms of it where it has two."""
    beside = {"", *article.lookup_keys, *article.pairs}
    return any(
        anchor.partition(" ")[0] in article.lookup_keys
        and anchor.partition(" ")[2] in beside
        and languages & language_bit(article.language)
        for anchor, languages in anchors(query, frequency).items()
    )
