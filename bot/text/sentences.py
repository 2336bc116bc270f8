"""Text to sentences, with offsets into the text.

The rules are in boundaries.py; they stand behind nltk's tokenizer interface in tokenizers.py, so
that whatever speaks nltk or sumy can use them.
"""

import re
from typing import NamedTuple

from bot.text.boundaries import breaks

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")


class Sentence(NamedTuple):
    """A sentence and where it stands: `text == source[start:end]`. A frozen dataclass takes thrice as long to make."""

    text: str
    start: int
    end: int


def sentence_spans(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Start and end of each sentence of `text`, in order, without surrounding space; a newline always ends one."""
    spans = []
    for line in _LINE.finditer(text):
        content, offset = line.group(), line.start()
        start = 0
        for end in (*breaks(content, language), len(content)):
            piece = content[start:end]
            if stripped := piece.strip():
                left = offset + start + len(piece) - len(piece.lstrip())
                spans.append((left, left + len(stripped)))
            start = end
    return spans


def split_sentences(text: str, language: str = "en") -> tuple[Sentence, ...]:
    """The sentences of `text` in order, without surrounding space; a newline always ends one."""
    return tuple(Sentence(text[start:end], start, end) for start, end in sentence_spans(text, language))
