"""Following at its full size, all jobs together, on a clock that runs ahead: feeds in, messages out.

    python -m tests.benchmarks.following [--feeds 5000] [--topics 100000] [--chats 3000] [--hours 2] [--questions 3]

The web and Telegram are in memory and answer at once, everything else is the product: feeds are polled and parsed in
worker processes, entries become articles and stories, stories meet topics, the outbox and the digests go out, and each
simulated minute a few people ask something and wait for the answer. No rate
limit holds: how fast the outbox empties against Telegram's is measured by `deliveries`. Outlets share events, so that
there are stories of several; words are drawn as in a language, few often and many rarely; a topic is one to three of
them. The clock goes on by a second when no feed is due, and waits each minute until all that has come is told.
"""

import argparse
import asyncio
import logging
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from telegram.request import RequestData

from bot.bootstrap.newsdesk import Connection, Newsdesk, build_newsdesk
from bot.bootstrap.store import build_store
from bot.isolation import Isolation
from bot.local.messages import Account
from bot.local.request import read_call
from bot.local.wire import encode
from bot.news.topic_parser import parse_stored
from bot.news.topic_query import normal_form
from bot.news.topics import anchors
from bot.serve import set_aside
from bot.settings import Settings
from bot.usecases.group_stories import GROUPED
from bot.usecases.match_topics import MATCHED
from bot.usecases.poll_host import host_key
from storage.database import Database
from storage.feed_records import Feed
from storage.following_records import Subscription
from storage.outbox_records import Schedule
from storage.records import Chat
from tests.benchmarks.feeds import START, Clock, MadeUpWeb
from tests.benchmarks.language import Language
from tests.benchmarks.stalls import Stalls
from tests.fakes.recording import RecordingRequest
from tests.fakes.telegram import StandIn

_TITLE_WORDS, _TEXT_WORDS, _SENTENCE = 8, 140, 14
#: Of the articles, so many tell of an event others tell of as well; so many events are told of within an hour.
_OF_EVENTS, _EVENTS_AN_HOUR = 0.4, 60
#: Of the subscriptions, so many are told at once, the others in the digest, which so many chats have within the hours.
_AT_ONCE, _WITH_DIGEST = 0.15, 0.1
_SECOND, _MINUTE, _HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
_FIRST_CHAT = 1000  # 1 is the terminal's
_FIRST_PERSON = 10_000_000
_PRELOAD = ("bot.news.extraction", "bot.news.feed")
Minutely: TypeAlias = Callable[[], None]


def _topic(words: Sequence[str], dice: random.Random) -> str:
    count = dice.choice((1, 2, 2, 3))
    rare = 2000 if count == 1 else 100
    wanted = [words[int(dice.triangular(rare, len(words) - 1, 4000))] for _ in range(count)]
    form = dice.choice(("{}", "{}", '"{}"', f"{{}} -un{words[dice.randrange(rare, len(words))]}"))
    return form.format(" ".join(wanted))


@dataclass
class Outlets(MadeUpWeb):
    """Feeds that begin an hour before the simulation and tell of common events beside their own."""

    language: Language = field(default_factory=lambda: Language([]))

    def oldest(self, count: int) -> int:
        return max(0, count - 10)

    def tell(self, url: str, number: int, at: datetime) -> tuple[str, str]:
        dice = random.Random(f"{url}{number}")
        title, text = self._words(dice)
        if dice.random() < _OF_EVENTS:
            hour = int((at - START) / _HOUR)
            event = random.Random(f"{hour} {dice.randrange(_EVENTS_AN_HOUR)}")
            common_title, common = self._words(event)
            title = [*dice.sample(common_title, 6), *title[:2]]
            text = [word if dice.random() < 0.3 else other for word, other in zip(text, common, strict=True)]
        sentences = [text[at : at + _SENTENCE] for at in range(0, len(text), _SENTENCE)]
        return " ".join(title).capitalize(), " ".join(f"{' '.join(each).capitalize()}." for each in sentences)

    def _words(self, dice: random.Random) -> tuple[list[str], list[str]]:
        return self.language.draw(dice, _TITLE_WORDS), self.language.draw(dice, _TEXT_WORDS)


