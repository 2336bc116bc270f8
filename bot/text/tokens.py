"""Sentences to words, words to terms: the one vocabulary the index and the sentence choosers share.

Words come from one pattern (tokenizers.py puts it behind nltk's interface: nltk's own RegexpTokenizer
reads 3 MB a second, Python's re 12); stems from nltk's Snowball stemmers, from PyStemmer where nltk
lacks the language, and from neither where there is none (the lower-case word is the term).
Scripts without spaces (Chinese, Japanese, Thai and their neighbours) count by pairs of characters.
nltk and PyStemmer are imported at the first stem, because nltk takes most of a second to import.
"""

import re
import threading
from collections.abc import Callable
from functools import lru_cache

from bot.text.stopwords import stop_words

# Marks that belong to letters, which Python's \w leaves out, and the scripts built of them.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0970-\u0dff"
)
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17d3\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = rf"[\w{_MARKS}]"
# A word holds inner apostrophes and full stops ("don't", "3.5", "U.S.'s"), and commas between digits.
# What may join is looked at first: most words end at a space.
_JOINT = r"(?=[.'’&,])(?:\.?['’]|[.&]|(?<=\d),(?=\d{3}))"
_SPACED = rf"(?:(?![{_UNSPACED}]){_LETTER})+"
_ASCII_WORDS = re.compile(rf"\w+(?:{_JOINT}\w+)*", re.ASCII)
_WORDS = re.compile(rf"{_LETTER}+(?:{_JOINT}{_LETTER}+)*")
_MIXED_WORDS = re.compile(rf"[{_UNSPACED}]+|{_SPACED}(?:{_JOINT}{_SPACED})*")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")

