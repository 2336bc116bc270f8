"""Text to sentences, with offsets into the text."""

import re
from dataclasses import dataclass

_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(]?[A-Z0-9])|\n+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands: `text == source[start:end]`."""

    text: str
    start: int
    end: int


def split_sentences(text: str, language: str = "en") -> tuple[Sentence, ...]:
    """The sentences of `text` in order, without surrounding space; a newline always ends one."""
    sentences = []
    start = 0
    for match in [*_END.finditer(text), None]:
        end = match.end() if match else len(text)
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            sentences.append(Sentence(piece.strip(), left, left + len(piece.strip())))
        start = end
    return tuple(sentences)
