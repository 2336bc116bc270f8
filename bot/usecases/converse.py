"""Questions within a chat: what was talked about is kept for a while, so that the next question may lean on it."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from bot.news.answer import Answer, NoAnswer, Subject
from bot.news.briefing import Briefing
from bot.news.requests import wanted_topic
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.brief_topic import BriefTopic
from storage.database import Database
from storage.records import Article

#: A pause longer than this ends a conversation: "and Verizon?" the next morning is a question of its own.
_SUBJECT_LIFE = timedelta(hours=1)
#: How long a chat's last answers and briefings are remembered, and how many of them.
_TALK_LIFE = timedelta(days=30)
_ANSWERS_KEPT, _BRIEFINGS_KEPT = 10, 20


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that a message answers, for its buttons."""

    message_id: int
    text: str
    about: int | None
    subject: Subject | None


@dataclass(frozen=True, slots=True)
class _Talk:
    """`before` is the subject the last answer leaned on; `spoken` and the values of `briefed` are ISO times."""

    subject: Subject | None = None
    before: Subject | None = None
    spoken: str = ""
    asked: tuple[_Asked, ...] = ()
    briefed: tuple[tuple[str, str], ...] = ()

    def subject_at(self, now: datetime) -> Subject | None:
        """The subject, unless the chat has been silent too long."""
        is_fresh = self.spoken and now - datetime.fromisoformat(self.spoken) <= _SUBJECT_LIFE
        return self.subject if is_fresh else None


@dataclass(frozen=True, slots=True)
class Converse:
    """Answers questions of a chat, with the subject of that chat. Every call may raise StorageError."""

    database: Database
    answer_question: AnswerQuestion
    brief_topic: BriefTopic

    def __call__(
        self, text: str, *, chat_id: int, now: datetime, about: int | None = None
    ) -> Answer | NoAnswer | Briefing:
        """The answer for this chat, which becomes its subject; a briefing for "what's new with ...".

        `about` is the article a reply points at.
        """
        if about is None and (topic := wanted_topic(text)):
            return self.brief(topic, chat_id=chat_id, now=now)
        talk, zone = self._talk(chat_id, now)
        subject = talk.subject_at(now)
        answer = self.answer_question(text, now=now, chat_id=chat_id, about=about, subject=subject, zone=zone)
        spoken = replace(talk, subject=answer.subject or subject, before=subject, spoken=now.isoformat())
        self._keep(chat_id, spoken, now)
        return answer

    def brief(self, topic: str, *, chat_id: int, now: datetime) -> Briefing:
        """What is known of a topic; marked as new is what came since this chat last asked for the same."""
        talk, zone = self._talk(chat_id, now)
        key = " ".join(topic.lower().split())
        last = dict(talk.briefed).get(key)
        since = datetime.fromisoformat(last) if last else None
        briefing = self.brief_topic(topic, now=now, chat_id=chat_id, since=since, zone=zone)
        if briefing.sentences:
            briefed = ((key, now.isoformat()), *((k, at) for k, at in talk.briefed if k != key))
            subject = Subject(topic, (), tuple(origin.article_id for origin in briefing.articles))
            spoken = replace(talk, subject=subject, spoken=now.isoformat(), briefed=briefed[:_BRIEFINGS_KEPT])
            self._keep(chat_id, spoken, now)
        return briefing

    def again(self, message_id: int, *, chat_id: int, now: datetime) -> Answer | NoAnswer | None:
        """The answer that a message of the chat gave, made afresh; None when that is too long ago."""
        talk, zone = self._talk(chat_id, now)
        for asked in talk.asked:
            if asked.message_id == message_id:
                return self.answer_question(
                    asked.text, now=now, chat_id=chat_id, about=asked.about, subject=asked.subject, zone=zone
                )
        return None

    def note_answer(self, answer: Answer, message_id: int, *, chat_id: int, about: int | None, now: datetime) -> None:
        """A message of the chat shows this answer, and the article of its first quote."""
        talk, _ = self._talk(chat_id, now)
        asked = _Asked(message_id, answer.question.text, about, talk.before)
        kept = replace(talk, asked=(asked, *talk.asked)[:_ANSWERS_KEPT])
        with self.database.write() as uow:
            uow.chats.remember_subject(chat_id, _written(kept), now + _TALK_LIFE)
            uow.readings.note(chat_id, answer.quotes[0].origin.article_id, message_id, now)
            uow.commit()

    def turn_to(self, article: Article, *, chat_id: int, now: datetime) -> None:
        """The chat now talks about this article: its card was just shown."""
        talk, _ = self._talk(chat_id, now)
        subject = Subject(article.title, (), (article.id,))
        self._keep(chat_id, replace(talk, subject=subject, spoken=now.isoformat()), now)

    def new_subject(self, chat_id: int) -> None:
        """Leave the subject."""
        with self.database.write() as uow:
            uow.chats.drop_subject(chat_id)
            uow.commit()

    def _talk(self, chat_id: int, now: datetime) -> tuple[_Talk, tzinfo]:
        """What the chat talks about, and the zone it lives in."""
        with self.database.read() as uow:
            value = uow.chats.subject(chat_id, now)
            chat = uow.chats.get(chat_id)
        zone = ZoneInfo(chat.zone) if chat and chat.zone else UTC
        return (_read(value) if value else _Talk()), zone

    def _keep(self, chat_id: int, talk: _Talk, now: datetime) -> None:
        with self.database.write() as uow:
            uow.chats.remember_subject(chat_id, _written(talk), now + _TALK_LIFE)
            uow.commit()


def _written(talk: _Talk) -> str:
    return json.dumps(asdict(talk), ensure_ascii=False)


def _read(value: str) -> _Talk:
    fields = json.loads(value)
    return _Talk(
        subject=_subject(fields["subject"]),
        before=_subject(fields["before"]),
        spoken=fields["spoken"],
        asked=tuple(_Asked(**(asked | {"subject": _subject(asked["subject"])})) for asked in fields["asked"]),
        briefed=tuple((topic, at) for topic, at in fields["briefed"]),
    )


def _subject(fields: dict[str, Any] | None) -> Subject | None:
    return Subject(fields["text"], tuple(fields["words"]), tuple(fields["article_ids"])) if fields else None
