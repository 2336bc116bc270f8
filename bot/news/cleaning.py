"""Drops what is not the article. One cleaning for extraction, pasted texts and the summariser alike.

After paragraphs.normalise or extraction, before summary.py; the phrases are in boilerplate.py.
"""

import re
from collections.abc import Iterator

from bot.news.boilerplate import dateline_length, is_boilerplate, is_byline, signs_in
from bot.text.sentences import Sentence, sentence_spans

_DATELINE_REACH = 60  # characters within which the agency of a dateline stands
_DATELINE_SIGN = re.compile(r"[A-Z]{4,} [–—] ")

Paragraph = tuple[Sentence, ...]


def article_paragraphs(text: str, language: str = "en") -> Iterator[Paragraph]:
    """The sentences of the article itself, paragraph by paragraph, with offsets into `text`."""
    offset = 0
    signs = signs_in(text)
    for line in text.split("\n"):
        if line and not line.isspace() and not is_byline(line.strip()):
            left = offset + len(line) - len(line.lstrip())
            left += dateline_length(text[left : offset + len(line)])
            kept = tuple(_kept_sentences(text[left : offset + len(line)], left, language, signs))
            if kept:
                yield kept
        offset += len(line) + 1


def _kept_sentences(line: str, offset: int, language: str, signs: tuple[str, ...]) -> Iterator[Sentence]:
    for start, end in sentence_spans(line, language):
        sentence = line[start:end]
        if not is_boilerplate(sentence, signs):
            skipped = dateline_length(sentence) if start and _may_open_on_dateline(sentence) else 0
            yield Sentence(sentence[skipped:], offset + start + skipped, offset + end)


def _may_open_on_dateline(sentence: str) -> bool:
    head = sentence[:_DATELINE_REACH]
    return "(" in head or (head[:4].isupper() and _DATELINE_SIGN.match(head) is not None)


def clean(text: str, language: str = "en") -> str:
    """`text` without by-lines, datelines, credits, notices and pointers elsewhere; one paragraph a line."""
    return "\n".join(
        " ".join(sentence.text for sentence in paragraph) for paragraph in article_paragraphs(text, language)
    )
