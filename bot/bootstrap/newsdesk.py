"""Builds the chat on top of a store: the application with its handlers, the receiver and the dispatcher."""

import asyncio
import os
import socket
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, TypeAlias

from telegram.ext import ApplicationBuilder, ContextTypes
from telegram.request import BaseRequest, HTTPXRequest

from bot.bootstrap.store import Store
from bot.context import BotContext, Desk, NewsdeskApplication, NewsdeskBot
from bot.handlers.features import MENU, OWNER_MENU, register
from bot.jobs.clock import SharedClock
from bot.jobs.cycle import Cycle
from bot.jobs.deliver import Deliverer
from bot.jobs.dispatch import Dispatcher
from bot.jobs.pacer import TELEGRAM_RATES, Pacer, Rates
from bot.jobs.poll import Poller
from bot.jobs.pulse import Pulse
from bot.jobs.receive import Receiver
from bot.jobs.speaker import Speaker
from bot.jobs.tidy import Tidier
from bot.jobs.webhook import Hook, WebhookReceiver
from bot.jobs.worry import Watcher
from bot.messages.posts import post_message
from bot.pastes import Pastes
from bot.settings import Settings
from bot.usecases.admit_people import AdmitPeople
from bot.usecases.announce import Announce
from bot.usecases.ask_news import AskNews
from bot.usecases.browse_library import BrowseLibrary, RemoveArticle
from bot.usecases.choose_news import ChooseNews
from bot.usecases.converse import Converse
from bot.usecases.exchange_feeds import ExportOpml
from bot.usecases.find_stories import FindStories
from bot.usecases.follow_chats import FollowChats
from bot.usecases.follow_topics import FollowTopics
from bot.usecases.forget_chat import ForgetChat
from bot.usecases.group_stories import GroupStories
from bot.usecases.hold_telegram import HoldTelegram
from bot.usecases.keep_inbox import KeepInbox
from bot.usecases.limit_people import Deed, LimitPeople, Rate
from bot.usecases.manage_feeds import ManageFeeds
from bot.usecases.match_topics import MatchTopics
from bot.usecases.meet_people import MeetPeople
from bot.usecases.mute_stories import MuteStories
from bot.usecases.notices import ANNOUNCEMENT, FEED_NOTICE, WORRY, announcement_of, notice_of, worry_of
from bot.usecases.oversee import Oversee
from bot.usecases.send_deliveries import Compose, SendDeliveries
from bot.usecases.send_digests import SendDigests
from bot.usecases.set_preferences import SetPreferences
from bot.usecases.set_schedule import SetSchedule
from bot.usecases.starter_packs import StarterPacks
from bot.usecases.tell_stories import TellStories
from bot.usecases.tidy_news import TidyNews
from bot.usecases.watch_over import WatchOver

#: A reply may take Telegram this long, in seconds. Giving up sooner would leave more replies of unknown fate.
_READ_TIMEOUT = 30.0
_CONNECTIONS = 64
#: Told to stop, the bot lets what is in work end for so long, and what has sent a part of its answer for so long more;
#: the rest waits in the inbox. In seconds.
_DRAIN, _DRAIN_ANSWERS = 12.0, 8.0


Greet: TypeAlias = Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Connection:
    """How the bot reaches Telegram, or what stands in for it."""

    token: str
    request: BaseRequest
    updates_request: BaseRequest
    api_url: str = "https://api.telegram.org"
    is_local: bool = False
    rates: Rates = field(default_factory=Rates)


@dataclass(frozen=True, slots=True)
class Times:
    """What the loops of one worker share: the time, and where each says that it turns."""

    clock: SharedClock = field(default_factory=SharedClock)
    pulse: Pulse = field(default_factory=Pulse)


