"""Any plain text to one paragraph a line: pasted text, mails, text files and the text of PDF pages.

Before cleaning.py and sentences.py, which take a newline for the end of a paragraph.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1b\x1f\x7f\ud800-\udfff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_ITEM = re.compile(r"(?:[-*•·–—>]|\d{1,3}[.)]|[a-z]\))\s")
_ENDED = re.compile(r"[.!?…:;]['\"”’»)\]]*$")
_BROKEN_WORD = re.compile(r"([^\W\d_]{2,})-$")
_NARROWEST, _WIDEST = 30, 110  # characters in a line that somebody's program broke
_FULL = 0.72  # a line shorter than this share of the text's width was ended on purpose


def visible(text: str) -> str:
    """`text` without control characters, soft hyphens and marks that turn the direction of what follows."""
    return _INVISIBLE.sub("", text)


def normalise(text: str) -> str:
    """`text` with one paragraph a line and single newlines between, no invisible characters, NFC.

    Lines that a mail program, an editor or a PDF broke at a width are joined, words broken by a
    hyphen too; lines broken on purpose (verse, lists, headlines) stay.
    """
    plain = visible(_BREAKS.sub("\n", unicodedata.normalize("NFC", text)))
    lines = [_SPACES.sub(" ", line).strip() for line in plain.split("\n")]
    width = _wrapped_width(lines)
    if width:
        lines = list(_joined(lines, width, plain))
    return "\n".join(line for line in lines if line)


def _wrapped_width(lines: list[str]) -> int:
    """The width at which the text was broken, or 0 when its lines are paragraphs."""
    pairs = [
        (line, following) for line, following in pairwise(lines) if line and following and not _ITEM.match(following)
    ]
    width = sorted(len(line) for line in lines)[int(len(lines) * 0.95) - (len(lines) == 1)]
    full = [(line, following) for line, following in pairs if len(line) >= width * _FULL]
    if len(full) < 2 or len(full) * 2 < len(pairs) or not _NARROWEST <= width <= _WIDEST:
        return 0
    running = sum(not _ENDED.search(line) or following[:1].islower() for line, following in full)
    return width if running * 2 > len(full) else 0


def _joined(lines: list[str], width: int, whole: str) -> Iterator[str]:
    """The paragraphs of a text broken at `width`; `whole` tells which broken words are hyphenated elsewhere."""
    paragraph = ""
    last = ""
    for line in lines:
        if paragraph and line and _runs_on(last, line, width):
            paragraph = _join(paragraph, line, whole)
        else:
            if paragraph:
                yield paragraph
            paragraph = line
        last = line
    if paragraph:
        yield paragraph


def _runs_on(line: str, following: str, width: int) -> bool:
    """Whether `following` goes on in the paragraph of `line`: its first word would not have fitted there."""
    if _ITEM.match(following):
        return False
    if following[:1].islower() and not _ENDED.search(line):
        return True
    first_word = following.split(" ", 1)[0]
    return len(line) + 1 + len(first_word) > width * (0.97 if not _ENDED.search(line) else 0.93) or (
        not _ENDED.search(line) and len(line) > width * _FULL
    )


def _join(paragraph: str, line: str, whole: str) -> str:
    broken = _BROKEN_WORD.search(paragraph)
    if not broken or not line[:1].islower():
        return f"{paragraph} {line}"
    rest = line.split(" ", 1)[0].rstrip(".,;:!?")
    keeps_hyphen = f"{broken[1]}-{rest}".lower() in whole.lower()
    return (paragraph if keeps_hyphen else paragraph[:-1]) + line
