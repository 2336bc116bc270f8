"""Headlines without the name of the site that follows them."""

import re
from collections.abc import Iterable

from bot.text.paragraphs import visible

_SEPARATOR = re.compile(r"\s+[|·•»«–—-]\s+|\s*\|\s*|\s+::?\s+|\s+//\s+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_SHORTEST_NAME = 3


def without_site(title: str, sites: Iterable[str]) -> str:
    """The title without a first or last part that is one of `sites` (names or hosts), however it is spelt.

    "Council votes - News - The Gazette" of "The Gazette" is "Council votes - News". The name alone stays.
    """
    title = " ".join(visible(title).split())
    names = {letters for site in sites for letters in _spellings(site)}
    cuts = [(match.start(), match.end()) for match in _SEPARATOR.finditer(title)]
    for start, end in reversed(cuts):
        if title[:start].strip() and _letters(title[end:]) in names:
            title = title[:start]
    if cuts and _letters(title[: cuts[0][0]]) in names and title[cuts[0][1] :].strip():
        title = title[cuts[0][1] :]
    return title.strip()


def _spellings(site: str) -> set[str]:
    """The name, and for a host its telling label: "bbc.co.uk" is "bbccouk" and "bbc"."""
    host = site.lower().removeprefix("www.")
    whole = {_letters(site), _letters(host), _letters(host).removeprefix("the")}
    label = _letters(host.split(".", maxsplit=1)[0]) if "." in host and " " not in host else ""
    return {name for name in (*whole, label, f"the{label}" if label else "") if len(name) >= _SHORTEST_NAME}


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()


def same_words(line: str, title: str) -> bool:
    """Whether two lines have the same letters and digits, however they are set."""
    return _letters(line) == _letters(title) != ""
