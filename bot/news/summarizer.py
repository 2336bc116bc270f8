"""Our summariser, and sumy's own, over documents we build: the sumy side of summary.py.

Apart from summary.py because importing sumy and nltk takes a second. sumy's parsers and its
tokenizer are not used: the parser joins lines, the tokenizer needs downloads.
"""

import warnings
from collections.abc import Callable, Sequence
from contextlib import nullcontext

from sumy.models.dom import ObjectDocumentModel
from sumy.models.dom import Paragraph as SumyParagraph
from sumy.models.dom import Sentence as SumySentence
from sumy.summarizers._summarizer import AbstractSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from bot.news.selection import choose
from bot.text.sentences import Sentence
from bot.text.stopwords import stop_words
from bot.text.tokenizers import SumyTokenizer
from bot.text.tokens import content_terms, stem

_SUMY_METHODS = {
    "lexrank": LexRankSummarizer,
    "textrank": TextRankSummarizer,
    "lsa": LsaSummarizer,
    "luhn": LuhnSummarizer,
}


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]  # sumy is untyped
    """The set of sentences that tells a news article best, in order; the document's headings count as its title."""

    def __init__(self, language: str = "en") -> None:
        super().__init__(lambda word: stem(word, language))
        self._language = language

    def __call__(self, document: ObjectDocumentModel, sentences_count: int) -> tuple[SumySentence, ...]:
        """At most `sentences_count` of the document's sentences, as sumy sentences, in the document's order."""
        sentences = document.sentences
        title = [term for heading in document.headings for term in content_terms(str(heading), self._language)]
        texts = [
            sentence.place.text if isinstance(sentence, _PlacedSentence) else str(sentence) for sentence in sentences
        ]
        terms = [content_terms(text, self._language) for text in texts]
        return tuple(sentences[index] for index in choose(texts, terms, title, int(sentences_count), self._language))


class _PlacedSentence(SumySentence):  # type: ignore[misc]  # sumy is untyped
    """A sumy sentence that knows where it stands; two with the same words are two."""

    __slots__ = ("place",)

    def __init__(self, sentence: Sentence, tokenizer: SumyTokenizer) -> None:
        # Sumy's own __init__ converts and strips what is text and stripped already: a third of a summary's time.
        self._text = sentence.text  # type: ignore[misc]  # a slot of sumy's
        self._tokenizer = tokenizer  # type: ignore[misc]  # a slot of sumy's
        self._is_heading = False  # type: ignore[misc]  # a slot of sumy's
        self.place = sentence

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return hash((self.place.start, self.place.end))


def pick(
    method: str, title: str, paragraphs: Sequence[Sequence[Sentence]], count: int, language: str
) -> tuple[Sentence, ...]:
    """`count` of the sentences, chosen by the named method, in order. Raises KeyError for an unknown method."""
    tokenizer = SumyTokenizer(language)
    placed = [SumyParagraph(_PlacedSentence(sentence, tokenizer) for sentence in group) for group in paragraphs]
    if title:
        placed.insert(0, SumyParagraph([SumySentence(title, tokenizer, is_heading=True)]))
    with warnings.catch_warnings() if method == "lsa" else nullcontext():
        if method == "lsa":
            warnings.simplefilter("ignore")  # it warns when an article has few words
        chosen = _summarizer(method, language)(ObjectDocumentModel(placed), count)
    return tuple(sentence.place for sentence in chosen)


def _summarizer(method: str, language: str) -> Callable[[ObjectDocumentModel, int], tuple[_PlacedSentence, ...]]:
    if method == "newsdesk":
        ours: Callable[[ObjectDocumentModel, int], tuple[_PlacedSentence, ...]] = NewsSummarizer(language)
        return ours
    theirs = _SUMY_METHODS[method](lambda word: stem(word, language))
    theirs.stop_words = stop_words(language)
    return theirs  # type: ignore[no-any-return]  # sumy is untyped
