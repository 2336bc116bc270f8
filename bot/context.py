"""What handlers are given: the use cases, the thread hop, and the time."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, ParamSpec, TypeVar, cast

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot, JobQueue

from bot.pastes import Pastes
from bot.usecases.admit_people import AdmitPeople, Entry
from bot.usecases.browse_library import BrowseLibrary, RemoveArticle
from bot.usecases.converse import Converse
from bot.usecases.follow_chats import FollowChats
from bot.usecases.forget_chat import ForgetChat
from bot.usecases.keep_inbox import KeepInbox
from bot.usecases.read_article import ReadArticle
from bot.usecases.set_preferences import SetPreferences
from bot.usecases.show_card import ShowCard

P = ParamSpec("P")
R = TypeVar("R")


def utc_now() -> datetime:
    """The time. Read in the shell only, handed down as `now`."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Threads:
    """Two pools, so that slow sites never keep questions waiting for a thread."""

    quick: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(6, "quick"))
    slow: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(12, "slow"))

    def close(self) -> None:
        """Let running calls end, start no waiting ones."""
        for pool in (self.quick, self.slow):
            pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the bot can do."""

    admit_people: AdmitPeople
    browse_library: BrowseLibrary
    converse: Converse
    follow_chats: FollowChats
    forget_chat: ForgetChat
    keep_inbox: KeepInbox
    read_article: ReadArticle
    remove_article: RemoveArticle
    set_preferences: SetPreferences
    show_card: ShowCard
    threads: Threads = field(default_factory=Threads)


class BotContext(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
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


async def hop(pool: ThreadPoolExecutor, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `call` gives back, run in a thread of `pool` while the event loop goes on."""
    return await asyncio.get_running_loop().run_in_executor(pool, partial(call, *args, **kwargs))


class NewsdeskApplication(
    Application[ExtBot[None], BotContext, dict[Any, Any], dict[Any, Any], dict[Any, Any], JobQueue[BotContext] | None]
):
    """The library's application, which also knows which update each background task serves.

    The library forgets a handler registered with `block=False` once it runs; but an accepted update is
    finished only when such a task has ended, and /cancel must find the tasks of its chat.
    The library wants to call the constructor itself, so what is ours comes by `furnish`.
    """

    desk: Desk
    menu: tuple[tuple[str, str], ...]
    pastes: Pastes

    def furnish(self, desk: Desk, menu: tuple[tuple[str, str], ...], pastes: Pastes) -> None:
        """Hand over the use cases, the (command, description) pairs of the menu, and where long texts are joined."""
        self.desk = desk
        self.menu = menu
        self.pastes = pastes
        self._tasks: dict[int, tuple[int | None, list[asyncio.Task[Any]]]] = {}
        self._postponed: set[int] = set()

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

    async def handle(self, update: Update, *, on_background: Callable[[], Awaitable[None]]) -> bool:
        """Handle an update to its very end; False when it was postponed.

        `on_background` is awaited once when only background tasks are left, so that the chat's next update may start.
        """
        try:
            await self.process_update(update)
            if update.update_id in self._tasks:
                await on_background()
                await asyncio.gather(*self._tasks[update.update_id][1], return_exceptions=True)
            return update.update_id not in self._postponed
        finally:
            self._tasks.pop(update.update_id, None)
            self._postponed.discard(update.update_id)

    def postpone(self, update: Update) -> None:
        """Keep the update in the inbox: it could not be handled for a reason that passes."""
        self._postponed.add(update.update_id)

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
