"""Placed articles -> the followers: matched with topics, feeds and sites, published, and fanned out at once.

Second half of the news cycle, behind `group_stories`. Topics are found by stored anchors and rechecked here; what is to
be told is computed first, then written in one transaction together with the mark of how far this has come: a crash
repeats nothing and loses nothing, and when two workers take the same article, the later one gives way.

One story is one post. It grows when another publisher joins, and messages that show it are edited; an article that
tells something new becomes a post of its own, sent as a reply.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from bot.news.novelty import NewSentence, read_told
from bot.news.topic_parser import TopicError, parse_stored
from bot.news.topic_terms import ArticleTerms, language_bit, read_terms
from bot.news.topics import Plan, TopicMatch, match_planned, plan
from bot.news.updates import update_in
from bot.usecases.group_stories import GROUPED
from storage.database import Database
from storage.errors import StorageError
from storage.following_records import Audience, TopicStory
from storage.outbox_records import Post
from storage.records import Article
from storage.story_records import StoryArticle
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

MATCHED = "matched"
"""The mark: the number of the last change that was looked at."""

#: An article somebody sent that is older than this is no news, nor is one without a date. Feeds bring news by nature.
_NEWS_AGE = timedelta(days=2)
#: A growing story is edited after so long for each of its articles, and no longer than this after.
_EDIT_PAUSE, _LONGEST_EDIT_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
#: A story has one reply in so long.
_REPLY_PAUSE = timedelta(minutes=20)
#: Of a story's articles so many are read to tell what is new: the first and the latest.
_TOLD_ARTICLES = 8


@dataclass(frozen=True, slots=True)
class _Finding:
    """What is known of an article before it is published: its story's members, its topics, its audience, its news."""

    article: Article
    members: tuple[StoryArticle, ...]
    met: tuple[TopicStory, ...]
    audience: Audience
    is_news: bool
    update: tuple[NewSentence, ...] = ()

    @property
    def story_id(self) -> int:
        return self.members[0].story_id

    @property
    def mine(self) -> StoryArticle:
        return next(member for member in self.members if member.article_id == self.article.id)

    @property
    def shows(self) -> bool:
        """Whether the story's message looks otherwise with this article in it: another publisher, or something new."""
        earlier = self.members[: self.members.index(self.mine)]
        return bool(self.update) or all(member.family != self.mine.family for member in earlier)


@dataclass(frozen=True, slots=True)
class MatchTopics:
    """Publishes placed articles. Raises StorageError; an article that fails otherwise is passed over and logged."""

    database: Database

    def __call__(self, now: datetime, most: int = 50) -> int:
        """How many changes of the articles table were looked at, at most `most`."""
        for count in range(most):
            if not self._next(now):
                return count
        return most

    def again(self, article_id: int, now: datetime) -> None:
        """Tell those who follow an article by another way than before, such as a second feed that brings it.

        Who had it already hears nothing: neither does its story's message change, nor does its news come again.
        """
        finding = self._look_safely(article_id, now)
        if finding is not None:
            with self.database.write() as uow:
                uow.topics.note(finding.met)
                _tell(uow, finding, now)
                uow.commit()

    def _next(self, now: datetime) -> bool:
        with self.database.read() as uow:
            done, grouped = int(uow.marks.get(MATCHED) or 0), int(uow.marks.get(GROUPED) or 0)
            change = next(iter(uow.articles.changes_since(done, 1)), None) if done < grouped else None
        if change is None or change.seq > grouped:
            return False
        finding = None
        if change.article is not None and change.article.chat_id is None:
            finding = self._look_safely(change.article_id, now)
        with self.database.write() as uow:
            if int(uow.marks.get(MATCHED) or 0) == done:
                if finding is not None:
                    _publish(uow, finding, now)
                uow.marks.set(MATCHED, str(change.seq))
                uow.commit()
        return True

    def _look_safely(self, article_id: int, now: datetime) -> _Finding | None:
        try:
            return self._look(article_id, now)
        except StorageError:
            raise
        except Exception:
            # One article must not stop the others; the log has what is wrong with it.
            log.exception("article %d could not be matched and is passed over", article_id)
            return None

    def _look(self, article_id: int, now: datetime) -> _Finding | None:
        with self.database.read() as uow:
            article = uow.articles.get(article_id)
            story_id = uow.stories.story_of(article_id)
            if article is None or story_id is None or article.chat_id is not None:
                return None
            terms = read_terms(article.title, article.text, article.language, article.url)
            met = tuple(
                TopicStory(topic_id, story_id, article_id, hit.in_title, now, now)
                for topic_id, hit in met_topics(uow, terms)
            )
            members = uow.stories.articles_of(story_id)
            feeds = uow.entries.feeds_of([article_id])
            sites = uow.subscriptions.followed_sites(terms.hosts)
            audience = Audience(tuple(one.topic_id for one in met), feeds, sites)
            is_news = bool(feeds) or _is_recent(article, now)
            finding = _Finding(article, members, met, audience, is_news)
            post = uow.posts.find_story(story_id)
            if not is_news or finding.mine.copy_of is not None or post is None or not _may_reply(post, now):
                return finding
            told = [one for one in members if one.at <= finding.mine.at and one.article_id != article_id]
            texts = _texts(uow, told)
        update = update_in(article.title, article.text, read_told(texts, article.language), now - members[0].at)
        return _Finding(article, members, met, audience, is_news, update)


