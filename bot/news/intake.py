"""What a message from a person is: links to read, a text to read, or a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: From this many words on, what a person sends is an article rather than a question about one.
ARTICLE_WORDS = 80
#: A forwarded post is worth keeping from this length on.
POST_WORDS = 12
#: Links read from one message; a message with more is mostly a list.
MOST_LINKS = 5

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WORD = re.compile(r"\w+")
#: Chinese, Japanese kana and Thai write without spaces; about 1.7 signs carry what a word does.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class LinksToRead:
    """Links in the order given, without repeats; `question` is what the person wrote beside them."""

    urls: tuple[str, ...]
    question: str = ""
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class TextToRead:
    """An article as text."""

    text: str


@dataclass(frozen=True, slots=True)
class QuestionToAnswer:
    """Plain words."""

    text: str


def sort_message(
    text: str, links: Sequence[str], *, is_forwarded: bool = False
) -> LinksToRead | TextToRead | QuestionToAnswer:
    """What a message is. A long text stays a text though it holds links: articles and author's notes do."""
    rest = " ".join(_LINK.sub(" ", text).split())
    size = _size(rest)
    if size >= ARTICLE_WORDS:
        return TextToRead(text)
    if links:
        unique = tuple(dict.fromkeys(links))
        question = rest if "?" in rest and not is_forwarded else ""
        return LinksToRead(unique[:MOST_LINKS], question, len(unique[MOST_LINKS:]))
    if is_forwarded and size >= POST_WORDS:
        return TextToRead(text)
    return QuestionToAnswer(text)


def _size(text: str) -> float:
    unspaced = len(_UNSPACED.findall(text))
    return unspaced / 1.7 + len(_WORD.findall(_UNSPACED.sub(" ", text)))
