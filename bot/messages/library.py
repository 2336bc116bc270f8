"""What has been read -> message with paging and removal buttons."""

from bot.messages.dates import day
from bot.messages.html import bold, escape, shorten
from bot.messages.message import MOST_DATA_BYTES, Button, Message, rows
from bot.usecases.browse_library import LibraryPage, Removal
from storage.records import Article

_TITLE_LIMIT = 110
#: The search words travel in a button's data, so that a restart forgets nothing; beside them is a page's number.
_WORDS_BYTES = MOST_DATA_BYTES - len("lib:remove:999999:")


def library_message(page: LibraryPage, *, verb: str = "open") -> Message:
    """A page of the library; each number opens (or, with verb "remove", offers to remove) its article."""
    if not page.total:
        return _empty(page.words)
    head = bold("What I have read") + (f" about “{escape(page.words)}”" if page.words else "")
    lines = [_line(place, article) for place, article in enumerate(page.articles, start=1)]
    foot = f"Page {page.number + 1} of {page.pages}, {page.total} articles" if page.pages > 1 else ""
    ask = "Tap a number to remove that article." if verb == "remove" else ""
    numbers = tuple(Button(str(n), f"{verb}:{a.id}") for n, a in enumerate(page.articles, start=1))
    return Message("\n\n".join(filter(None, [head, *lines, foot, ask])), rows(*_halves(numbers), _paging(page, verb)))


def summary_prompt_message(page: LibraryPage) -> Message:
    """After /summary without anything to summarise: asks for it, and offers what was read lately."""
    ask = "Send me a link, a text or a file, or reply /summary to a message that has one."
    if not page.total:
        return Message(ask)
    recent = library_message(page)
    return Message(f"{ask}\n\n{recent.html}", recent.buttons)


def confirm_removal_message(article: Article) -> Message:
    """Asks before an article is removed."""
    yes, no = Button("Remove it", f"removed:{article.id}"), Button("Keep it", "kept")
    return Message(
        f"Remove {bold(shorten(article.title or article.text, _TITLE_LIMIT))} from what I have read?", rows((yes, no))
    )


def removal_message(removal: Removal) -> Message:
    """How the removal ended."""
    return Message(
        {
            Removal.REMOVED: "Removed. I will not quote it any more.",
            Removal.SHARED: "Others have read this article here too, so only the owner of this bot can remove it.",
            Removal.UNKNOWN: "That article is not here any more.",
        }[removal]
    )


def _empty(words: str) -> Message:
    if words:
        return Message(f"I have read nothing with “{escape(words)}” in its title or outlet. /ask searches the texts.")
    return Message("I have not read anything yet. Send me a link to an article, or paste its text.")


def _line(place: int, article: Article) -> str:
    details = " · ".join(filter(None, [article.source, day(article.published) if article.published else ""]))
    title = escape(shorten(article.title or article.text, _TITLE_LIMIT))
    return f"{place}. {title}" + (f"\n<i>{escape(details)}</i>" if details else "")


def _halves(buttons: tuple[Button, ...]) -> tuple[tuple[Button, ...], ...]:
    return (buttons[:4], buttons[4:])


def _paging(page: LibraryPage, verb: str) -> tuple[Button | None, ...]:
    words = page.words.encode()[:_WORDS_BYTES].decode(errors="ignore")
    earlier = Button("Newer", f"lib:{verb}:{page.number - 1}:{words}") if page.number else None
    later = Button("Older", f"lib:{verb}:{page.number + 1}:{words}") if page.number + 1 < page.pages else None
    return (earlier, later)