def met_topics(uow: UnitOfWork, terms: ArticleTerms) -> Iterator[tuple[int, TopicMatch]]:
    """The topics that the article matches, by id, with how they do."""
    for topic in uow.topics.matching(terms.lookup_keys, terms.pairs, language_bit(terms.language)):
        planned = _plan(topic.query, terms.language)
        hit = match_planned(planned, terms) if planned else None
        if hit is not None:
            yield topic.id, hit


@lru_cache(maxsize=1 << 14)
def _plan(text: str, language: str) -> Plan | None:
    try:
        return plan(parse_stored(text), language)
    except TopicError:
        log.warning("a stored topic cannot be read any more: %r", text)
        return None


def _is_recent(article: Article, now: datetime) -> bool:
    return article.published is not None and now - article.published <= _NEWS_AGE


def _may_reply(post: Post, now: datetime) -> bool:
    last = json.loads(post.payload).get("update")
    return last is None or now - datetime.fromisoformat(last["at"]) >= _REPLY_PAUSE


def _texts(uow: UnitOfWork, told: Sequence[StoryArticle]) -> list[str]:
    ids = [one.article_id for one in (*told[:1], *told[1:][-_TOLD_ARTICLES + 1 :])]
    return [f"{article.title}.\n{article.text}" for article in uow.articles.get_many(ids)]


def _publish(uow: UnitOfWork, finding: _Finding, now: datetime) -> None:
    uow.topics.note(finding.met)
    known = uow.posts.find_story(finding.story_id) if finding.is_news else None
    if known is not None and finding.shows:
        known = _grow(uow, known, finding, now)
    if known is not None and finding.update:
        _reply(uow, known, finding, now)
    _tell(uow, finding, now)


def _tell(uow: UnitOfWork, finding: _Finding, now: datetime) -> None:
    """News goes to all who follow the article and have not had its story."""
    audience, post = finding.audience, uow.posts.find_story(finding.story_id)
    if not finding.is_news:
        return
    if post is None and (audience.topics or audience.feeds or audience.sites):
        post, _ = uow.posts.of_story(finding.story_id, json.dumps({"lead": finding.article.id}), now)
    if post is not None:
        uow.posts.fan_out(post, audience, now, muted=uow.topics.of_story(finding.story_id))


def _grow(uow: UnitOfWork, post: Post, finding: _Finding, now: datetime) -> Post:
    payload = json.loads(post.payload)
    if finding.update:
        payload["update"] = {
            "article": finding.article.id,
            "spans": _spans(finding.update),
            "at": now.isoformat(),
        }
    pause = min(_EDIT_PAUSE * len(finding.members), _LONGEST_EDIT_PAUSE)
    return uow.posts.grow(post.id, json.dumps(payload), now, now + pause)


def _reply(uow: UnitOfWork, to: Post, finding: _Finding, now: datetime) -> None:
    payload = json.dumps({"article": finding.article.id, "spans": _spans(finding.update)})
    post = uow.posts.add("update", payload, now, story_id=finding.story_id)
    feeds = uow.entries.feeds_of([member.article_id for member in finding.members])
    hosts = {host: None for member in finding.members for host in _parents(member.host)}
    topics = uow.topics.of_story(finding.story_id)
    uow.posts.fan_out_reply(post, to, Audience(topics, feeds, tuple(hosts)), now, muted=topics)


def _spans(update: Sequence[NewSentence]) -> list[tuple[int, int]]:
    return [(new.sentence.start, new.sentence.end) for new in update]


def _parents(host: str) -> list[str]:
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
