"""Greeting, help and privacy -> messages. The list of commands comes from the features."""

from collections.abc import Iterable

from bot.messages.html import bold, escape
from bot.messages.message import Button, Message, rows


def start_message() -> Message:
    """What a person sees first."""
    return Message(
        f"{bold('Newsdesk')} reads the news for you.\n\n"
        "Send me a link to an article, or paste its text, and I answer with a short summary in the article's own "
        "sentences.\n\n"
        "Then ask me about it, in plain words: “why did Best Buy drop Huawei?” I quote the sentence that says so, with "
        "its outlet and date, or tell you that nothing I have read says it.\n\n"
        "I also follow feeds and sites: /add one, or begin with a pack.\n\n"
        "/help shows all I can do.",
        rows((Button("Feeds to begin with", "packs"),)),
    )


def help_message(commands: Iterable[tuple[str, str]], for_owner: Iterable[tuple[str, str]] = ()) -> Message:
    """What the bot can do, and the commands as (name, description); `for_owner` come in a list of their own."""
    lines = [f"/{name} – {escape(description)}" for name, description in commands]
    if owners := [f"/{name} – {escape(description)}" for name, description in for_owner]:
        lines += ["", bold("For you as the owner"), *owners]
    return Message(
        "\n".join(
            [
                bold("What you can send me"),
                "• a link: I read the page and summarise it",
                "• a forwarded post or a pasted text: the same",
                "• a .txt, .html, .eml or .pdf file: the same",
                "• an .opml file from a feed reader: I follow what is in it",
                "• a question in plain words: I quote what answers it",
                "• a reply to a summary: a question about that article",
                "In a group, mention me or reply to me.",
                "",
                bold("Commands"),
                *lines,
            ]
        )
    )


def privacy_message() -> Message:
    """What is stored and why."""
    return Message(
        "\n".join(
            [
                bold("What I keep, and why"),
                "• Articles from links: to answer questions. Everybody who may use this bot can be shown them.",
                "• My owner may have me delete such articles when they are old and nobody was shown them for long.",
                "• Texts and files you send: the same, but only this chat is ever shown them, until you /remove them.",
                "• Which message of this chat shows which article: so that you can reply to a summary.",
                "• What this chat follows and mutes, its digest's hour, the stories it has had: to tell each once.",
                "• This chat's number, its settings, and its last subject for a short while: for follow-up questions.",
                "• Of people who use me: their Telegram number and name, and when they last did, for my owner to see.",
                "• How much you asked of me lately, for an hour at most: so that nobody takes all my time.",
                "• Messages themselves: only until they are handled.",
                "",
                "All of it lies on the computer this bot runs on. Only what you name is fetched, and the pages that",
                "feeds you follow link to. Those sites see this computer's address; nothing else leaves it.",
                "",
                "/forget deletes what belongs to this chat.",
            ]
        )
    )


def confirm_forgetting_message() -> Message:
    """Asks before a chat's records are deleted."""
    return Message(
        "Shall I delete what I keep of this chat: its settings, what it follows, its reading history, its talk, "
        "and the texts and files sent here? This cannot be undone.",
        rows((Button("Delete it all", "forgotten"), Button("Keep it", "kept"))),
    )


def forgotten_message() -> Message:
    """After a chat was forgotten."""
    return Message("Done. I deleted this chat's settings, history and conversation, and the texts and files sent here.")


def kept_message() -> Message:
    """After a question about deleting was answered with no."""
    return Message("Nothing was changed.")


def cancelled_message(count: int) -> Message:
    """After /cancel."""
    if count:
        return Message(f"Stopped. I am not reading {'that' if count == 1 else 'those'} any more.")
    return Message("There was nothing to stop. We can start afresh: send me a link or a question.")


def apology_message(reference: str) -> Message:
    """When something failed that nobody foresaw; `reference` finds it in the log."""
    return Message(
        "Something went wrong on my side, and I have noted it for the person who runs me "
        f"(reference {escape(reference)}). You can simply try again."
    )


def given_up_message() -> Message:
    """When handling a message has failed again and again."""
    return Message(
        "I tried three times to handle a message of yours and failed each time, so I have given it up. Sorry."
    )


def unreadable_message() -> Message:
    """When a message is of a form the bot does not know."""
    return Message("I could not make sense of a message of yours, so I have given it up. Sorry.")


def uncertain_message() -> Message:
    """When nobody can know whether an answer has arrived."""
    return Message("My connection to Telegram broke while I was answering. If you see no answer, please ask again.")


def storage_message() -> Message:
    """When the database cannot be used just now."""
    return Message("I cannot reach my store right now. What you sent is not lost: I will answer as soon as I can.")


def unknown_command_message() -> Message:
    """To a command that does not exist."""
    return Message("I do not know that command. /help shows the ones I know.")


def not_here_message() -> Message:
    """To something the bot cannot take, such as a sticker or a voice message."""
    return Message("I read links, texts and files (.txt, .html, .eml, .pdf). That was none of them.")
