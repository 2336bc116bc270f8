"""Captions that read like sentences: what a page says under its pictures and a text keeps between its paragraphs.

Beside standing.py, for fitness.py. A caption tells in the present what a picture shows ("Refugees walk
along a road Tuesday near Goma.") in an article that tells what happened, or puts a label before it
("Under pressure: Bo Ek at the port."). Which word is the verb is told by lists, not by a tagger: what
no list names is left alone. On 62,000 sentences of news 60 are taken for such scenes, three of four
rightly, and 3 of the 2,760 that tell most of the human summaries, all captions (2026-11-22). English.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from bot.news.speech import SAID
from bot.news.standing import dangles
from bot.text.sentences import Sentence
from bot.text.signs import holds_any

# What people are seen to do in pictures, and seldom in news told in the present.
_SEEN = """
    hug shake kiss wave smile pose gesture walk celebrate arrive embrace applaud salute cheer peer stare gaze grin
    laugh cry weep kneel pray dance clap bow stroll crouch huddle greet stretch inspect trudge wade wander gesticulate
    grimace wipe clutch console sift beam leap parade mourn dribble volley disembark mingle land watch listen load
    unload strike wrap
    """
# The same, but news in the present says them too: they need a sign beside them.
_SEEN_OR_TOLD = """
    hold carry lie lay lean wear point gather perform warm rest jump dive slide pull push throw catch hang display
    unveil attend address flash raise climb shoot tackle train rally react speak leave visit tour enter drive ride
    march protest play lead meet head fly receive present cast talk work move prepare try fight score explain discuss
    appear announce close block wheel steer chase escort seal guard sing read cross wait light pay set clean sweep dig
    search check enjoy look stand sit
    """
# Another first verb, which makes the sentence news.
_FINITE = frozenset(
    """
    is are was were am be been has have had will would can could may might must shall should do does did says say said
    told tell tells made came went got gave found left saw won lost became began broke brought built bought fell felt
    held kept knew led met paid put ran rose sent set shot spent spoke stood took thought wrote hit cut struck threw sat
    drove grew flew chose wore beat drew forgot hid rode sang sank shook shut slept stole swept swore taught understood
    wants want plans plan hopes hope believes believe means mean needs need includes include remains remain becomes
    become seems seem appears appear allows allow gets get goes go comes come begins begin happens happen claims claim
    faces face expects expect thinks think knows know costs cost owns own lives live gives give offers offer lets let
    helps help replaces
    """.split()
)
# Words after which a verb is not the sentence's own, or not what a picture shows.
_SUBORDINATE = frozenset(
    """
    that who whom whose which when where while if because since although though after before until as how what why
    now then later also still just often usually regularly always never not each every nobody nothing it
    """.split()
)
_OF_NOUNS = frozenset("a an the of in at by for from with to and or his her their its this these two".split())
_PLURAL = frozenset("people police men women children fans crew crews media family couple team troops".split())
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.?"
)
_HELD = (
    "photo|picture|portrait|sign|placard|banner|poster|flag|candle|baby|ball|trophy|hand|umbrella|gun|rifle|cup|phone"
)
_SIGN = re.compile(
    rf"(?<![Oo]n )(?<![Bb]y )(?<!last )(?<!next )(?<!this )\b(?:{_DAY}\b(?!['’]s)|{_MONTH} \d{{1,2}}\b)|"
    r"\b(?:in front of|alongside|next to|outside|during|as (?:he|she|they)|past|hand in hand|"
    r"the (?:morning|day|night|eve) of|"
    r"with (?:his|her) (?:wife|husband|son|daughter|mother|father|partner|boyfriend|girlfriend|dog))\b|"
    rf"\b(?:a|an|his|her|their|the|up|out|aloft) (?:[\w-]+ )?(?:{_HELD})s?\b|"
    r", (?:left|right|centre|center|front|back),|"
    r"\b(?:last (?:year|month|week|night|season)|yesterday|in (?:19|20)\d\d)\b|"
    r"\blooks? (?:on|up|down|out|away|bemused|dejected|glum)\b|"
    r"\b(?:stands?|sits?) (?:next to|beside|by|with|behind|near|on a|in the dock)\b"
)
# What is so in general, or is to come: no picture shows that.
_GENERAL = re.compile(
    r"\b(?:will|tomorrow|(?:every|each|a|per) (?:year|month|week|day|night|morning)|"
    rf"next (?:week|month|year|season|summer)|later this|in {_MONTH}|on {_DAY}|"
    r"raises? (?:[a-z]+ )?(?:questions|doubts|concerns|fears|hopes))\b"
)
_PICTURE = (
    r"(?:file |handout |undated |aerial |still |moving |satellite )?"
    r"(?:photo|photograph|picture|image|still|screenshot|screengrab|frame grab|selfie|illustration|snap)"
)
_PLACED = r"(?:pictured|above|below|left|right|cent(?:re|er)|top|bottom|second from (?:left|right)|far (?:left|right))"
_OF_A_PICTURE = re.compile(
    rf"(?:This|These) {_PICTURE}s? (?:(?:released|provided|taken|made|from|of|by) [^,.]*,? ?)?"
    r"(?:shows?|depicts?|captures?)\b|"
    rf"In (?:this|these) {_PICTURE}s?\b|"
    r"An? (?:[\w'’-]+ ){1,4}view of [^.]{3,60} shows?\b|"
    r"(?:(?!\b(?:who|which|that)\b)[^,.:;]){3,80}\b(?:is|are) (?:seen|pictured|photographed|shown) "
    r"(?:here|above|below|left|right|with|during|at|outside|after|before|\w+ing)\b|"
    rf"[^,.:;\"“]{{3,80}} in (?:a|this|an) (?:scene|still|{_PICTURE})\b|"
    rf"[^.:;\"“]{{3,90}}, {_PLACED}(?: and [A-Z][^,.]*)?,"
)
# One of these must be there before the slow search for the above is worth its time.
_PICTURE_SIGNS = (
    "pictured", " seen ", " shown ", "photo", "picture", "image", " still", " scene", "left,", "right,", "above,",
    "below,", " view ", "top,", "centre,", "center,", "bottom,",
)  # fmt: skip
_LABEL = re.compile(r"(?P<label>[A-ZÀ-Þ][^\W\d_][^:.,!?\d\"“”]{0,48}): (?=['‘]?[A-ZÀ-Þ])")
# A label that opens so, or holds a verb, is the beginning of a sentence: "The news was plain: Nobody had come."
_OF_SENTENCES = re.compile(
    r"(?:In|As|With|For|At|On|By|To|From|After|Before|While|Since|During|Like|The|A|An|It|This|That|Here|There|He|She|"
    r"They|We|I|But|And|So|If|When|Then|What|Who|Why|How|Where|One|Some|Many|Among)\b|"
    rf".*\b(?:{SAID}|chanted|saying|asking|read|reads|quipped|is|are|was|were|has|have|had|it|that|which|who|will|would|"
    r"can|could|did|does|do|if|you|we|they)\b"
)
# But not with somebody's name behind it: "On the rise: Ada Moss is one of many."
_OF_SOMEBODY = re.compile(r"(?:In|On|At|By|With|Like|To) [a-z]+(?: [a-z]+)?: [A-ZÀ-Þ][\w’'-]+ [A-ZÀ-Þ][\w’'-]+ ")
_RUBRICS = frozenset(
    "Opinion Analysis Review Comment Timeline Profile Photos Video Gallery Source Sources Or Note".split()
)
_LABEL_WORDS, _LABEL_LONGEST = 6, 50
_SUBJECT_LONGEST = 14  # words
_FEWEST_WORDS = 5
_SPEAKS = 3  # a label so often before a colon names who speaks, or is a title
_HABIT, _FEW = 0.12, 3  # beyond this share of an article's sentences, and this many, it is itself told so


def _third_person(verbs: str) -> frozenset[str]:
    """Each verb as it stands after "she"."""
    found = set()
    for verb in verbs.split():
        if verb.endswith(("s", "sh", "ch", "x", "o")):
            found.add(verb + "es")
        elif verb[-1] == "y" and verb[-2] not in "aeiou":
            found.add(verb[:-1] + "ies")
        else:
            found.add(verb + "s")
    return frozenset(found)


_SEEN_FORMS = frozenset(_SEEN.split()) | _third_person(_SEEN)
_BASES = frozenset(_SEEN.split()) | frozenset(_SEEN_OR_TOLD.split())
_THIRD_FORMS = _third_person(_SEEN) | _third_person(_SEEN_OR_TOLD)
_VERBS = _BASES | _THIRD_FORMS


def without_labels(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences without the label of a caption where what follows tells news ("Rescued: Ek was found at sea.").

    A label that comes again and again stays, and one that is a name: it may tell who speaks.
    """
    labels = [label(sentence.text) for sentence in sentences]
    if not any(labels):
        return list(sentences)
    counts = Counter(labels)
    text = " ".join(sentence.text for sentence in sentences)
    return [
        _unlabelled(sentence, len(found) + 2)
        if found and counts[found] < _SPEAKS and not _is_name(found, text)
        else sentence
        for sentence, found in zip(sentences, labels, strict=True)
    ]


