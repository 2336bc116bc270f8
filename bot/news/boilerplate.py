"""What stands in an article's text and is not the article: by-lines, datelines, credits, "read more", notices.

Used by cleaning.py, line by line and sentence by sentence. The phrases are those news pages use;
a sentence of the article that merely speaks of newsletters or cookies does not match.
"""

import re
from collections.abc import Sequence

from bot.text.signs import holds_any

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_AGENCY = (
    r"(?:CNN(?:Money| Student News)?|Reuters(?: Health)?|AP|AFP|UPI|IANS|PTI|ANI|TASS|Xinhua|Bloomberg|Rolling Stone|"
    r"Kyodo News|Yonhap|dpa|EFE|ANSA|AAP|Mashable|WIRED|Variety|Billboard|Time|People|"
    r"Travel \+ Leisure|Financial Times|The Hollywood Reporter|Entertainment Weekly|Real Simple|"
    r"The Frisky|Mental Floss|LifeWire|AOL Autos|Architectural Digest|Southern Living|"
    r"[A-Z][\w.]*\.com|BBC(?: News)?|[A-Z][\w'’.]*(?: [A-Z][\w'’.]*){0,2} (?:News|Times|Post|Press|Agency))"
)
_PLACE = r"[A-ZÀ-Þ][\w.'’À-ÿ-]*(?: (?:of )?[A-ZÀ-Þdl][\w.'’À-ÿ-]*){0,3}"
_UPPER_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,4}"
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_ZONE = r"(?:[ECMP][SD]?T|GMT|BST|UTC|CES?T|IST|AE[SD]T)"
_MOMENT = rf"(?:{_DATE}|\d{{1,2}}/\d{{1,2}}/\d{{4}})(?:,| at| AT)? \d{{1,2}}:\d\d(?: ?[AaPp]\.?[Mm]\.?)?(?: {_ZONE}\b)?"
_OPENING = r"[\"'“‘]?[A-ZÀ-Þ0-9][^\s]* "  # of a sentence that goes on
_EDITORS = r"(?:\((?:Eds?|Updat(?:es?|ing)|Adds?|Recasts?|Corrects?)\b[^()]{0,80}\)\s*)?"
_WRITER = r"(?:By (?:[A-ZÀ-Þ][\w.'’À-ÿ-]* ){1,4}(?:and (?:[A-ZÀ-Þ][\w.'’À-ÿ-]* ){1,3})?)?"

DATELINE = re.compile(
    rf"(?:"
    rf"{_EDITORS}{_WRITER}{_PLACE}(?:\s\([A-Z][\w. ]{{1,14}}\))?(?:,\s+{_PLACE})?,\s+{_DATE}\s*"
    rf"\(\s*{_AGENCY}\s*\)\s*(?:[-–—:|]+\s*)?|"
    rf"(?:(?:{_UPPER_PLACE}|{_PLACE})(?:,\s+{_PLACE}){{0,2}}(?:,\s+{_DATE})?\s*)?\(\s*{_AGENCY}\s*\)\s*(?:[-–—:|]+\s*)?"
    rf"|{_UPPER_PLACE}(?:,\s+{_PLACE}){{0,2}}(?:,?\s+{_DATE})?(?:\s*\([^()]{{2,30}}\))?"
    rf"\s*(?:[–—]|-{{1,2}}(?=\s))\s*(?=[\"'“‘]?[A-ZÀ-Þ0-9])"
    rf"|{_UPPER_PLACE}(?:,\s+{_PLACE}){{0,2}}(?:,\s+{_DATE})?:\s+(?=[\"'“‘]?[A-ZÀ-Þ])(?=.{{60}})"
    rf"|{_PLACE}(?:,\s+{_PLACE})?,\s+{_DATE}\s*(?:\([^()]{{2,30}}\))?\s*[-–—:]+\s*"
    rf"|(?:(?:Last |First )?(?:[Uu]pdated|[Pp]ublished|[Pp]osted)(?: on| at)?:? )?{_MOMENT}\s+(?={_OPENING})(?=.{{40}})"
    rf"|(?:UPDATED?|BREAKING(?: NEWS)?|EXCLUSIVE|JUST IN): (?={_OPENING})|-{{2,}}\s+(?={_OPENING})"
    rf"|\([^().!?]{{1,60}}\)\s+(?={_OPENING})"
    rf")"
)

