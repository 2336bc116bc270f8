"""Signs that a sentence states a cause, strong and weak, with the clause that names it.

Read by `evidence` (how near is a cause to the question's words?) and by `spans` (the clause to set bold).
"""

import re

STRONG = re.compile(
    r"\b(?:because(?:\sof)?|due\sto|owing\sto|as\sa\sresult\sof|in\sresponse\sto|on\saccount\sof|thanks\sto|"
    r"(?:was|were|been|is|are)\s(?:caused|prompted|triggered|driven|sparked|blamed|forced)\sby|"
    r"(?:caused|prompted|triggered|sparked|driven)\sby|blam(?:ed|es|ing)|cit(?:ed|es|ing)|"
    r"(?:the|a|one|main|key)\sreasons?|variety\sof\sreasons|stem(?:s|med|ming)\sfrom|attribut(?:ed|es|ing)|"
    r"in\sorder\sto|so\sthat|in\san?\s(?:effort|attempt|bid)\sto|over\s(?:concerns?|fears?|allegations?|claims?)|"
    r"amid\s(?:concerns?|fears?|allegations?|claims?|pressure))\b",
    re.IGNORECASE,
)
WEAK = re.compile(
    r"\b(?:amid|after|following|since|as|over|concerns?|fears?|worr(?:y|ies|ied|ying)|warn(?:ed|ing|ings|s)?|"
    r"accus(?:ed|es|ing|ations?)|alleg(?:ed|es|ing|ations?)|distrust|suspicions?|pressure|aim(?:ed|s|ing)?|"
    r"led\sto|leading\sto|resulted\sin|fail(?:ed|ure|s)?|lack|risks?|threat(?:s|ens|ened)?|violat(?:ed|ing|ions?)|"
    r"protest(?:s|ing)?|by\s\w+ing|for\s\w+ing|to\s(?:avoid|prevent|protect|stop|reduce|help|make|keep|protest))\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[;.!?]|,\s(?:the|he|she|it|they|according|said|who|which|but|and\s(?:the|he|she|it|they))\b|\s[—–-]\s"
)


def clause_after(sentence: str, start: int) -> int:
    """Where the clause that begins at `start` ends."""
    match = _CLAUSE_END.search(sentence, start + 12)
    return match.start() if match else len(sentence.rstrip())