class Telegram(RecordingRequest):
    """Takes every message and keeps none."""

    def __init__(self) -> None:
        super().__init__(StandIn())
        self.sent = 0
        self.edited = 0
        self.asked: dict[int, float] = {}
        self.waited: list[float] = []

    def ask(self, words: str) -> None:
        """Somebody new asks this."""
        number = _FIRST_PERSON + len(self.waited) + len(self.asked)
        self.asked[number] = time.perf_counter()
        self.telegram.say(words, sender=Account(number, "A"))

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *times: object, **timeouts: object
    ) -> tuple[int, bytes]:
        if not url.endswith(("/sendMessage", "/editMessageText")):
            return await super().do_request(url, method, request_data, *times, **timeouts)
        call = read_call(url, request_data)
        is_new = url.endswith("/sendMessage")
        self.sent, self.edited = self.sent + is_new, self.edited + (not is_new)
        chat = {"id": call.number("chat_id"), "type": "private", "first_name": "A"}
        if began := self.asked.pop(chat["id"], 0.0):
            self.waited.append(time.perf_counter() - began)
        number = call.number("message_id") or self.sent
        return 200, encode({"ok": True, "result": {"message_id": number, "date": 0, "chat": chat, "text": "x"}})


def _fill(database: Database, web: Outlets, chosen: argparse.Namespace) -> None:
    dice = random.Random(7)
    with database.write() as uow:
        for chat_id in range(_FIRST_CHAT, _FIRST_CHAT + chosen.chats):
            uow.chats.save(Chat(chat_id, "private"))
            if dice.random() < _WITH_DIGEST:
                due = START + timedelta(hours=chosen.hours) * dice.random()
                uow.schedules.save(Schedule(chat_id, due.hour * 60 + due.minute, next_due=due))
        for number in range(chosen.feeds):
            url = f"https://{number}.example/feed"
            web.add(url)
            due = START + timedelta(seconds=dice.random() * 900)
            feed, _ = uow.feeds.add(Feed(url, host_key(url), due, START))
            uow.subscriptions.add(_subscription(dice, chosen.chats, "feed", url, feed_id=feed.id))
        for _ in range(chosen.topics):
            query = parse_stored(_topic(web.language.words, dice))
            topic = uow.topics.add(normal_form(query), anchors(query, lambda _: 1.0), START)
            uow.subscriptions.add(_subscription(dice, chosen.chats, "topic", topic.query, topic_id=topic.id))
        uow.commit()


def _subscription(dice: random.Random, chats: int, kind: str, name: str, **target: int) -> Subscription:
    mode = "once" if dice.random() < _AT_ONCE else "digest"
    return Subscription(_FIRST_CHAT + dice.randrange(chats), kind, name, START, mode, **target)


async def _run(newsdesk: Newsdesk, database: Database, clock: Clock, until: datetime, each_minute: Minutely) -> None:
    poller, minute = newsdesk.poller, clock.now + _MINUTE
    while clock.now < until:
        claimed = await poller.start_due()
        while poller.is_working:
            await asyncio.sleep(0.001)
            await poller.start_due()
        if claimed:
            continue
        if clock.now >= minute:
            minute += _MINUTE
            each_minute()
            await _all_told(database)
            if not clock.now.minute % 10:
                sys.stderr.write(f"{clock.now:%H:%M} ")
                sys.stderr.flush()
        clock.now += _SECOND


async def _all_told(database: Database) -> None:
    while await asyncio.to_thread(_is_busy, database):  # noqa: ASYNC110 - nothing tells when all jobs rest
        await asyncio.sleep(0.02)


def _is_busy(database: Database) -> bool:
    with database.read() as uow:
        last = uow.articles.last_seq()
        placed = min(int(uow.marks.get(mark) or 0) for mark in (GROUPED, MATCHED))
        return placed < last or bool(uow.deliveries.depth())


