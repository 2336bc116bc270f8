"""Word lists for reading questions: what is dropped, what asks, what ends the noun phrase after "which".

English, lower case; made by hand (2026-11). Read by `question`.
"""

DROPPED = frozenset(
    """
    a an the and or but nor if of in on at by for with about against between into through during to from up down out
    off over under again further then once here there than so as such no not only own same too very just also
    who whom whose what which when where why how
    am is are was were be been being have has had having do does did doing done will would can could should may might
    must shall 's
    i me my you your he him his she her it its we us our they them their this that these those one ones
    said say says saying tell told according recently recent latest new now currently ever yet
    week today yesterday tonight month's week's reason reasons cause causes caused please know happen happened
    happens happening called named name many much kind type sort any some
    following there's what's who's where's when's how's it's that's don't doesn't didn't isn't aren't wasn't
    """.split()
)
"""Words of a question that are no sign of what the answer's sentence says."""

ARTICLES = frozenset("the a an its their his her".split())

AUXILIARIES = frozenset(
    """
    is are was were am be been being do does did has have had will would can could should may might must shall
    isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't won't can't couldn't
    """.split()
)

PREPOSITIONS = frozenset(
    """
    of in on at by for with about against between into through during to from up down out off over under after
    before since until near within without among amid around behind beside across along toward towards that who
    whose which where when this according and or but as than because due
    """.split()
)

OF_HEADS = frozenset(
    "type kind sort name breed species form member piece part number one group set style brand".split()
)
"""Nouns after which "of the …" names the real thing: "what type of infection"."""

SAY = frozenset(
    """
    say says said tell told announce announced claim claimed state stated comment commented respond responded reply
    replied call called describe described warn warned argue argued deny denied explain explained add added admit
    admitted insist insisted vow vowed promise promised react reacted
    """.split()
)

CAUSE_VERBS = frozenset(
    "cause caused causes prompt prompted prompts trigger triggered led lead leads forced forces".split()
)

MEASURES = {
    "many": "count", "much": "amount", "old": "age", "long": "length", "far": "distance", "big": "size",
    "large": "size", "tall": "height", "high": "height", "fast": "speed", "often": "frequency", "heavy": "weight",
    "deep": "depth", "wide": "width", "young": "age", "soon": "time", "few": "count",
}  # fmt: skip
"""The word after "how" and what it measures."""
