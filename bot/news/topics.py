"""Whether a topic's query matches an article, and the anchors that find the few queries worth asking.

Flow: query -> `anchors` -> stored in an indexed table; article -> topic_terms.read_terms -> its `lookup_keys` found
in that table -> `match` for each query found. An article without any anchor of a query cannot match it.

An anchor is a key, or two with a space between them, both of which the article has: two words of a query that are each
in many articles stand together in few, and one right behind the other in fewer still. Beside it stand the languages it
is an anchor in: the stem of a word in one language is often another word of another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.news.topic_query import Need, Phrase, TopicQuery
from bot.news.topic_terms import PAIR, ArticleTerms, all_keys, key, key_sets, phrase_words, source_key

#: In the place of the bits of languages: the anchor holds in all of them.
EVERY_LANGUAGE = -1
BROAD_A_DAY = 30.0  # stories; more than one every half hour awake
BROAD_SHARE = 0.1  # of all stories


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """Where a query met an article: whether the title alone has all it needs."""

    in_title: bool


_Keys = tuple[str, ...]
"""A phrase as it would stand in an article: its only key, or its only pair of keys, or more than two keys."""

_NOWHERE = 1 << 60


@dataclass(frozen=True, slots=True)
class Plan:
    """A query made ready for the articles of one language: all is looked up, nothing stemmed."""

    query: TopicQuery
    needs: tuple[tuple[tuple[_Keys, ...], ...], ...]
    without: tuple[_Keys, ...]
    has_filters: bool


def plan(query: TopicQuery, language: str) -> Plan:
    """How to ask the query of articles in `language`."""
    needs = tuple(
        tuple(tuple(_keys(phrase, language) for phrase in phrases) for phrases in need.alternatives)
        for need in query.needs
    )
    without = tuple(_keys(phrase, language) for phrase in query.without)
    filters = query.sources or query.not_sources or query.languages or query.not_languages
    return Plan(query, needs, without, bool(filters))


def _keys(phrase: Phrase, language: str) -> _Keys:
    keys = tuple(key(word, language) for word in phrase_words(phrase.text))
    return (PAIR.join(keys),) if len(keys) == 2 else keys


def match(query: TopicQuery, article: ArticleTerms) -> TopicMatch | None:
    """The match, or None. Words are compared by stem in the article's language, phrases as runs of them."""
    return match_planned(plan(query, article.language), article)


def match_planned(planned: Plan, article: ArticleTerms) -> TopicMatch | None:
    """The same for a query that is ready for the article's language."""
    if planned.has_filters and not _allowed(planned.query, article):
        return None
    last = -1
    for alternatives in planned.needs:
        met = min(max(_first_place(keys, article) for keys in phrases) for phrases in alternatives)
        if met == _NOWHERE:
            return None
        last = max(last, met)
    if any(_first_place(keys, article) != _NOWHERE for keys in planned.without):
        return None
    return TopicMatch(in_title=0 <= last < article.title_end)


def _allowed(query: TopicQuery, article: ArticleTerms) -> bool:
    hosts = article.hosts
    return not (
        (query.languages and article.language not in query.languages)
        or (query.not_languages and article.language in query.not_languages)
        or (query.sources and not any(host in hosts for host in query.sources))
        or any(host in hosts for host in query.not_sources)
    )


def _first_place(keys: _Keys, article: ArticleTerms) -> int:
    """Where the phrase stands first in the article, counted in words, the title first."""
    first = keys[0]
    if len(keys) > 1:
        return _first_run(keys, article)
    if places := article.places.get(first):
        return places[0]
    return article.pairs.get(first, _NOWHERE)


def _first_run(keys: _Keys, article: ArticleTerms) -> int:
    if not all(PAIR.join(pair) in article.pairs for pair in pairwise(keys)):
        return _NOWHERE
    following = [frozenset(article.places[found]) for found in keys[1:]]
    return next(
        (at for at in article.places[keys[0]] if all(at + step in later for step, later in enumerate(following, 1))),
        _NOWHERE,
    )


def anchors(query: TopicQuery, frequency: Callable[[str], float]) -> dict[str, int]:
    """The anchors to store a query under, each with the bits of its languages.

    For each alternative of its rarest need these are the rarest word it requires and beside it two words that follow
    each other in a phrase, else the next rarest. In every language the article may be in. `frequency` says in how many
    articles (or what part of them) a key occurs; a constant will do at the start.
    """
    if not query.needs:
        return {source_key(host): EVERY_LANGUAGE for host in query.sources}

    @cache
    def cost(word: str) -> tuple[float, int, str]:
        keys = all_keys(word)
        # Without counts the longest word is likely the rarest.
        return sum(map(frequency, keys)), -max(map(len, keys)), word

    def need_cost(need: Need) -> tuple[float, int, str]:
        costs = [min(map(cost, _words(phrases))) for phrases in need.alternatives]
        return sum(each for each, _, _ in costs), *max(costs)[1:]

    need = min(query.needs, key=need_cost)
    always = [phrase for other in query.needs if len(other.alternatives) == 1 for phrase in other.alternatives[0]]
    found: dict[str, int] = {}
    for phrases in need.alternatives:
        first = min(_words(phrases), key=cost)
        required = (*phrases, *always)
        pairs = sorted(_pairs(required), key=lambda pair: sorted(map(cost, pair)))[:1]
        words = sorted({*_words(required)} - {first}, key=cost)[:1]
        second = [PAIR.join(pair) for pair in pairs] or words
        for keys, languages in key_sets((first, *second), query.languages).items():
            anchor = " ".join(dict.fromkeys(keys))
            found[anchor] = found.get(anchor, 0) | languages
    return found


def _pairs(phrases: tuple[Phrase, ...]) -> list[tuple[str, str]]:
    return [pair for phrase in phrases for pair in pairwise(phrase_words(phrase.text))]


def _words(phrases: tuple[Phrase, ...]) -> list[str]:
    return [word for phrase in phrases for word in phrase_words(phrase.text)]


@dataclass(frozen=True, slots=True)
class Breadth:
    """What a topic would bring: stories a day over the days looked at, and whether that is too many to follow."""

    a_day: float
    is_broad: bool


def breadth(stories: int, days: float, all_stories: int) -> Breadth:
    """How broad a topic is that met `stories` of `all_stories` in `days` (at least an hour's part of one)."""
    a_day = stories / max(days, 1 / 24)
    is_broad = a_day > BROAD_A_DAY or (stories >= 20 and stories > BROAD_SHARE * all_stories)
    return Breadth(round(a_day, 1), is_broad)
