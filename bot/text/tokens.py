"""Sentences to words, words to terms: the one vocabulary the index and the sentence choosers share."""

import re
from functools import lru_cache

from nltk.stem import SnowballStemmer
from nltk.tokenize import RegexpTokenizer

_WORDS = RegexpTokenizer(r"\w+(?:['’.&-]\w+)*", flags=re.UNICODE)


def words(text: str) -> list[str]:
    """The words of `text` in order, as written."""
    return list(_WORDS.tokenize(text))


@lru_cache(maxsize=1)
def _english() -> SnowballStemmer:
    return SnowballStemmer("english")


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str = "en") -> str:
    """The term a word counts as: lower case, without possessive, stemmed."""
    return _english().stem(word.lower().replace("’", "'").removesuffix("'s"))


def terms(text: str, language: str = "en") -> list[str]:
    """The terms of `text` in order, stop words included."""
    return [stem(word, language) for word in words(text)]
