"""The command line: `newsdesk run`, `chat`, `summarise`, `ask`, `import`, `migrate`, `backup`, `check`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.settings import Settings, SettingsError, load_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        settings = load_settings()
    except SettingsError as error:
        return _fail(f"These settings cannot be used:\n{error}")
    return _run(options, settings)


def _run(options: argparse.Namespace, settings: Settings) -> int:
    # Heavy imports wait until the arguments and settings are known to be right.
    from bot.commands import CommandError  # noqa: PLC0415
    from storage.errors import StorageError  # noqa: PLC0415

    try:
        return _command(options, settings)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 141
    except CommandError as error:
        return _fail(str(error))
    except StorageError as error:
        return _fail(f"The store cannot be used: {error}")


def _command(options: argparse.Namespace, settings: Settings) -> int:
    from bot import commands  # noqa: PLC0415

    calls: dict[str, Callable[[], int]] = {
        "run": lambda: commands.serve(settings, in_terminal=not settings.token),
        "chat": lambda: commands.serve(settings, in_terminal=True),
        "summarise": lambda: commands.summarise(settings, options.what, count=options.sentences, as_json=options.json),
        "ask": lambda: commands.ask(settings, " ".join(options.question), as_json=options.json),
        "import": lambda: commands.import_files(settings, options.files),
        "migrate": lambda: commands.migrate(settings),
        "backup": lambda: commands.back_up(settings, options.file),
        "check": lambda: commands.check(settings, alive=options.alive, quiet=options.quiet),
    }
    return calls[options.command]()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newsdesk", description="A Telegram bot that reads the news for you.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="start the bot; without a token, the same chat in this terminal")
    commands.add_parser("chat", help="the chat in this terminal, or with standard input")
    summarise = commands.add_parser("summarise", help="summarise a page, a file, or standard input (-)")
    summarise.add_argument("what", metavar="URL|FILE|-")
    summarise.add_argument("-n", "--sentences", type=int, choices=range(1, 13), metavar="N", help="1 to 12")
    summarise.add_argument("--json", action="store_true", help="for programs")
    ask = commands.add_parser("ask", help="answer a question from what has been read")
    ask.add_argument("question", nargs="+", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="for programs")
    bulk = commands.add_parser("import", help="store articles from JSON Lines files")
    bulk.add_argument("files", nargs="+", type=Path, metavar="FILE")
    commands.add_parser("migrate", help="create the database or bring it up to date")
    backup = commands.add_parser("backup", help="copy the database, also while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE")
    check = commands.add_parser("check", help="say whether all is well; exit code 2 when it is not")
    check.add_argument("--alive", action="store_true", help="the bot must be at work; quick, for health checks")
    check.add_argument("--quiet", action="store_true", help="say nothing when all is well")
    return parser


def _fail(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
