"""What handlers are given: the use cases, the thread hop, and the time."""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Sequence
from concurrent.futures import Executor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, ParamSpec, TypeAlias, TypeVar, cast

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot, JobQueue

from bot.metrics import Metrics
from bot.pastes import Pastes
from bot.threads import ThreadPool
from bot.usecases.admit_people import AdmitPeople, Entry
from bot.usecases.announce import Announce
from bot.usecases.ask_news import AskNews
from bot.usecases.browse_library import BrowseLibrary, RemoveArticle
from bot.usecases.converse import Converse
from bot.usecases.discover_feeds import DiscoverFeeds
from bot.usecases.exchange_feeds import ExportOpml, ImportOpml
from bot.usecases.follow_chats import FollowChats
from bot.usecases.follow_topics import FollowTopics
from bot.usecases.forget_chat import ForgetChat
from bot.usecases.keep_inbox import KeepInbox
from bot.usecases.limit_people import LimitPeople
from bot.usecases.manage_feeds import ManageFeeds
from bot.usecases.meet_people import MeetPeople
from bot.usecases.mute_stories import MuteStories
from bot.usecases.oversee import Oversee
from bot.usecases.read_article import ReadArticle
from bot.usecases.set_preferences import SetPreferences
from bot.usecases.set_schedule import SetSchedule
from bot.usecases.show_card import ShowCard
from bot.usecases.starter_packs import StarterPacks

Menu: TypeAlias = tuple[tuple[str, str], ...]
"""Commands with their descriptions."""

P = ParamSpec("P")
R = TypeVar("R")

#: What could not be handled is tried again after so long, then after twice that, and so on up to the second.
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=5)
#: How long the answer of getUpdates may take beyond the time the server holds it back.
_ANSWER_SECONDS = 15.0


def utc_now() -> datetime:
    """The time. Read in the shell only, handed down as `now`."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Threads:
    """Two pools, so that slow sites never keep questions waiting for a thread."""

    quick: ThreadPool = field(default_factory=lambda: ThreadPool(6, "quick"))
    slow: ThreadPool = field(default_factory=lambda: ThreadPool(12, "slow"))

    def close(self) -> None:
        """Start no waiting calls, and wait for none that run."""
        for pool in (self.quick, self.slow):
            pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the bot can do."""

    admit_people: AdmitPeople
    announce: Announce
    ask_news: AskNews
    browse_library: BrowseLibrary
    converse: Converse
    discover_feeds: DiscoverFeeds
    export_opml: ExportOpml
    follow_chats: FollowChats
    follow_topics: FollowTopics
    forget_chat: ForgetChat
    import_opml: ImportOpml
    keep_inbox: KeepInbox
    limit_people: LimitPeople
    manage_feeds: ManageFeeds
    metrics: Metrics
    meet_people: MeetPeople
    mute_stories: MuteStories
    oversee: Oversee
    read_article: ReadArticle
    remove_article: RemoveArticle
    set_preferences: SetPreferences
    set_schedule: SetSchedule
    show_card: ShowCard
    starter_packs: StarterPacks
    threads: Threads = field(default_factory=Threads)