def _is_name(found: str, text: str) -> bool:
    """Whether a label is somebody's name or a rubric: then what follows it is said by them, or stands elsewhere."""
    words = found.split()
    if found.isupper() or found in _RUBRICS or (len(words) > 1 and all(word[0].isupper() for word in words)):
        return True
    return len(words) == 1 and re.search(rf"[a-z,] {re.escape(found)}\b(?!:)", text) is not None


def _unlabelled(sentence: Sentence, length: int) -> Sentence:
    told = sentence.text[length:]
    words = told.lower().rstrip(".!?").split()
    verb = next((word for word in words if word in _FINITE or word.endswith("ed")), "is")
    if len(words) < _FEWEST_WORDS or verb in ("is", "are") or _verb(told.split()) or dangles(told):
        return sentence
    return Sentence(told, sentence.start + length, sentence.end)


def caption_places(sentences: Sequence[str]) -> frozenset[int]:
    """Which of an article's sentences, by their places, are captions of its pictures.

    Scenes in the present are none where there are many: such an article is itself told in the present;
    a label that comes again and again names who speaks.
    """
    labels = [label(sentence) for sentence in sentences]
    scenes = {place for place, sentence in enumerate(sentences) if not labels[place] and is_scene(sentence)}
    if len(scenes) > max(_FEW, _HABIT * len(sentences)):
        scenes = set()
    counts = Counter(labels)
    return frozenset(scenes | {place for place, found in enumerate(labels) if found and counts[found] < _SPEAKS})


