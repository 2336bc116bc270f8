"""An article to its summary: whole sentences of the article, in its order.

After cleaning.py and forms.py; the choice is made by summarizer.py, which is imported at the first
summary. Another count chooses another set: nothing is cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.news.captions import without_labels
from bot.news.cleaning import Paragraph, article_paragraphs
from bot.news.forms import answers_only, first_of_each, form_of, items, latest, rows
from bot.text.sentences import Sentence

METHODS = ("newsdesk", "lexrank", "textrank", "lsa", "luhn")
_SHAPED = {"list": items, "live": latest, "several": first_of_each, "table": rows}
# Sentences that one choice looks at: the methods compare all with all.
_BLOCK = 120
_FROM_EACH_BLOCK = 6


@dataclass(frozen=True, slots=True)
class Summary:
    """The chosen sentences in the article's order; their offsets are into the text that was summarised.

    `form` is "short" when the summary is the whole article, else what forms.form_of says: "story" for most,
    "list" and "several" for items that stand side by side, "live" for the newest entries of a live report,
    "interview", "table", and "chapters" for a book's length.
    """

    sentences: tuple[Sentence, ...]
    form: str = "story"


def default_count(words: int) -> int:
    """How many sentences a card shows for an article of so many words: three to five."""
    return 3 if words < 350 else 4 if words < 900 else 5


def summarise(
    title: str, text: str, count: int | None = None, *, language: str = "en", method: str = "newsdesk"
) -> Summary:
    """The summary of an article in `count` sentences, or three to five by its length.

    `method` is one of METHODS; ValueError for another. An empty text has an empty summary.
    """
    if method not in METHODS:
        raise ValueError(f"unknown summary method {method!r}; one of {', '.join(METHODS)}")
    language = language or "en"
    paragraphs = _without_labels(list(article_paragraphs(text, language)))
    wanted = max(count or default_count(text.count(" ") + 1), 1)
    if sum(map(len, paragraphs)) <= wanted:
        return Summary(tuple(sentence for paragraph in paragraphs for sentence in paragraph), "short")
    form = form_of(text)
    if form in _SHAPED and (shaped := _SHAPED[form](paragraphs, wanted)):
        return Summary(tuple(shaped), form)
    if form == "interview":
        paragraphs = answers_only(paragraphs) or paragraphs
    return Summary(_picked(method, title, paragraphs, wanted, language), form)


def _without_labels(paragraphs: list[Paragraph]) -> list[Paragraph]:
    flat = iter(without_labels([sentence for paragraph in paragraphs for sentence in paragraph]))
    return [tuple(islice(flat, len(paragraph))) for paragraph in paragraphs]


def _picked(
    method: str, title: str, paragraphs: Sequence[Paragraph], count: int, language: str
) -> tuple[Sentence, ...]:
    """The choice of the method, in rounds while there are more sentences than one choice looks at."""
    from bot.news.summarizer import pick  # noqa: PLC0415  # importing sumy takes a second

    # A caption often says a sentence of the article again.
    first = {sentence.text: sentence for paragraph in reversed(paragraphs) for sentence in reversed(paragraph)}
    groups = [tuple(one for one in paragraph if first[one.text] is one) for paragraph in paragraphs]
    flat = [sentence for group in groups for sentence in group]
    while len(flat) > 2 * _BLOCK:
        blocks = [flat[at : at + _BLOCK] for at in range(0, len(flat), _BLOCK)]
        each = max(_FROM_EACH_BLOCK, count // len(blocks) + 1)
        groups = [pick(method, title, [block], each, language) for block in blocks]
        flat = [sentence for group in groups for sentence in group]
    return pick(method, title, [group for group in groups if group], count, language)
