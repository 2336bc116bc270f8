"""An article to the terms the search index keeps, and back to the passages the chooser reads.

Given to `storage.search` as its `analyse`; `VERSION` changes with the way terms are made, and the index is then built anew.
"""

from collections.abc import Sequence

from bot.news.passages import Passage, passage
from bot.text.sentences import Sentence, split_sentences
from bot.text.tokens import stem, terms, words

VERSION = "1"

Analysed = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[tuple[int, int], ...], tuple[str, ...]]
"""Title terms, terms of each sentence, offsets of each sentence, terms written as names."""


def analyse(title: str, text: str, language: str = "en") -> Analysed:
    """What the index keeps of an article. Sentences without a term are left out."""
    language = language or "en"
    pairs = [(sentence, tuple(terms(sentence.text, language))) for sentence in split_sentences(text, language)]
    pairs = [(sentence, spoken) for sentence, spoken in pairs if spoken]
    names = {term for sentence, _ in pairs for term in _names(sentence.text, language)}
    return (
        tuple(terms(title, language)),
        tuple(spoken for _, spoken in pairs),
        tuple((sentence.start, sentence.end) for sentence, _ in pairs),
        tuple(sorted(names)),
    )


def _names(sentence: str, language: str) -> list[str]:
    """Terms of capitalised words, the first word of the sentence left out."""
    return [stem(word, language) for word in words(sentence)[1:] if word[:1].isupper()]


def passages_of(text: str, sentences: Sequence[Sequence[str]], spans: Sequence[tuple[int, int]]) -> tuple[Passage, ...]:
    """The passages of `text` from what the index kept of it."""
    return tuple(
        passage(Sentence(text[start:end], start, end), spoken)
        for spoken, (start, end) in zip(sentences, spans, strict=True)
    )
