"""An article to the terms the search index keeps, and back to the passages the chooser reads.

Given to `storage.search` as its `analyse`. `VERSION` changes with the way terms are made; the index is then built anew.
"""

from bot.news.cleaning import article_paragraphs
from bot.text.tokens import stem, terms, words

VERSION = "2"

Analysed = tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[int, int], ...], tuple[str, ...]]
"""Title terms, terms of each sentence separated by spaces, offsets of each sentence, terms written as names."""


def analyse(title: str, text: str, language: str = "en") -> Analysed:
    """What the index keeps of an article: the sentences that `cleaning` keeps, those without a term left out."""
    language = language or "en"
    lines: list[str] = []
    spans: list[tuple[int, int]] = []
    names: set[str] = set()
    for paragraph in article_paragraphs(text, language):
        for sentence in paragraph:
            spoken = words(sentence.text)
            stems = [stem(word, language) for word in spoken]
            if stems:
                lines.append(" ".join(stems))
                spans.append((sentence.start, sentence.end))
                names.update(term for term, word in zip(stems[1:], spoken[1:], strict=True) if word[0].isupper())
    return tuple(terms(title, language)), tuple(lines), tuple(spans), tuple(sorted(names))