class BotContext(CallbackContext[ExtBot[int], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The typed context of every handler. `entry` is set by the admission, which runs first."""

    entry: Entry = Entry.STRANGER

    @property
    def newsdesk(self) -> "NewsdeskApplication":
        """The application, with its own type."""
        return cast("NewsdeskApplication", self.application)

    @property
    def desk(self) -> Desk:
        """The use cases."""
        return self.newsdesk.desk

    async def run(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What a synchronous call gives back, made in a thread: for the database and for computing."""
        return await hop(self.desk.threads.quick, call, *args, **kwargs)

    async def run_slowly(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same for calls that wait for other people's servers."""
        return await hop(self.desk.threads.slow, call, *args, **kwargs)


async def hop(pool: Executor, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `call` gives back, run in a thread of `pool` while the event loop goes on; its log lines know their ids."""
    here = copy_context()
    return await asyncio.get_running_loop().run_in_executor(pool, partial(here.run, call, *args, **kwargs))


class NewsdeskBot(ExtBot[int]):
    """The library's bot, which also gives updates as Telegram wrote them."""

    async def raw_updates(self, offset: int, seconds: int, kinds: Sequence[str]) -> list[dict[str, Any]]:
        """The updates from `offset` on, unparsed; an empty answer is held back for up to `seconds`.

        The library's own method reads them at once: one that it cannot read would stop all that come after it.
        """
        wanted = {"offset": offset, "timeout": seconds, "allowed_updates": kinds}
        patience = float(seconds) + _ANSWER_SECONDS
        return cast("list[dict[str, Any]]", await self._post("getUpdates", wanted, read_timeout=patience))


class NewsdeskApplication(
    Application[ExtBot[int], BotContext, dict[Any, Any], dict[Any, Any], dict[Any, Any], JobQueue[BotContext] | None]
):
    """The library's application, which also knows which update each background task serves.

    The library forgets a handler registered with `block=False` once it runs; but an accepted update is
    finished only when such a task has ended, and /cancel must find the tasks of its chat.
    The library wants to call the constructor itself, so what is ours comes by `furnish`.
    """

    desk: Desk
    menu: Menu
    owner_menu: Menu
    pastes: Pastes

    def furnish(self, desk: Desk, menu: Menu, owner_menu: Menu, pastes: Pastes) -> None:
        """Hand over the use cases, the menus of everybody and of the owner, and where long texts are joined."""
        self.desk = desk
        self.menu = menu
        self.owner_menu = owner_menu
        self.pastes = pastes
        self._tasks: dict[int, tuple[int | None, list[asyncio.Task[Any]]]] = {}
        self._pauses: dict[int, timedelta] = {}
        self._postponements: dict[int, int] = {}
        self._answered: set[int] = set()

    def create_task(
        self,
        coroutine: Generator[asyncio.Future[object], None, R] | Awaitable[R],
        update: object | None = None,
        *,
        name: str | None = None,
    ) -> asyncio.Task[R]:
        """The library's task, noted under its update."""
        task = super().create_task(coroutine, update, name=name)
        if isinstance(update, Update):
            chat_id = update.effective_chat.id if update.effective_chat else None
            self._tasks.setdefault(update.update_id, (chat_id, []))[1].append(task)
        return task

    async def handle(self, update: Update, *, on_background: Callable[[], Awaitable[None]]) -> timedelta | None:
        """Handle an update to its very end; how long to wait before it is tried again, None when it is done with.

        `on_background` is awaited once when only background tasks are left, so that the chat's next update may start.
        """
        number = update.update_id
        try:
            await self.process_update(update)
            if number in self._tasks:
                await on_background()
                await self._background(number)
            if number not in self._pauses:
                self._postponements.pop(number, None)
            return self._pauses.get(number)
        finally:
            self._tasks.pop(number, None)
            self._pauses.pop(number, None)
            self._answered.discard(number)

    async def _background(self, number: int) -> None:
        """Wait for the background tasks of an update, and for those they begin."""
        tasks = self._tasks[number][1]
        while waiting := [task for task in tasks if not task.done()]:
            await asyncio.gather(*waiting, return_exceptions=True)

    def postpone(self, update: Update, pause: timedelta = _FIRST_PAUSE) -> int:
        """Keep the update in the inbox, as it could not be handled for a reason that passes; the how manieth time.

        `pause` is the least to wait; with each time the wait grows.
        """
        times = self._postponements[update.update_id] = self._postponements.get(update.update_id, 0) + 1
        grown = min(_FIRST_PAUSE * 2 ** min(times - 1, 10), _LONGEST_PAUSE)
        self._pauses[update.update_id] = max(pause, grown)
        return times

    def postponements(self, update: Update) -> int:
        """How often the update has been postponed, as far as this process knows."""
        return self._postponements.get(update.update_id, 0)

    def note_answer(self, update: Update) -> None:
        """Something is being sent about the update: handled again from the start, it would be sent twice."""
        self._answered.add(update.update_id)

    def is_answered(self, update_id: int) -> bool:
        """Whether something was sent, or is being sent, about an update in work."""
        return update_id in self._answered

    def tasks_of(self, chat_id: int) -> tuple[asyncio.Task[Any], ...]:
        """The background tasks of a chat that are still running."""
        return tuple(
            task for chat, tasks in self._tasks.values() if chat == chat_id for task in tasks if not task.done()
        )

    def cancel_tasks(self, chat_id: int) -> int:
        """Stop the background tasks of a chat; how many there were."""
        running = self.tasks_of(chat_id)
        for task in running:
            task.cancel()
        return len(running)
