"""Questions within a chat: what was talked about is kept for a while, so that the next question may lean on it."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.news.answer import Answer, NoAnswer, Subject
from bot.usecases.answer_question import AnswerQuestion
from storage.database import Database
from storage.records import Article

#: A pause longer than this ends a conversation: "and Verizon?" the next morning is a question of its own.
_SUBJECT_LIFE = timedelta(hours=1)
#: Answers whose "More evidence" still works.
_ANSWERS_KEPT = 10


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that a message answers, for its buttons."""

    message_id: int
    text: str
    about: int | None


@dataclass(frozen=True, slots=True)
class _Talk:
    subject: Subject | None = None
    asked: tuple[_Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Converse:
    """Answers questions of a chat, with the subject of that chat. Every call may raise StorageError."""

    database: Database
    answer_question: AnswerQuestion

    def __call__(self, text: str, *, chat_id: int, now: datetime, about: int | None = None) -> Answer | NoAnswer:
        """The answer for this chat, which becomes its subject. `about` is the article a reply points at."""
        talk = self._talk(chat_id, now)
        answer = self.answer_question(text, now=now, chat_id=chat_id, about=about, subject=talk.subject)
        self._keep(chat_id, replace(talk, subject=answer.subject or talk.subject), now)
        return answer

    def again(self, message_id: int, *, chat_id: int, now: datetime) -> Answer | NoAnswer | None:
        """The answer that a message of the chat gave, made afresh; None when that is too long ago."""
        talk = self._talk(chat_id, now)
        for asked in talk.asked:
            if asked.message_id == message_id:
                return self.answer_question(asked.text, now=now, chat_id=chat_id, about=asked.about)
        return None

    def note_answer(self, answer: Answer, message_id: int, *, chat_id: int, about: int | None, now: datetime) -> None:
        """A message of the chat shows this answer."""
        talk = self._talk(chat_id, now)
        asked = _Asked(message_id, answer.question.text, about)
        self._keep(chat_id, replace(talk, asked=(asked, *talk.asked)[:_ANSWERS_KEPT]), now)

    def turn_to(self, article: Article, *, chat_id: int, now: datetime) -> None:
        """The chat now talks about this article: its card was just shown."""
        talk = self._talk(chat_id, now)
        self._keep(chat_id, replace(talk, subject=Subject(article.title, (), (article.id,))), now)

    def new_subject(self, chat_id: int) -> None:
        """Leave the subject."""
        with self.database.write() as uow:
            uow.chats.drop_subject(chat_id)
            uow.commit()

    def _talk(self, chat_id: int, now: datetime) -> _Talk:
        with self.database.read() as uow:
            value = uow.chats.subject(chat_id, now)
        return _read(value) if value else _Talk()

    def _keep(self, chat_id: int, talk: _Talk, now: datetime) -> None:
        with self.database.write() as uow:
            uow.chats.remember_subject(chat_id, json.dumps(asdict(talk), ensure_ascii=False), now + _SUBJECT_LIFE)
            uow.commit()


def _read(value: str) -> _Talk:
    fields = json.loads(value)
    subject = fields["subject"]
    return _Talk(
        Subject(subject["text"], tuple(subject["words"]), tuple(subject["article_ids"])) if subject else None,
        tuple(_Asked(**asked) for asked in fields["asked"]),
    )
