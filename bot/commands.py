"""What the command line does: the same use cases as the chat, without Telegram."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.bootstrap.store import Store, open_store
from bot.logs import set_up_logs
from bot.messages.answer import answer_message, no_answer_message
from bot.messages.html import plain
from bot.messages.message import Message
from bot.messages.summary import card_message
from bot.messages.trouble import trouble_message
from bot.metrics import age
from bot.news.answer import Answer, NoAnswer, Origin, Quote
from bot.settings import Settings
from bot.usecases.check_vitals import outbox_trouble
from bot.usecases.errors import ReadingError
from bot.usecases.import_articles import ImportArticles, ImportReport
from bot.usecases.show_card import Card
from storage.backup import backup
from storage.check import check as check_database
from storage.check import vitals
from storage.database import Database
from storage.lock import hold_folder, last_sign
from storage.records import TERMINAL_CHAT, Health, Vitals

_FAULTS_SHOWN = 10
#: The bot at work gives a sign of life each 10 s.
_LONGEST_SILENCE = timedelta(seconds=90)


class CommandError(Exception):
    """A command could not do what it was asked to. The text says why."""


def summarise(settings: Settings, what: str, *, count: int | None, as_json: bool) -> int:
    """Print the summary of a page, a file or standard input ("-")."""
    _quiet(settings)
    with open_store(settings) as store:
        try:
            card = _read(store, what)
        except ReadingError as error:
            raise CommandError(plain(trouble_message(error).html)) from error
        if count:
            card = store.show_card(card.article.id, chat_id=None, count=count)
        _print(_card_fields(card) if as_json else card_message(card))
    return 0


def ask(settings: Settings, question: str, *, as_json: bool) -> int:
    """Print the answer to a question; exit code 1 when nothing stored answers it."""
    _quiet(settings)
    with open_store(settings) as store:
        answer = store.answer_question(question, now=datetime.now(UTC), chat_id=None)
    if as_json:
        _print(_answer_fields(answer))
    else:
        _print(answer_message(answer) if isinstance(answer, Answer) else no_answer_message(answer))
    return 0 if isinstance(answer, Answer) else 1


def import_files(settings: Settings, files: list[Path]) -> int:
    """Store the articles of JSON Lines files, with progress on a terminal; exit code 1 when lines had faults."""
    _quiet(settings)
    with open_store(settings) as store:
        reports = [_import_file(store, path) for path in files]
        store.follow_articles()
    return 1 if any(report.faults for report in reports) else 0


def migrate(settings: Settings) -> int:
    """Create the database or bring its schema up to date."""
    _quiet(settings)
    with open_store(settings):
        sys.stdout.write("The database is up to date.\n")
    return 0


def back_up(settings: Settings, target: Path) -> int:
    """Copy the database into a new file."""
    _quiet(settings)
    with _database(settings) as database:
        try:
            size = backup(database, target, datetime.now(UTC))
        except OSError as error:
            raise CommandError(f"No backup was made: {target}: {error.strerror}") from error
    sys.stdout.write(f"Backed up and checked: {target}, {size:,} bytes\n")
    return 0


def check(settings: Settings, *, alive: bool, quiet: bool) -> int:
    """Say whether all is well; exit code 0, or CommandError. `alive` asks for the bot at work and not for the file."""
    _quiet(settings)
    now = datetime.now(UTC)
    with _database(settings) as database:
        trouble, lines = _life(settings, database, now) if alive else _health(database, now)
    if trouble:
        raise CommandError(f"Not well: {trouble}")
    if not quiet:
        sys.stdout.write("\n".join(lines) + "\n")
    return 0


def serve(settings: Settings, *, in_terminal: bool) -> int:
    """Run the bot until it is stopped."""
    import asyncio  # noqa: PLC0415

    from telegram.error import InvalidToken  # noqa: PLC0415

    from bot import serve as server  # noqa: PLC0415
    from bot.jobs.listen import NotListening  # noqa: PLC0415

    _logs_of(settings, in_terminal=in_terminal)
    try:
        with hold_folder(settings.data_dir) if not in_terminal else nullcontext(), open_store(settings) as store:
            asyncio.run(server.chat(settings, store) if in_terminal else server.serve(settings, store))
    except InvalidToken as error:
        raise CommandError("Telegram does not know this TELEGRAM_BOT_TOKEN. BotFather shows the right one.") from error
    except NotListening as error:
        raise CommandError(str(error)) from error
    return 0


def _logs_of(settings: Settings, *, in_terminal: bool) -> None:
    """Logs beside the prompt of a terminal would tear the conversation, so there they go to a file."""
    file = settings.data_dir / "chat.log" if in_terminal and sys.stdin.isatty() else None
    level = "WARNING" if in_terminal else settings.log_level
    set_up_logs(level, (settings.token, settings.webhook_secret), file, as_json=settings.log_format == "json")


def _quiet(settings: Settings) -> None:
    level = "DEBUG" if settings.log_level == "DEBUG" else "WARNING"
    set_up_logs(level, (settings.token,), as_json=settings.log_format == "json")


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    database = Database.open(settings.database_address)
    try:
        yield database
    finally:
        database.dispose()


def _life(settings: Settings, database: Database, now: datetime) -> tuple[str, list[str]]:
    """The trouble with the bot of this data folder, "" for none, and what can be said of it. Raises StorageError."""
    seen = last_sign(settings.data_dir)
    if seen is None or now - seen > _LONGEST_SILENCE:
        when = f" since {seen:%Y-%m-%d %H:%M:%S} UTC" if seen else ""
        return f"no bot has given a sign of life in {settings.data_dir.resolve()}{when}", []
    facts = vitals(database, now)
    return outbox_trouble(facts, now), ["The bot is at work.", *_vitals_lines(facts, now)]


def _health(database: Database, now: datetime) -> tuple[str, list[str]]:
    """The trouble with the database, "" for none, and what can be said of it."""
    health = check_database(database)
    if health.trouble:
        return health.trouble, []
    return "", [*_health_lines(health), *_vitals_lines(vitals(database, now), now)]


def _vitals_lines(facts: Vitals, now: datetime) -> list[str]:
    lines = [f"{facts.updates:,} messages in work, {sum(facts.deliveries.values()):,} to send."]
    if facts.oldest_update:
        lines.append(f"The longest waiting message came {age(facts.oldest_update, now):.0f} s ago.")
    if facts.oldest_due:
        lines.append(f"The next to send has been due for {age(facts.oldest_due, now):.0f} s.")
    if failing := facts.feeds.get("failing", 0):
        lines.append(f"{failing:,} feeds are failing.")
    return lines


def _health_lines(health: Health) -> list[str]:
    counts = dict(health.counts)
    lines = [
        f"All is well. Schema {health.schema}, {health.size / 1_000_000:.1f} MB.",
        f"{counts['articles']:,} articles, {counts['chats']:,} chats.",
    ]
    lines.append(f"Last backup: {health.last_backup:%Y-%m-%d %H:%M} UTC." if health.last_backup else "No backup yet.")
    return lines


def _read(store: Store, what: str) -> Card:
    """The card of a page or a text; texts belong to the local chat, which is the same person's."""
    now = datetime.now(UTC)
    if what == "-":
        return store.read_article.file(sys.stdin.buffer.read(), name="", chat_id=TERMINAL_CHAT, now=now)
    path = Path(what)
    if "://" in what or not path.exists():
        return store.read_article.link(what, chat_id=None, now=now)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{what} cannot be read: {error.strerror}") from error
    return store.read_article.file(body, name=path.name, chat_id=TERMINAL_CHAT, now=now)


