"""The values of posts, deliveries and schedules that go into storage and come out of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["waiting", "sending", "sent", "ambiguous", "failed", "dropped"]

REPLY, ALERT, DIGEST = 0, 1, 2
"""Priorities: what someone waits for, what is told at once, what has time."""


@dataclass(frozen=True, slots=True)
class Post:
    """Something to tell, rendered when it is sent. `kind` and `payload` (a short text) are the program's own.

    A story has one post of kind "story". `chat_id` is set when the post is for one chat alone.
    `version` rises with every `grow`.
    """

    id: int
    kind: str
    story_id: int | None
    chat_id: int | None
    payload: str
    version: int
    added: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """A post on its way to a chat.

    `interrupted` says that an earlier attempt was broken off or had no answer, so the message may be
    there already; `reply_to` is the message it answers, `message_id` its own once it was sent, which
    shows `version` of the post.
    """

    id: int
    chat_id: int
    thread_id: int | None
    post: Post
    reply_to: int | None
    state: State
    priority: int
    due: datetime
    attempts: int
    message_id: int | None
    version: int
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """A chat's digest and quiet hours.

    `minute`, `quiet_start` and `quiet_end` are local minutes after midnight (equal ends: never
    quiet), `days` has a bit for each weekday from Monday on, `budget_minutes` is reading time.
    `next_due` None means no digest.
    """

    chat_id: int
    minute: int = 8 * 60
    days: int = 0b1111111
    budget_minutes: int = 5
    quiet_start: int = 0
    quiet_end: int = 0
    next_due: datetime | None = None
    last_digest: datetime | None = None
