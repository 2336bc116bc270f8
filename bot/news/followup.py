"""Questions that lean on the one before: "and Verizon?", "when?", "who said that?", "what happened next?".

Between `question` and retrieval: joins the new question with the subject that the caller keeps for the chat.
"""

import re
from dataclasses import replace

from bot.news.answer import Subject
from bot.news.kinds import Kind
from bot.news.question import Question, QuestionTerm, read_question

_CARRIED = 0.6
"""What a carried term counts beside one of the new question."""

_LEANING = re.compile(
    r"^(?:and|but|so|or|what about|how about|also)\b|"
    r"\b(?:it|its|he|she|they|them|him|her|his|their|that|this|there|then|next|these|those|"
    r"the (?:company|firm|president|minister|man|woman|police|government))\b",
    re.IGNORECASE,
)
_FEW = 2


def leans(question: Question) -> bool:
    """Whether the question cannot be understood alone: too few words of its own, or it points back."""
    return len(question.terms) <= (_FEW if _LEANING.search(question.text) else 0)


def with_subject(question: Question, subject: Subject | None) -> Question:
    """The question with the subject's terms, at less weight, when it leans on them; else unchanged."""
    if subject is None or not leans(question):
        return question
    before = read_question(subject.text, question.language)
    own = {term.term for term in question.terms}
    carried = [_carried(term) for term in before.terms if term.term not in own]
    carried += [_carried(term) for term in _words(subject, question.language) if term.term not in own]
    distinct = {term.term: term for term in reversed(carried)}
    kind = before.kind if question.kind is Kind.THING and question.keywords else question.kind
    terms = (*question.terms, *reversed(distinct.values()))
    return replace(
        question, kind=kind, terms=terms, focus=question.focus or before.focus if kind is before.kind else ()
    )


def _carried(term: QuestionTerm) -> QuestionTerm:
    return replace(term, weight=min(term.weight, _CARRIED))


def _words(subject: Subject, language: str) -> tuple[QuestionTerm, ...]:
    return read_question(" ".join(subject.words), language).terms


def subject_of(question: Question, before: Subject | None) -> Subject:
    """What the chat talks about after this question: its own words, and the earlier ones while it leans on them."""
    own = any(term.weight >= 1 for term in question.terms)
    text = question.text if own or before is None else before.text
    return Subject(text, tuple(term.word for term in question.terms), before.article_ids if before else ())
