"""Signs that a sentence states a cause, or the background of one, with the clause that names it.

Read by `evidence` (how near is a cause to the question's words?) and by `spans` (the clause to set bold).
"""

import re

STATED = re.compile(
    r"\b(?:because(?:\sof)?|due\sto|owing\sto|as\sa\sresult\sof|in\sresponse\sto|on\saccount\sof|thanks\sto|"
    r"(?:was|were|been|is|are)\s(?:caused|prompted|triggered|driven|sparked|blamed|forced)\sby|"
    r"(?:caused|prompted|triggered|sparked|driven)\sby|blam(?:ed|es|ing)|cit(?:ed|es|ing)|"
    r"(?:the|a|one|main|key)\sreasons?|stem(?:s|med|ming)\sfrom|attribut(?:ed|es|ing)|"
    r"in\sorder\sto|so\sthat|in\san?\s(?:effort|attempt|bid)\sto|over\s(?:concerns?|fears?|allegations?|claims?)|"
    r"rais(?:ed|es|ing)\s(?:concerns?|fears?)|caus(?:ed|es|ing)|led\sto|"
    r"(?:over|following|after)\s(?:\w+\s){0,2}(?:risks?|criticism|complaints?|backlash|failures?|warnings?)|"
    r"for\s(?:allegedly\s)?(?:fail|violat|break|caus|mislead|harm|refus)ing|to\scomply\swith|after\s(?:los|fail|refus|violat|break|caus|admitt)ing|"
    r"amid\s(?:concerns?|fears?|allegations?|claims?|pressure))\b",
    re.IGNORECASE,
)
BACKGROUND = re.compile(
    r"\b(?:concerns?|fears?|fear(?:ed|ing)|worr(?:y|ies|ied|ying)|warn(?:ed|ing|ings|s)?|accus(?:ed|es|ing|ations?)|"
    r"alleg(?:ed|es|ing|ations?)|distrust|suspicions?|pressure|dispute|criticis(?:m|ed)|backlash|scandal|reasons?|"
    r"amid|led\sto|leading\sto|result(?:ed|ing)\sin|fail(?:ed|ure|s|ing)|lack(?:ed|ing)?|risks?|risky|"
    r"threat(?:s|ens|ened)?|violat(?:ed|ing|ions?)|protest(?:s|ed|ing)?|"
    r"to\s(?:avoid|prevent|protect|stop|reduce|help|make|keep|protest))\b",
    re.IGNORECASE,
)
"""Words of trouble, blame and purpose: what may lie behind an event without being named as its cause."""

SPOKEN = re.compile(r"\breasons?\b", re.IGNORECASE)
"""Somebody speaks of reasons, without naming them perhaps."""

_CLAUSE_END = re.compile(
    r"[;!?]|(?<!\b[A-Z])\.(?=[\s\"'”’]|$)|,\s(?:the|he|she|it|they|according|said|who|which|but|and\s(?:the|he|she|it|they))\b|"
    r"\s[—–-]\s"
)


def clause_after(sentence: str, start: int) -> int:
    """Where the clause that begins at `start` ends."""
    match = _CLAUSE_END.search(sentence, start)
    return match.start() if match else len(sentence.rstrip())
