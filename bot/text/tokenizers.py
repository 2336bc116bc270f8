"""Our sentence rules and words as nltk and sumy expect a tokenizer.

Apart from sentences.py and tokens.py because importing nltk takes most of a second: only what
hands text to nltk or sumy loads it.
"""

from collections.abc import Iterator

from nltk.tokenize.api import TokenizerI

from bot.text.sentences import sentence_spans
from bot.text.tokens import words


class NewsSentenceTokenizer(TokenizerI):  # type: ignore[misc]  # nltk is untyped
    """Sentences of news by rules, in place of Punkt: nothing to download, offsets kept."""

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def tokenize(self, s: str) -> list[str]:
        """The sentences of `s` in order."""
        return [s[start:end] for start, end in sentence_spans(s, self.language)]

    def span_tokenize(self, s: str) -> Iterator[tuple[int, int]]:
        """Start and end of each sentence of `s`, in order."""
        yield from sentence_spans(s, self.language)


class NewsWordTokenizer(TokenizerI):  # type: ignore[misc]  # nltk is untyped
    """The words that our terms are made of, as nltk's word tokenizers give theirs."""

    def tokenize(self, s: str) -> list[str]:
        """The words of `s` in order, as written."""
        return words(s)


class SumyTokenizer:
    """The tokenizer sumy asks for (sentences and words), on our rules."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self._sentences = NewsSentenceTokenizer(language)
        self._words = NewsWordTokenizer()

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        """The sentences of a paragraph."""
        return tuple(self._sentences.tokenize(paragraph))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """The words of a sentence, as written."""
        return tuple(self._words.tokenize(sentence))
