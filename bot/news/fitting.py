"""Which values of a sentence may answer a question, and which of them fit its very words ("how many days": "63 days").

Read by `evidence`; `values` finds them.
"""

import re
from collections.abc import Callable, Sequence

from bot.news import values as find
from bot.news.kinds import Kind
from bot.news.lexicon import NAMED, Lexicon
from bot.news.question import Question, numbers
from bot.news.values import Value, normal
from bot.text.tokens import stem, words

_FINDERS: dict[Kind, Callable[[str], tuple[Value, ...]]] = {
    Kind.COUNTRY: find.countries,
    Kind.STATE: find.states,
    Kind.PLACE: find.places,
    Kind.DATE: find.dates,
    Kind.AMOUNT: find.amounts,
    Kind.SAID: find.quotations,
}
_UNITS = {
    "length": re.compile(r"year|month|week|day|hour|minute|mile|feet|foot|meter|metre|kilomet|page|inch"),
    "distance": re.compile(r"mile|kilomet|light|meter|metre|feet|yard"),
    "height": re.compile(r"feet|foot|stor|meter|metre|inch|floor|-foot"),
    "size": re.compile(r"feet|foot|acre|square|mile|pound|ton|inch|larg|big|meter|metre|people|percent|%"),
    "weight": re.compile(r"pound|ton|kilo|gram|ounce"),
    "speed": re.compile(r"mph|mile|knot|kilomet"),
    "frequency": re.compile(r"every|time|once|twice|year|month|week|day"),
}
_PERCENTAGE = frozenset({"percent", "percentag"})
_PERCENT = re.compile(r"%|per\s?cent")
_AGED = re.compile(r"\b(?:is|was|aged?|turn(?:s|ed|ing))\s$", re.IGNORECASE)
_AGE_ENDS = re.compile(r"[,.;]|\s(?:and|but|when|who|now)\b|$")
_YEARS = re.compile(r"[\s-]years?\b")
_MONEY = re.compile(r"[$£€¥]|dollar|euro|pound|percent|%|per cent")
_AROUND = 28
_STEPS = 2
_UNIT = 10


def wanted_values(question: Question, text: str, asked: frozenset[str], lexicon: Lexicon) -> tuple[Value, ...]:
    """Values of the wanted kind that the question itself does not hold; none for a cause or a yes."""
    if question.kind in {Kind.WHY, Kind.HOW, Kind.YES_NO}:
        return ()
    if question.kind in {Kind.NAME, Kind.THING, Kind.GROUP, Kind.PERSON}:
        found = (*_opening(question, text, lexicon), *find.names(text))
        found += find.titles(text) if question.kind is not Kind.PERSON else ()
    else:
        found = _FINDERS.get(question.kind, find.names)(text)
    if question.kind in {Kind.PERSON, Kind.GROUP}:
        found = tuple(value for value in found if value.norm not in find.LANDS)
    return tuple(value for value in found if not _known(value, asked, question.language))


def _opening(question: Question, text: str, lexicon: Lexicon) -> tuple[Value, ...]:
    """The sentence's first word, when the store mostly writes it as a name."""
    first = find.opening_word(text)
    if first is None or not text[first.start + 1 : first.end].islower():
        return ()
    return (first,) if lexicon.name_share(stem(first.text, question.language)) >= NAMED else ()


def asked_terms(question: Question) -> frozenset[str]:
    """Terms and numbers of the question, which are no answer to it."""
    held = frozenset(stem(word, question.language) for word in words(question.text))
    return held | numbers(question)


def _known(value: Value, asked: frozenset[str], language: str) -> bool:
    parts = words(value.text.replace("-", " "))
    known = [normal(part) in asked or stem(part, language) in asked for part in parts]
    return all(known) or (len(known) > 1 and known[-1] and value.text[0].isupper() and len(known) < 4)


def fits(question: Question, text: str, value: Value) -> bool:
    """Whether the value has the form that the question's kind and words ask for."""
    around = text[max(0, value.start - _AROUND) : value.end + _AROUND].lower()
    match question.kind:
        case Kind.PERSON:
            return " " in value.text
        case Kind.AMOUNT:
            return _right_unit(question, text, value, around)
        case Kind.NAME | Kind.THING | Kind.GROUP:
            return _beside_focus(question, around)
        case _:
            return True


def has_wrong_unit(question: Question, text: str, value: Value) -> bool:
    """Whether the question asks for a percentage, an age, a length, a speed …, and the value is none."""
    if question.kind is Kind.AMOUNT and _PERCENTAGE & set(question.focus):
        return _PERCENT.search(text, value.start, value.end + _UNIT) is None
    return question.measure in {*_UNITS, "age"} and not fits(question, text, value)


def stands_beside(text: str, value: Value, wanted: frozenset[str], language: str) -> bool:
    """Whether one of the terms stands right before or behind the value: "director Tom Adeyemi", "63 days"."""
    before, behind = text[max(0, value.start - _AROUND) : value.start], text[value.end : value.end + _AROUND]
    near = (*words(before)[-_STEPS:], *words(behind)[:_STEPS])
    return any(stem(word, language) in wanted for word in near)


def _right_unit(question: Question, text: str, value: Value, around: str) -> bool:
    behind = text[value.start : value.end + _AROUND].lower()
    if question.measure == "age":
        return _is_age(text, value)
    if question.measure in _UNITS:
        return bool(_UNITS[question.measure].search(around))
    if question.measure == "amount" and not (set(question.focus) - {"money"}):
        return bool(_MONEY.search(text, value.start, value.end + _UNIT))
    if question.focus:
        return _holds(question.focus[-1:], behind) or bool(_MONEY.search(value.text) and question.measure != "count")
    return True


def _is_age(text: str, value: Value) -> bool:
    """Whether the number is an age: "a 44-year-old", "44 years old", "Ada Holm, 44, …", "is 44"."""
    before, behind = text[: value.start], text[value.end :]
    if "year" in value.text or _YEARS.match(behind):
        return True
    apart = before.endswith(", ") or _AGED.search(before)
    return value.text.isdigit() and bool(apart) and _AGE_ENDS.match(behind) is not None


def _beside_focus(question: Question, around: str) -> bool:
    return bool(question.focus) and _holds(question.focus, around)


def _holds(focus: Sequence[str], text: str) -> bool:
    return any(stem(word) in focus for word in words(text))