def _import_file(store: Store, path: Path) -> ImportReport:
    load = ImportArticles(store.database, store.ingest_article)
    now = datetime.now(UTC)
    try:
        with path.open("rb") as lines:
            report = _with_progress(load, path, lines, now)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    sys.stdout.write(f"{path}: {report.stored} stored, {report.known} known already, {len(report.faults)} faulty\n")
    for number, reason in report.faults[:_FAULTS_SHOWN]:
        sys.stderr.write(f"{path}:{number}: {reason}\n")
    if hidden := len(report.faults[_FAULTS_SHOWN:]):
        sys.stderr.write(f"{path}: {hidden} more faults\n")
    return report


def _with_progress(load: ImportArticles, path: Path, lines: Iterable[bytes], now: datetime) -> ImportReport:
    if not sys.stderr.isatty():
        return load(lines, now)
    from prompt_toolkit.shortcuts import ProgressBar  # noqa: PLC0415

    with path.open("rb") as counted:
        total = sum(1 for _ in counted)
    with ProgressBar(title=f"Reading {path.name}") as bar:
        return load(bar(lines, total=total), now)


def _print(result: Message | dict[str, Any]) -> None:
    text = plain(result.html) if isinstance(result, Message) else json.dumps(result, ensure_ascii=False, indent=2)
    sys.stdout.write(text + "\n")


def _card_fields(card: Card) -> dict[str, Any]:
    article = card.article
    return {
        "id": article.id,
        "url": article.url,
        "source": article.source,
        "title": article.title,
        "author": article.author,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "sentences": [sentence.text for sentence in card.summary.sentences],
    }


def _answer_fields(answer: Answer | NoAnswer) -> dict[str, Any]:
    if isinstance(answer, NoAnswer):
        return {"answered": False, "quotes": [], "closest": [_origin_fields(origin) for origin in answer.closest]}
    return {
        "answered": True,
        "certainty": round(answer.certainty, 3),
        "notes": [str(note) for note in answer.notes],
        "quotes": [_quote_fields(quote) for quote in (*answer.quotes, *answer.more)],
    }


def _quote_fields(quote: Quote) -> dict[str, Any]:
    return {
        "sentence": quote.sentence,
        "bold": [[span.start, span.end] for span in quote.bold],
        "score": round(quote.score, 3),
        **_origin_fields(quote.origin),
        "also": [_origin_fields(origin) for origin in quote.others],
    }


def _origin_fields(origin: Origin) -> dict[str, Any]:
    return {
        "article": origin.article_id,
        "title": origin.title,
        "source": origin.source,
        "published": origin.published.isoformat() if origin.published else None,
        "url": origin.url,
    }