async def simulate(database: Database, folder: Path, chosen: argparse.Namespace) -> str:
    """The table of one run."""
    clock = Clock()
    language = Language.of(random.Random(7))
    web, telegram, stalls = Outlets(clock, random.Random(7), START - _HOUR, language=language), Telegram(), Stalls()
    began = time.perf_counter()
    _fill(database, web, chosen)
    sys.stderr.write(f"filled in {time.perf_counter() - began:.0f} s; ")
    settings = Settings(_env_file=None, data_dir=folder, open_to_everyone=True)
    isolation = Isolation(workers=1, preload=_PRELOAD)
    store = build_store(settings, database, web, isolation)
    newsdesk = build_newsdesk(settings, store, Connection(telegram.telegram.token, telegram, telegram))
    parts = (newsdesk.poller, newsdesk.cycle, newsdesk.deliverer, newsdesk.tidier)
    for part in parts:
        part.clock = clock
    newsdesk.cycle.every = 0.05
    await newsdesk.application.initialize()
    set_aside()
    await newsdesk.application.start()
    jobs = (newsdesk.receiver, newsdesk.dispatcher, newsdesk.cycle, newsdesk.deliverer, newsdesk.tidier)
    working = [asyncio.create_task(job.run()) for job in jobs] + [asyncio.create_task(stalls.watch())]
    before, cpu = time.perf_counter(), time.process_time()
    dice = random.Random(8)

    def ask() -> None:
        for _ in range(chosen.questions):
            telegram.ask(f"what about {' '.join(language.draw(dice, 3))}?")

    await _run(newsdesk, database, clock, START + timedelta(hours=chosen.hours), ask)
    times = {"hours": chosen.hours, "seconds": time.perf_counter() - before, "cpu": time.process_time() - cpu}
    for task in working:
        task.cancel()
    await asyncio.gather(*working, return_exceptions=True)
    await newsdesk.close()
    isolation.close()
    return _table(database, web, telegram, stalls, times)


def _table(database: Database, web: Outlets, telegram: Telegram, stalls: Stalls, times: dict[str, float]) -> str:
    with database.read() as uow:
        articles, waiting, depth = uow.articles.count(), uow.entries.waiting(), sum(uow.deliveries.depth().values())
        stories = len({uow.stories.story_of(number) for number in range(1, articles + 1)} - {None})
    seconds, messages = times["seconds"], telegram.sent + telegram.edited
    rows = {
        "simulated hours, seconds, CPU seconds": f"{times['hours']:g}, {seconds:,.0f}, {times['cpu']:,.0f}",
        "polls (304 among them, failed)": f"{web.polls:,} ({web.unchanged:,}, {web.failures:,})",
        "polls a second": f"{web.polls / seconds:,.0f}",
        "entries read, waiting at the end": f"{articles:,}, {waiting:,}",
        "entries a second": f"{articles / seconds:,.1f}",
        "stories": f"{stories:,}",
        "messages sent, edited, waiting at the end": f"{telegram.sent:,}, {telegram.edited:,}, {depth:,}",
        "messages a second": f"{messages / seconds:,.1f}",
        "questions answered, not": f"{len(telegram.waited):,}, {len(telegram.asked):,}",
        "time to an answer, median and worst, ms": f"{_middle(telegram.waited):,.0f}, {_worst(telegram.waited):,.0f}",
        "peak memory without the workers, MB": f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f}",
        **stalls.rows(),
    }
    return "\n".join(f"| {name} | {value} |" for name, value in rows.items())


def _middle(seconds: list[float]) -> float:
    return statistics.median(seconds or [0.0]) * 1000


def _worst(seconds: list[float]) -> float:
    return max(seconds, default=0.0) * 1000


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=5000)
    parser.add_argument("--topics", type=int, default=100_000)
    parser.add_argument("--chats", type=int, default=3000)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--questions", type=int, default=3, help="a simulated minute")
    parser.add_argument("--database", default="", help="an empty one; SQLite in a temporary folder when not given")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        database = Database.open(chosen.database or f"sqlite:///{folder}/bench.sqlite")
        database.migrate()
        sys.stdout.write(asyncio.run(simulate(database, Path(folder), chosen)) + "\n")
        database.dispose()


if __name__ == "__main__":
    main()