@dataclass(frozen=True, slots=True)
class Newsdesk:
    """The running parts."""

    application: NewsdeskApplication
    receiver: Receiver | WebhookReceiver
    dispatcher: Dispatcher
    poller: Poller
    desk: Desk
    cycle: Cycle
    deliverer: Deliverer
    tidier: Tidier
    speaker: Speaker
    pulse: Pulse
    watcher: Watcher

    async def work(self, greet: Greet | None = None) -> None:
        """Work until cancelled, and talk to Telegram while it is this worker's turn; `greet` comes before each turn.

        The application must be initialised.
        """
        await self.speaker.tune()
        await self.application.start()
        lines = [self.poller.run(), self.cycle.run(), self.tidier.run(), self.watcher.run()]
        if isinstance(self.receiver, WebhookReceiver):  # Telegram may bring updates to several workers
            lines.append(self.receiver.run())
        await together(self.speaker.run(partial(self._talk, greet)), *lines)

    async def _talk(self, greet: Greet | None) -> None:
        """Receive, handle and deliver until cancelled."""
        if greet:
            await greet()
        lines = [self.dispatcher.run(), self.deliverer.run()]
        if isinstance(self.receiver, Receiver):
            lines.append(self.receiver.run())
        await together(*lines)

    async def close(self) -> None:
        """Let what is in work end, for a while; then let go of everything."""
        self.cycle.close()
        await asyncio.gather(self.dispatcher.drain(_DRAIN, _DRAIN_ANSWERS), self.poller.drain(_DRAIN))
        await self.deliverer.drain(_DRAIN_ANSWERS)
        if self.application.running:
            await self.application.stop()
        await self.application.shutdown()
        self.desk.threads.close()


async def together(*lines: Coroutine[Any, Any, None]) -> None:
    """Runs the lines of work until one fails; raises what it raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for line in lines:
                group.create_task(line)
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from failures


def telegram_connection(settings: Settings) -> Connection:
    """The connection to the servers of the settings."""
    return Connection(
        token=settings.token,
        request=HTTPXRequest(connection_pool_size=_CONNECTIONS, read_timeout=_READ_TIMEOUT, pool_timeout=30.0),
        updates_request=HTTPXRequest(connection_pool_size=1, read_timeout=_READ_TIMEOUT),
        api_url=settings.telegram_api_url,
        rates=TELEGRAM_RATES,
    )


def build_newsdesk(
    settings: Settings, store: Store, connection: Connection, *, on_finished: Callable[[int], None] = lambda _: None
) -> Newsdesk:
    """The parts, wired. `on_finished` hears the id of each update whose handling is over."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library's durations as timedelta; as numbers they are deprecated
    desk = _desk(settings, store, connection)
    bot = _bot(connection)
    application = _application(bot)
    application.furnish(desk, MENU, OWNER_MENU, Pastes(quiet=0.05) if connection.is_local else Pastes())
    register(application)
    times, inbox = Times(), desk.keep_inbox
    dispatcher = Dispatcher(application, inbox, on_finished, times.clock, times.pulse)
    receiver = _receiver(settings, bot, desk, dispatcher.wake, times)
    speaker = Speaker(HoldTelegram(store.database, inbox.bot_id, inbox.worker), desk.threads, times.clock)
    deliverer = _deliverer(store, bot, desk, times, of_terminal=connection.is_local)
    return Newsdesk(
        application=application,
        receiver=receiver,
        dispatcher=dispatcher,
        poller=_poller(settings, store, inbox.worker, times),
        desk=desk,
        cycle=_cycle(store, desk, deliverer.wake, times),
        deliverer=deliverer,
        tidier=Tidier(TidyNews(store.database, inbox.worker, _retention(settings)), desk.threads, times.clock),
        speaker=speaker,
        pulse=times.pulse,
        watcher=Watcher(
            bot,
            WatchOver(store.database, inbox.worker, settings.data_dir),
            desk.threads,
            has_conflict=lambda: receiver.has_conflict,
            is_talking=lambda: speaker.is_talking,
            on_published=deliverer.wake,
            clock=times.clock,
        ),
    )


def _receiver(
    settings: Settings, bot: NewsdeskBot, desk: Desk, on_accepted: Callable[[], None], times: Times
) -> Receiver | WebhookReceiver:
    if not settings.telegram_webhook_url:
        return Receiver(bot, desk.keep_inbox, desk.threads, on_accepted, times.clock, times.pulse)
    hook = Hook(
        settings.telegram_webhook_url,
        settings.telegram_webhook_listen,
        settings.telegram_webhook_port,
        settings.webhook_secret,
    )
    return WebhookReceiver(bot, desk.keep_inbox, desk.threads, on_accepted, hook, times.clock, times.pulse)


def _poller(settings: Settings, store: Store, worker: str, times: Times) -> Poller:
    sources = store.sources
    return Poller(
        sources.refresh_feeds,
        sources.read_entries,
        sources.tidy_feeds,
        worker,
        every=settings.poll_interval_seconds,
        clock=times.clock,
        pulse=times.pulse,
    )