def is_caption(sentence: str) -> bool:
    """Whether a sentence by itself looks like a caption."""
    return bool(label(sentence)) or is_scene(sentence)


def label(sentence: str) -> str:
    """The label before a caption ("Under pressure: Bo Ek at the port."), "" where there is none."""
    found = _LABEL.match(sentence) if ":" in sentence[:_LABEL_LONGEST] else None
    if not found or len(found["label"].split()) > _LABEL_WORDS:
        return ""
    if _OF_SENTENCES.match(found["label"]) and not _OF_SOMEBODY.match(sentence):
        return ""
    return found["label"]


def is_scene(sentence: str) -> bool:
    """Whether a sentence tells what a picture shows: its first verb in the present, something people are seen to do."""
    if holds_any(sentence, _PICTURE_SIGNS) and _OF_A_PICTURE.match(sentence):
        return True
    words = sentence.split()
    at = 0 if _VERBS.isdisjoint([word.strip(",.;:()") for word in words[:_SUBJECT_LONGEST]]) else _verb(words)
    if not at or '"' in sentence or "“" in sentence or dangles(sentence):
        return False
    rest = takewhile(lambda word: word not in _SUBORDINATE, (word.lower().strip(",.;:()") for word in words[at + 1 :]))
    if any(word in _FINITE for word in rest) or _GENERAL.search(sentence):
        return False
    return words[at].strip(",.;:()") in _SEEN_FORMS or _SIGN.search(sentence) is not None


def _verb(written: Sequence[str]) -> int:
    """The place of the first verb when it is one of those of pictures, else 0; a participle after a comma is none."""
    words = [word.strip(",.;:()") for word in written[:_SUBJECT_LONGEST]]
    before = ""
    for at, (raw, word) in enumerate(zip(written, words, strict=False)):
        lower = word.lower()
        if lower in _SUBORDINATE or lower in _FINITE or lower.endswith(("n't", "n’t")):
            return 0
        if at and word in _VERBS and _agrees(words[:at], word):
            return at
        if at and word.endswith("ed") and before.lower() not in _OF_NOUNS and before[-1] != ",":
            return 0
        before = raw
    return 0


def _agrees(subject: Sequence[str], verb: str) -> bool:
    """Whether `verb` may be said of the subject: "players wave", "Ek waves"."""
    before = subject[-1]
    if before.lower() in _OF_NOUNS or before.endswith(("'s", "’s", "-")):
        return False
    if len(subject) == 1 and before.endswith("s"):
        return True  # "Refugees walk" and "James walks"
    several = before.lower() in _PLURAL or (before.islower() and before.endswith("s")) or "and" in subject
    return verb in (_BASES if several else _THIRD_FORMS)
