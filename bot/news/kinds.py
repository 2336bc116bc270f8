"""What a question asks for: its kind, by question word or by the noun beside it ("which country").

Read by `question`; `values` finds what fits a kind inside a sentence.
"""

from enum import StrEnum


class Kind(StrEnum):
    """The kind of answer wanted."""

    PERSON = "person"
    GROUP = "group"
    COUNTRY = "country"
    STATE = "state"
    PLACE = "place"
    DATE = "date"
    AMOUNT = "amount"
    WHY = "why"
    HOW = "how"
    SAID = "said"
    NAME = "name"
    THING = "thing"
    YES_NO = "yes or no"


_NOUNS: dict[Kind, str] = {
    Kind.COUNTRY: "country nation countries nations",
    Kind.STATE: "state states",
    Kind.PLACE: """city town place location island mountain river region village area continent capital county venue
        stadium airport planet sea ocean lake province district neighborhood neighbourhood suburb peninsula volcano
        cities towns places locations islands countryside landmark""",
    Kind.PERSON: """actor actress singer president leader politician senator player athlete star author writer
        director musician rapper king queen prince princess minister candidate governor mayor secretary
        congressman congresswoman representative lawmaker justice judge celebrity artist host comedian coach driver
        astronaut billionaire businessman businesswoman ceo executive person man woman tennis golfer boxer swimmer
        quarterback runner founder model chef scientist lawyer spokesman spokeswoman prosecutor royal icon
        people actors players leaders women men philosopher""",
    Kind.GROUP: """company firm automaker carmaker retailer chain giant bank airline maker brand agency
        organization organisation group union university team club band party network studio manufacturer college
        school company's restaurant platform startup publisher department museum sports agencies companies teams
        firms banks retailers carriers carrier app website newspaper broadcaster lender producer league franchise""",
    Kind.DATE: "year month day date time weekday season decade century years months",
    Kind.AMOUNT: """amount price cost percentage percent number age milestone rate fee total magnitude temperature
        score size length height weight speed distance value salary share proportion fine population""",
    Kind.NAME: """name nickname title movie film show song album book series game event storm hurricane
        disease word term animal breed species food dish drink holiday award prize product device drug medicine vaccine
        ship spacecraft mission program programme law bill act sport color colour language religion""",
    Kind.WHY: "reason cause reasons factor motive grounds",
}

NOUN_KINDS: dict[str, Kind] = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split()}
"""The noun beside "which" or "what", and the kind of answer it asks for."""
