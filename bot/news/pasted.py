"""A text as a person pastes or forwards it, to an article: title found, by-line read, the page's furniture dropped.

After paragraphs.normalise; beside extraction.py, which does the same for pages.
"""

import re
from collections.abc import Sequence

from bot.news.article import ExtractedArticle
from bot.news.boilerplate import BY, is_boilerplate, is_byline
from bot.news.cleaning import clean
from bot.text.language import detect_language
from bot.text.paragraphs import normalise
from bot.text.sentences import split_sentences

_HEAD_LINES = 8  # a headline stands among the first lines, below a menu at most
_TITLE_LONGEST = 200
_TITLE_SHORTEST_WORDS = 4
_AUTHOR = re.compile(
    rf"{BY}"
    r"([^|·•/–—(<>\d]{2,80}?)\s*(?:[|·•/–—(<>\d].*|,.*)?$"
)
_BIO = re.compile(
    r"(?:I am|I['’]m|(?:He|She|[A-ZÀ-Þ][\w.'’À-ÿ-]+(?: [A-ZÀ-Þ][\w.'’À-ÿ-]+){0,3}) (?:is|was))\s+"
    r"(?:an?|the|our|\w+['’]s)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:writer|reporter|journalist|editor|correspondent|columnist|contributor|blogger|author|freelancer|producer|fellow)\b"
)
_ENDED = re.compile(r"[.!?…:;,]['\"”’»)\]]*$")


def read_pasted(text: str) -> ExtractedArticle:
    """The article in a pasted text, cleaned; its first sentence is the title when there is no headline."""
    lines = normalise(text).split("\n")
    language = detect_language(" ".join(sorted(lines, key=len)[-5:]))
    author = next((name for line in lines if (name := _author(line))), "")
    at = _headline(lines)
    body = _without_bio(lines if at is None else lines[at + 1 :], author)
    cleaned = clean("\n".join(body), language or "en")
    title = lines[at] if at is not None else _first_sentence(cleaned, language or "en")
    return ExtractedArticle(title=title, text=cleaned, author=author, language=language)


def _author(line: str) -> str:
    found = _AUTHOR.match(line) if is_byline(line) else None
    return found[1].strip(" ,") if found else ""


def _headline(lines: Sequence[str]) -> int | None:
    """Which of the first lines is the headline, or None when the text starts with a paragraph."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if is_boilerplate(line) or is_byline(line):
            continue
        if len(line.split()) >= _TITLE_SHORTEST_WORDS or (len(line) >= 8 and not line.isascii()):
            return index if len(line) <= _TITLE_LONGEST and not _ends_like_text(line, lines[index + 1 :]) else None
    return None


def _ends_like_text(line: str, following: Sequence[str]) -> bool:
    """Whether a line is a paragraph rather than a headline: ended by a mark, or several sentences."""
    if not following:
        return True
    return (_ENDED.search(line) is not None and line[-1] not in "?!") or len(split_sentences(line)) > 1


def _without_bio(lines: Sequence[str], author: str) -> list[str]:
    """The lines without those after a closing by-line that speak of the writer."""
    for index in range(len(lines) - 1, max(len(lines) // 2, 0), -1):
        closing = is_byline(lines[index]) or (author and lines[index] == author)
        if closing and all(_BIO.search(line) or len(line.split()) < 12 for line in lines[index + 1 :]):
            return list(lines[:index])
    kept = list(lines)
    while kept and _BIO.match(kept[-1]) and len(kept) > 3:
        kept.pop()
    return kept


def _first_sentence(text: str, language: str) -> str:
    found = split_sentences(text, language)
    return found[0].text[:_TITLE_LONGEST] if found else ""