def _deliverer(store: Store, bot: NewsdeskBot, desk: Desk, times: Times, *, of_terminal: bool) -> Deliverer:
    tell = desk.ask_news.tell_stories
    compose: dict[str, Compose] = {
        "story": tell.story,
        "update": tell.update,
        "digest": desk.ask_news.choose_news.of_post,
        FEED_NOTICE: notice_of,
        ANNOUNCEMENT: announcement_of,
        WORRY: worry_of,
    }
    outbox = SendDeliveries(store.database, compose, desk.keep_inbox.worker, of_terminal=of_terminal)
    count = desk.metrics.delivered
    return Deliverer(bot, outbox, post_message, desk.threads, times.clock, times.pulse, count)


def _cycle(store: Store, desk: Desk, on_published: Callable[[], None], times: Times) -> Cycle:
    database = store.database
    digests = SendDigests(database, desk.ask_news.choose_news, desk.keep_inbox.worker)
    return Cycle(GroupStories(database), MatchTopics(database), digests, on_published, times.clock, pulse=times.pulse)


def _desk(settings: Settings, store: Store, connection: Connection) -> Desk:
    database = store.database
    tell = TellStories(database)
    find = FindStories(database, store.follow_articles.index)
    return Desk(
        admit_people=AdmitPeople(
            database,
            allowed_users=frozenset(name.lower() for name in settings.allowed_users),
            open_to_everyone=settings.open_to_everyone,
            everyone_owns=connection.is_local,
        ),
        announce=Announce(database, of_terminal=connection.is_local),
        ask_news=AskNews(database, find, ChooseNews(database, tell), tell),
        browse_library=BrowseLibrary(database),
        converse=Converse(database, store.answer_question, store.brief_topic),
        discover_feeds=store.sources.discover_feeds,
        export_opml=ExportOpml(database),
        follow_chats=FollowChats(database),
        follow_topics=FollowTopics(database, find, settings.max_topics),
        forget_chat=ForgetChat(database),
        import_opml=store.sources.import_opml,
        keep_inbox=KeepInbox(
            database,
            bot_id=int(connection.token.partition(":")[0]),
            worker=_worker(settings, is_shared=database.file is None, is_local=connection.is_local),
        ),
        limit_people=_limits(settings, store),
        manage_feeds=ManageFeeds(database, settings.max_feeds),
        metrics=store.metrics,
        meet_people=MeetPeople(database),
        mute_stories=MuteStories(database, settings.max_topics),
        oversee=Oversee(database, of_terminal=connection.is_local),
        read_article=store.read_article,
        remove_article=RemoveArticle(database),
        set_preferences=SetPreferences(database),
        set_schedule=SetSchedule(database),
        show_card=store.show_card,
        starter_packs=StarterPacks(database, store.sources.discover_feeds, most=settings.max_feeds),
    )


def _limits(settings: Settings, store: Store) -> LimitPeople:
    hour, minute = timedelta(hours=1), timedelta(minutes=1)
    rates = {
        Deed.READING: Rate(settings.fetches_per_hour, hour),
        Deed.QUESTION: Rate(settings.questions_per_minute, minute),
        Deed.TOPIC: Rate(settings.topics_per_minute, minute),
    }
    return LimitPeople(store.database, rates, settings.upload_max_bytes)


def _retention(settings: Settings) -> timedelta | None:
    return timedelta(days=settings.retention_days) if settings.retention_days else None


def _worker(settings: Settings, *, is_shared: bool, is_local: bool) -> str:
    """A name that this worker has again after a restart, and no other has: each has a data folder of its own.

    The machine's name tells folders of one path apart where several machines share a database. Elsewhere it is left
    out: a container has another with each upgrade. The local chat may run beside the bot and must leave it its work.
    """
    name = f"{settings.data_dir.resolve()}{' (local chat)' if is_local else ''}"
    return f"{socket.gethostname()}:{name}" if is_shared else name


def _application(bot: NewsdeskBot) -> NewsdeskApplication:
    builder = ApplicationBuilder().application_class(NewsdeskApplication).bot(bot)
    application = builder.context_types(ContextTypes(context=BotContext)).updater(None).job_queue(None).build()
    if not isinstance(application, NewsdeskApplication):
        raise TypeError(f"the builder gave a {type(application).__name__}")
    return application


def _bot(connection: Connection) -> NewsdeskBot:
    return NewsdeskBot(
        connection.token,
        base_url=f"{connection.api_url}/bot",
        base_file_url=f"{connection.api_url}/file/bot",
        request=connection.request,
        get_updates_request=connection.updates_request,
        rate_limiter=Pacer(connection.rates),
    )