# A line, or a sentence, that opens so is none of the article's.
_OPENINGS = (
    r"(?:READ|WATCH|SEE|LISTEN)(?: (?:MORE|ALSO|NOW|LIVE|HERE|NEXT))?\s*:",
    r"(?:also |must[- ])?(?:read|watch)(?: this)?\s*:|(?:read|watch|see|also read)\s*\??\s*\|",
    r"read (?:more|also|next|the full (?:story|article|report|statement)|[\w ]{2,30}['’]s (?:full|prepared))\b",
    r"(?:see|watch|view) (?:more (?:photos|pictures|videos)|also|(?:the )?full|a gallery|all the photos|the video)\b",
    (
        r"(?:more|related|recommended|trending|popular|full story|full coverage|don['’]t miss|top stories|most read|"
        r"in pictures)(?: (?:on this(?: story| topic)?|from [\w ]{2,30}|stories|articles|topics|coverage|now|content|"
        r"reading|links|news|posts|video|in \w+))?\s*[:>»|]+"
    ),
    (
        r"(?:related|recommended|trending|popular|most read|top|latest|more) "
        r"(?:stories|articles|topics|posts|videos|news|coverage|content)\.?$"
    ),
    r"(?:you (?:may|might) (?:also|be interested)|more (?:on this story|for you)|from the archive)\b",
    r"by\.$",
    r"\{\"@",
    (
        r"(?:go to|visit|log on to|head to) (?:www\.)?[\w-]+\.(?:com|org|net|gov|edu|co|info|tv|me)\S*"
        r"(?: (?:to|for)\b|\.?$)"
    ),
    r"find out (?:how|more|what|which)\b[^.]{0,80}\b(?:below|here|at \S+\.\w{2,3})\W*$",
    r"find out (?:the latest|everything)\b[^.]{0,60}\W*$",
    r"please (?:note that|e-?mail|send|share|contact|subscribe|consider|click|check back|refresh)\b",
    r"if you (?:are|['’]re) (?:reading|viewing) this\b",
    (
        r"(?:e-?mail|send|tell) (?:us )?your\b[^.]{0,40}"
        r"\b(?:stor(?:y|ies)|tips?|ideas|pictures|photos|views|comments|questions)\b"
    ),
    r"scroll down\b",
    r"(?:not )?pictured\b",
    r"(?:click|tap) (?:here|through|on the|to)\b",
    r"(?:sign|signing) up (?:for|to|here|now|today|with)\b",
    r"subscribe\b",
    r"already a subscriber\b",
    r"log in\b",
    (
        r"(?:get|receive) (?:the (?:latest|best|day['’]s|morning|top)|our|breaking)\b[^.]{0,60}"
        r"\b(?:inbox|newsletter|alerts?|e-?mail|app|delivered|updates)\b"
    ),
    r"follow (?:us|me|@?\w+(?: \w+){0,3}) (?:on|at|@)\b",
    r"follow @\w+",
    r"(?:join|like|find|visit) us (?:on|at)\b",
    r"(?:share|tweet|pin|print|e-?mail) (?:this|on|via) ?(?:article|story|page|post|link|facebook|twitter|x|$)",
    r"share (?:your|the|article|story)\b[^.]{0,40}\b(?:comments?|below|friends)\b",
    r"(?:e-?mail to a friend|copy link|link copied|leave a comment|post a comment|join the conversation|have your say)",
    r"(?:we|this (?:site|website|page)) uses? cookies\b",
    (
        r"by (?:continuing|clicking|using|signing|subscribing|submitting)\b[^.]{0,60}"
        r"\b(?:cookies|agree|terms|consent|privacy)\b"
    ),
    r"accept (?:all|cookies)\b",
    r"(?:cookie|privacy) (?:policy|settings|notice|preferences)\W*$",
    r"terms of (?:use|service)\W*$",
    r"(?:advertisement|advertising|sponsored|promoted|ad)(?: (?:content|feature|by .{2,30}))?\s*[:.]?$",
    r"(?:article|story) continues (?:below|after)\b",
    r"continue reading\b",
    (
        r"(?:image|photo|picture|video|media|graphic|illustration|file photo|photograph|photography|cover image|"
        r"featured image|foto|bild|crédit photo|credit|caption)s?"
        r"(?: (?:caption|copyright|credit|source|by|courtesy|via|gallery))*\s*[:©]"
    ),
    (
        r"(?:image|photo|picture|video|graphic|illustration|photograph)s?(?: (?:caption|copyright|credit|source))? "
        r"(?:courtesy|copyright|caption|source|by [A-Z])"
    ),
    r"media playback is\b",
    r"copyright (?:©|\(c\)|\d{4}|by\b|the\b)",
    r"©",
    r"\(c\) \d{4}",
    r"all rights reserved\b",
    r"this material may not be\b",
    (
        r"this (?:article|story|post|piece|report|content) (?:was|is|has been|first|originally) "
        r"(?:first |originally |also )?"
        r"(?:published|appeared|updated|produced|part of|written|amended|corrected|edited)\b"
    ),
    r"(?:originally|first) (?:published|appeared) (?:on|at|in)\b",
    r"(?:re)?published with permission\b",
    r"(?:additional |further )?reporting by\b",
    r"(?:writing|editing|edited|compiled|translated|reported) (?:and \w+ )?by [A-Z]",
    r"our standards:",
    r"transcript ?\.?$",
    r"(?:note to (?:readers|editors)|(?:editor|author)['’]s note)\b",
    (
        r"(?:do you have|have you got|got|have) (?:a|any|more) (?:story|tip|news tip|confidential tip|information|"
        r"photo|question)s?\b[^.]{0,80}(?:\?|e-?mail|contact|call|send|let us know)"
    ),
    (
        r"(?:for (?:confidential|help)\b[^.]{0,40}|if you (?:are affected|have been affected|need (?:help|support)|"
        r"or someone you know))\b[^.]{0,120}\b(?:call|helpline|samaritans|contact|visit|text)\b"
    ),
    (
        r"to (?:read|see|view|find out|learn) (?:more|the (?:full|rest))\b[^.]{0,60}"
        r"\b(?:click|visit|here|subscribe|go to|follow)\b"
    ),
    (
        r"(?:for more|more) (?:information|details|on this|stories|news|info)\b[^.]{0,60}"
        r"\b(?:visit|click|go to|see|follow|call|contact|check|here)\b"
    ),
    r"(?:download|get) (?:the|our) (?:free )?[\w ]{0,20}\bapp\b",
    r"download \w+ (?:for|on|here)\b",
    rf"(?:last )?(?:updated|modified|published|posted|first published)\s*(?:on |at )?(?::|\d|{_MONTH} \d)",
    r"\d+ (?:min(?:ute)?s? read|comments?|shares?|views?|(?:hours?|minutes?|days?|weeks?) ago)\W*$",
    r"(?:the )?(?:views|opinions) expressed\b",
    (
        r"(?:[\w’'&-]+ ){1,6}(?:series|article|story|post|section|podcast|newsletter|episode|coverage|content) is "
        r"(?:supported|sponsored|presented|brought to you|made possible) (?:in part )?by\b"
    ),
    r"about the author\b",
    (
        r"(?:directed|written|produced|screenplay|music|story|cinematography)(?: and \w+)? by [A-Z][\w.’'-]+"
        r"(?:(?: and|,)? [A-Z][\w.’'-]+){1,5}\.?$"
    ),
    (
        rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})"
        r"(?:st|nd|rd|th)?,? \d{4},? \d{1,2}[:.]\d\d"
    ),
    r"(?:skip|jump) to (?:main|content|navigation|the)\b",
    (
        r"(?:attempt (?:missed|saved|blocked)|(?:corner|offside|substitution), [A-Z][^.]{2,60}|"
        r"foul by [A-Z][^.]{2,40}\([^.()]{2,30}\))\."
    ),
    (
        r"(?:home|news|menu|search|sections|navigation|share|print|save|tweet|facebook|twitter|whatsapp|email|reddit|"
        r"linkedin|comments?)(?:\s*[|/·•,>]\s*\w+)+$"
    ),
)
_INSIDE = (
    (
        r"\((?:(?:back|front|far|top|bottom|second|third|from|first) )?(?:left|right|middle|centre|center|above|below)"
        r"(?:,? [^()]{0,40})?\)"
    ),
    r"\bcontributed (?:to (?:this|the) (?:report|story|article|piece)|reporting|from [A-Z]\w+)",
    r"\ball rights reserved\b",
    r"\bAP Photo\b",
    r"\b(?:Getty Images|Shutterstock|iStock|Alamy|Rex Features)\W*$",
    r"\bmin(?:ute)?s? read ?[>»]",
    r"\bnewsletters? (?:here|below|now)\b",
    r"\bfollow (?:me|us|him|her|@\w+|\w+ \w+) on (?:twitter|facebook|instagram|x|threads)\b",
    r"\bsign up (?:for|to) (?:our|the)\b[^.]{0,40}\bnewsletter",
    r"\bmay not be (?:published, broadcast|reproduced)",
    r"\b(?:has|have) (?:contacted|approached|reached out to)\b[^.]{0,90}\bfor (?:a |further )?(?:comment|response)\b",
    r"\bclick here\b",
    r"\bscroll down (?:for|to)\b",
    r"\) (?:(?:right|left) footed shot|header from|wins a free kick|converts the penalty)\b",  # a match's ticker
)
# The words that the openings begin with: looked up first, because the patterns are slow.
_OPENING_WORDS = """
    also must must-read must-watch go head log find please send tell
    read watch see listen view more related recommended trending popular full don't don’t top most in latest you from
    scroll not pictured by click tap sign signing subscribe already log get receive follow join like find visit share
    tweet pin print e-mail email copy link leave post have we this accept cookie privacy terms advertisement advertising
    sponsored promoted ad article story continue image images photo photos picture pictures video videos media graphic
    graphics illustration illustrations file photograph photographs photography cover featured foto fotos bild crédit
    credit credits caption captions copyright all originally first republished published additional further reporting
    writing editing edited compiled translated reported our transcript note editor's editor’s author's author’s do got
    for if to directed produced screenplay music cinematography monday tuesday wednesday thursday friday saturday sunday
    download last updated modified posted the about skip jump home news menu search sections navigation save
    facebook twitter whatsapp reddit linkedin comment comments opinions views attempt corner offside substitution foul
    © ( {
    """
