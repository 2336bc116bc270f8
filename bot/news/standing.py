"""Whether a sentence can stand on a card: whole, balanced, and understood without the one before it.

Between cleaning.py, which drops what is not the article, and selection.py, which chooses: these
sentences are the article's, but a card with them would read broken.
"""

import re

from bot.news.speech import SAID
from bot.text.signs import holds_any

_DANGLES = re.compile(
    r"(?:[\"'“‘«„(]*(?:he|she|it|they|his|her|hers|its|their|theirs|him|them|this|that|these|those|such|but|and|"
    r"or|so|yet|"
    r"nor|however|moreover|meanwhile|also|then|instead|therefore|thus|besides|still|nevertheless|nonetheless|otherwise|"
    r"others|hence|consequently|accordingly|furthermore|additionally|similarly|likewise|conversely|afterwards?|indeed|"
    r"even so|even then|in addition|in contrast|by contrast|in turn|in other words|for example|for instance|"
    r"as a result|"
    r"as such|after that|before that|at the time|by then|on the other hand|the former|the latter|"
    r"because of (?:this|that)|"
    r"here (?:is|are)|here['’]s|despite (?:this|that)|"
    r"(?:in|at|on|with|for|to) (?:it|them)|to that end|of course|what['’]s more|"
    r"(?:that|it|he|she)['’](?:s|d|ll)|they['’](?:re|ve|d|ll))\b"
    r"|(?:we|our|who|which|whose)\b)",
    re.IGNORECASE,
)
_NAMELESS = re.compile(r"(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…。！？؟।۔][\"'”’»“」』)\]]*$")
_OPENED = re.compile(r"(?:‘\s)?[\"'“‘«‹„‚「『(\[¿¡$£€#§]*[^\W_]")
_POINTER_SIGNS = ("(", "pic", "@", "#", "http", "www.", "»")  # looked for first: the pattern is slow
_LOWER = re.compile(r"[a-zß-öø-ÿа-я]{2}|[a-z]\s")  # "eBay" may open a sentence
_POINTER = re.compile(
    r"https?://|www\.|\bpic\.twitter|(?:^|[\s(])@\w|^#\w|#\w+\s+#\w|»\s*\.?$|"
    r"\((?:[a-z, ]{0,24})(?:pictured|shown|left|right|middle|cent(?:er|re)|above|below|file photo|inset)\b[^)]*\)|"
    r"\bpictured (?:above|below|left|right|here|with|in|last|following|arriving|together|centre|center|at|on|during)\b"
)
ELISION = r"['’‘](?i:em|til|n|cause|cos|tis|twas|round|bout|\d0s|\d\d)\b"  # its mark is an apostrophe
_DAMAGED = re.compile(r"\"[^\"?]{1,60}\?(?=[.,;:)]|,? [a-z(–-])|(?<=\s)\"(?=\d0s\b)")
_DAMAGE_SIGNS = ("?", "0s")
_LOOSE = re.compile(r"['‘’](?:(?<!\w.)|(?!\w))")  # no apostrophe inside a word
_PAIRED = re.compile(r"[\"“”„«»()\[\]「」『』'‘’]")
QUOTABLE = r"[\w\"“£$(]"  # what an opening single mark stands before
_SINGLE = re.compile(
    rf"(?P<opens>(?<![\w.,!?…\"”])['‘](?={QUOTABLE})|(?<![\w’])‘(?=\s\w))|"
    r"(?P<closes>(?<=[\w.,!?…\"”%)])['’](?!\w)|(?:(?<=[.,!?…]\s)|^)['’](?!\S))"
)
_STRAIGHT = re.compile(r"(?P<opens>(?<![^\s(\[—–-])\"(?=[\w$£]))|(?P<closes>(?<=[\w.,!?…%)])\"(?=[\s.,;:)]|$))|\"")
_QUOTES = "\"“”„«'‘"
_PRONOUN_SAID = re.compile(
    rf"(?:[,.!?][\"”»'’]|[\"”»'’],)\s+(?:(?:he|she|they|it|another)\s+(?:(?:also|later|then|has|had)\s+)?(?:{SAID})|(?:{SAID})\s+(?:he|she|they))\b|"
    rf"^(?:[Hh]e|[Ss]he|[Tt]hey)\s+(?:{SAID})\b|,\s(?:he|she|they)\s(?:(?:also|later|has|had)\s)?(?:{SAID})(?=[,.])"
)
_PRONOUNS = ("He ", " he", "She ", " she", "They ", " they", " it ", " another ")  # looked for first: it is slow
_ALL_QUOTED = re.compile(r"[\"“„«'‘][^\"“”„«»]*[.!?…,][\"”»“'’]")
_HEADLINE_WORDS = 9
_TOLD = frozenset(
    """
    a an the is are was were be been has have had will would can could may might must should do did does not no it he
    she they we you I his her their its our my your this that these those there who which what said says told made took
    came went got gave found left saw won lost became began broke brought built bought fell felt held kept knew led met
    paid put ran rose sent set shot spent spoke stood thought wrote hit cut struck threw sat drove grew flew chose beat
    drew sang sank shook shut stole swept swore taught
    i'm we're you're they're i've we've let's just more
    """.split()
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATED = re.compile(rf"(?:\d{{1,2}} )?(?:{_MONTHS})(?: \d{{1,2}},?)?(?: \d{{4}})? [–—-] ")
_HALF_SAID = re.compile(r"(?:As|While|Whilst|Although|Though|Because|Whereas|Despite)\b[^,–—?]*$")
_CUT_OFF = (" .", " the.", " a.", " an.", " and.", " or.", " of.", " its.", " their.")
_SCRAWL = ("!!", "??", ".....")  # a reader's comment below the article
_FEWEST_WORDS = 4
_PAIRS = (("«", "»"), ("(", ")"), ("[", "]"), ("「", "」"), ("『", "』"))


def dangles(sentence: str, *, first: bool = False) -> bool:
    """Whether an (English) sentence opens on a pronoun or a connective, so that it needs the sentence before it.

    The first of an article may open on "It" or "This": only a person without a name is missing there.
    """
    return (_NAMELESS if first else _DANGLES).match(sentence) is not None


def lacks_name(sentence: str) -> bool:
    """Whether a sentence is about somebody named before it: it opens on "he" or "her", or quotes such a one."""
    return _NAMELESS.match(sentence) is not None or lacks_speaker(sentence)


def lacks_speaker(sentence: str) -> bool:
    """Whether a sentence quotes somebody it does not name: only by a pronoun, or not at all."""
    if holds_any(sentence, _PRONOUNS) and _PRONOUN_SAID.search(sentence):
        return True
    return sentence[0] in _QUOTES and _ALL_QUOTED.fullmatch(sentence) is not None


def is_headline(sentence: str) -> bool:
    """Whether a short sentence is in the language of headlines: no article, no pronoun, no verb of the past."""
    words = sentence.split()
    return len(words) <= _HEADLINE_WORDS and not any(_tells(word) for word in words)


def _tells(word: str) -> bool:
    """Whether headlines would do without this word, or it makes a question or an outcry."""
    bare = word.lower().strip(".,;:\"'“”‘’")
    return bare in _TOLD or bare.endswith(("ed", "n't", "n’t", "'s", "’s", "?", "!"))


def stands(sentence: str) -> bool:
    """Whether a sentence is whole: an opening, an end mark, some words, no pointer to a picture or a page."""
    if sentence[-1:] not in (".", "!", "?") and not _ENDED.search(sentence):
        return False
    if not "A" <= sentence[0] <= "Z" and (not _OPENED.match(sentence) or _LOWER.match(sentence)):
        return False
    if is_cut_off(sentence) or sentence[0] == "(" or holds_any(sentence, _SCRAWL):
        return False
    if (holds_any(sentence, _POINTER_SIGNS) and _POINTER.search(sentence)) or is_shouted(sentence):
        return False
    if _DATED.match(sentence) or (_HALF_SAID.match(sentence) and "--" not in sentence and " - " not in sentence):
        return False
    return len(sentence.split()) >= _FEWEST_WORDS or not sentence.isascii()


def is_cut_off(sentence: str) -> bool:
    """Whether a sentence ends in the middle: its rest is lost or stands in the next, or a page has set it apart."""
    return sentence.endswith(_CUT_OFF)


def is_whole(sentence: str) -> bool:
    """Whether a sentence stands and every mark in it that opens is closed."""
    return stands(sentence) and is_balanced(sentence)


def is_shouted(sentence: str) -> bool:
    """Whether most words are in capitals only, as in a heading or a caption's label."""
    if sentence[1:].islower():
        return False
    words = sentence.split()
    return len([word for word in words if word.isupper() and len(word) > 1]) > 0.6 * len(words)


def is_damaged(sentence: str) -> bool:
    """Whether a closing quotation mark came as a question mark, as texts in a wrong encoding have it."""
    return '"' in sentence and holds_any(sentence, _DAMAGE_SIGNS) and _DAMAGED.search(sentence) is not None


def is_balanced(text: str) -> bool:
    """Whether every quotation mark and bracket in `text` that opens is closed, and the other way round."""
    if not _PAIRED.search(text):
        return True
    if '"' in text and not _straight_balanced(text):
        return False
    if "„" in text:
        if text.count("„") != text.count("“") + text.count("”"):
            return False
    elif text.count("“") != text.count("”"):
        return False
    if any(text.count(left) != text.count(right) for left, right in _PAIRS):
        return False
    return _singles_balanced(text)


def _straight_balanced(text: str) -> bool:
    """Whether straight marks are even, lost ones counted, and those that look like opening ones stand in turn."""
    lost = len(_DAMAGED.findall(text)) if holds_any(text, _DAMAGE_SIGNS) else 0
    if lost or text.count('"') % 2:
        return (text.count('"') + lost) % 2 == 0
    inside = False
    for mark in _STRAIGHT.finditer(text):
        if (inside and mark["opens"]) or (not inside and mark["closes"]):
            return False
        inside = not inside
    return True


def _singles_balanced(text: str) -> bool:
    """The same for single quotation marks, which look like apostrophes."""
    if not _LOOSE.search(text):
        return True
    depth = 0
    for mark in _SINGLE.finditer(re.sub(ELISION, "", text)):
        if mark["opens"]:
            depth += 1
        elif depth:
            depth -= 1
        elif not _is_possessive(mark):
            return False
    return depth == 0


def _is_possessive(mark: re.Match[str]) -> bool:
    before = mark.string[mark.start() - 1]
    return before in "szxSZX" and mark.string[mark.end() : mark.end() + 1] in (" ", "", ",", ".", ";", ")")