_NLTK = {
    "da": "danish",
    "nl": "dutch",
    "en": "english",
    "fi": "finnish",
    "fr": "french",
    "de": "german",
    "hu": "hungarian",
    "it": "italian",
    "no": "norwegian",
    "nb": "norwegian",
    "nn": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "es": "spanish",
    "sv": "swedish",
}
# nltk's Arabic stemmer keeps state between words, so it is not for threads: PyStemmer has Arabic too.
_PYSTEMMER = {
    "ar": "arabic",
    "hy": "armenian",
    "eu": "basque",
    "ca": "catalan",
    "cs": "czech",
    "eo": "esperanto",
    "et": "estonian",
    "el": "greek",
    "hi": "hindi",
    "id": "indonesian",
    "ga": "irish",
    "lt": "lithuanian",
    "ne": "nepali",
    "fa": "persian",
    "pl": "polish",
    "sr": "serbian",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
_POSSESSIVE = re.compile(r"\.?['’](?:s|S)?$")
_ELISION = {
    "fr": re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|aujourd(?=$))['’]"),
    "it": re.compile(r"^(?:l|un|d|c|s|dell|all|dall|nell|sull|quest|quell|anch|com|dov)['’]"),
    "ca": re.compile(r"^[dlmnst]['’]"),
}
# English words that end otherwise are their own stems (Porter2); nltk takes as long to say so as for the others.
_STEMMED_ENDS = tuple("e s y li ogi iti nci al ful ll ed ing ion er ator ic ism ant ent".split())
_KEPT_ENDS, _STEMMED_AFTER_ALL = ("ss", "us", "ay", "ey", "oy", "uy"), ("ness", "ous")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$")
# Written in capitals these are names, in lower case function words.
_NAMES = {"US": "u.s", "WHO": "w.h.o", "IT": "i.t"}
_MOST_WORDS = 1 << 17
_PYSTEMMER_LOCK = threading.Lock()


def words(text: str) -> list[str]:
    """The words of `text` in order, as written; a run of a script without spaces as its pairs of characters."""
    if text.isascii():
        return _ASCII_WORDS.findall(text)
    if _IS_UNSPACED.search(text):
        return [piece for word in _MIXED_WORDS.findall(text) for piece in _pairs(word)]
    return _WORDS.findall(text)


def _pairs(word: str) -> list[str]:
    if len(word) <= 2 or not _IS_UNSPACED.match(word):
        return [word]
    return [word[at : at + 2] for at in range(len(word) - 1)]


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Callable[[str], str]:
    """The function that stems a lower-case word of `language`."""
    if language in _NLTK:
        from nltk.stem.snowball import SnowballStemmer  # noqa: PLC0415  # slow to import; see the docstring

        nltk_stem: Callable[[str], str] = SnowballStemmer(_NLTK[language]).stem
        return nltk_stem
    if language in _PYSTEMMER:
        import Stemmer  # noqa: PLC0415  # only these languages need it

        stemmer = Stemmer.Stemmer(_PYSTEMMER[language])

        def one_at_a_time(word: str) -> str:
            with _PYSTEMMER_LOCK:  # a PyStemmer object may not be shared by threads at work
                return str(stemmer.stemWord(word))

        return one_at_a_time
    return str


def _stem_of(lower: str, language: str) -> str:
    if language == "en" and _is_english_stem(lower):
        return lower
    return _stemmer(language)(lower) or lower


def _is_english_stem(lower: str) -> bool:
    """Whether a word is surely its own stem, told without the stemmer: a number, or one that ends so."""
    if not lower.isalpha():
        return lower.isascii() and lower[-1].isdigit() and lower[0] != "'"
    if not lower.endswith(_STEMMED_ENDS):
        return True
    return lower.endswith(_KEPT_ENDS) and not lower.endswith(_STEMMED_AFTER_ALL)


def _term(word: str, language: str) -> str:
    bare = word if word.isalpha() else _POSSESSIVE.sub("", word)
    if bare in _NAMES and language == "en":
        return _NAMES[bare]
    lower = bare.lower()
    if "." in lower and _ACRONYM.match(lower):
        return lower if lower in _NAMES.values() else lower.replace(".", "")
    if language in _ELISION:
        lower = _ELISION[language].sub("", lower)
    return _stems_of(language)[lower]


def _content_term(word: str, language: str) -> str:
    """The term of `word`, or "" for a function word."""
    if word.islower() and word.isalpha():  # most words, told quickly
        return "" if word in stop_words(language) else _stems_of(language)[word]
    if word.lower().replace("’", "'") in stop_words(language) and not (word in _NAMES and language == "en"):
        return ""
    return _term(word, language)


class _Vocabulary(dict[str, str]):
    """The terms of the words met so far, five times as fast as lru_cache; emptied when it has grown large.

    Threads may share it: two that meet a new word at once only compute the same term twice.
    """

    def __init__(self, language: str, term: Callable[[str, str], str]) -> None:
        super().__init__()
        self._language = language
        self._term = term

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        found = self[word] = self._term(word, self._language)
        return found


@lru_cache(maxsize=64)
def _stems_of(language: str) -> _Vocabulary:
    """Of words in lower case: the same one begins sentences, stands in titles, has a possessive."""
    return _Vocabulary(language, _stem_of)


@lru_cache(maxsize=64)
def _terms_of(language: str) -> _Vocabulary:
    return _Vocabulary(language, _term)


@lru_cache(maxsize=64)
def _content_of(language: str) -> _Vocabulary:
    return _Vocabulary(language, _content_term)


def stem(word: str, language: str = "en") -> str:
    """The term a word counts as: lower case, without possessive or elided article, stemmed; "U.S." and "US" are one."""
    return _terms_of(language)[word]


def terms(text: str, language: str = "en") -> list[str]:
    """The terms of `text` in order, stop words included."""
    return list(map(_terms_of(language).__getitem__, words(text)))


def content_terms(text: str, language: str = "en") -> list[str]:
    """The terms of `text` in order without those of function words; "US" and "WHO" in capitals stay."""
    return list(filter(None, map(_content_of(language).__getitem__, words(text))))