_FIRST_WORDS = frozenset(_OPENING_WORDS.split())
_FIRST_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)?|[©({]")
# One of these must be there before the slow search for the above is worth its time.
_SIGNS = (
    "contributed", "rights reserved", "ap photo", "getty images", "shutterstock", "istock", "alamy", "rex features",
    "min read", "minute read", "mins read", "minutes read", "newsletter", "follow ", "may not be", " comment",
    "response", "click here", "scroll down",
)  # fmt: skip
_IN_BRACKETS = "("
_SIGN_BESIDE_BRACKET = re.compile(
    r"\((?:left|right|mid|cent|back|front|far|top|bottom|second|third|from|first|above|below)|"
    r"\) (?:right foot|left foot|header|wins a|converts)"
)
_OPENS = re.compile("|".join(_OPENINGS), re.IGNORECASE)
_ANYWHERE = re.compile("|".join(_INSIDE), re.IGNORECASE)
_NAME = r"[A-ZÀ-Þ][\w.'’À-ÿ-]*"
BY = (
    r"(?:(?:[Ww]ritten|[Rr]eported|[Pp]osted|[Pp]ublished|[Ss]tory|[Ww]ords)\s+)?"
    r"(?:[Bb]y|BY|Von|Par|Por|Da|Di|Door|Av|Af|Автор:?|Oleh|Yazan:?)\s+"
)
_BYLINE = re.compile(
    rf"{BY}"
    rf"(?:(?!{_MONTH}\b)(?:{_NAME}|and|&|et|und|y|e|en|och|og|i|и|for|in|of|the|de|van|von)[,]?\s*){{1,10}}"
    rf"(?:[|·•/–—(-].{{0,80}}|{_DATE}.{{0,40}})?$"
)
_STAMP = re.compile(
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)?"
    rf"(?:{_DATE}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d\d-\d\d)(?:,?\s+\d{{4}})?"
    r"(?:[\s,|·•–-]*(?:at\s+)?\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?)?\s*$"
)
_LINK_ONLY = re.compile(r"\s*(?:https?://|www\.)\S+\s*$")


def dateline_length(line: str) -> int:
    """How many characters of `line` are a dateline ("LONDON (Reuters) – ", "(CNN)UPDATE: "); 0 for none."""
    length = 0
    while (found := DATELINE.match(line, length)) and found.end() < len(line):
        length = found.end()
    return length


def is_byline(line: str) -> bool:
    """Whether a whole line names only the writers ("By Ann Lee and Bo Ek | 3 min read")."""
    return len(line) < 160 and _BYLINE.match(line) is not None and not line.endswith((".", "!", "?"))


def signs_in(text: str) -> tuple[str, ...]:
    """Which signs of boilerplate a text holds at all: what is_boilerplate has to look for in its sentences."""
    lower = text.lower()
    signs = [sign for sign in _SIGNS if sign in lower]
    if _SIGN_BESIDE_BRACKET.search(lower):
        signs.append(_IN_BRACKETS)
    return tuple(signs)


def is_boilerplate(sentence: str, signs: Sequence[str] = (*_SIGNS, _IN_BRACKETS)) -> bool:
    """Whether a sentence or a whole line is a notice, a credit, a pointer elsewhere or a time stamp."""
    found = _FIRST_WORD.match(sentence)
    first = found.group().lower() if found else ""
    if (first in _FIRST_WORDS or first.isdigit()) and _OPENS.match(sentence):
        return True
    if signs and holds_any(sentence.lower(), signs) and _ANYWHERE.search(sentence):
        return True
    if sentence[-1:] in ".!?" or len(sentence) >= 160:
        return False
    return bool(_STAMP.match(sentence) or _LINK_ONLY.match(sentence))
