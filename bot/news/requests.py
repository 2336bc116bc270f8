"""Requests for a topic in plain words: "what's new with Huawei?", "tell me about the strike", "latest on trade".

Read by whoever tells questions from requests; `usecases/brief_topic` answers them. English.
"""

import re

_REQUEST = re.compile(
    r"^\s*(?:please\s+|can you\s+|could you\s+)?(?:"
    r"what(?:['’]s|\sis|s)?\s+(?:new|the\slatest|the\snews|going\son|happening)\s+(?:with|about|on|in|at|from|around)|"
    r"tell\sme\s(?:more\s)?about|brief\sme\s(?:on|about)|give\sme\s(?:a\sbriefing|the\snews|news|an\soverview)\s(?:on|of|about)|"
    r"(?:any\s|the\s)?(?:latest|news|update|updates|overview|briefing)\s(?:on|about|from|of)|catch\sme\sup\son"
    r")\s+(?P<topic>\S.*?)\s*[?.!]*\s*$",
    re.IGNORECASE,
)


def wanted_topic(text: str) -> str:
    """The topic that `text` asks to be briefed on, "" when it is not such a request."""
    match = _REQUEST.match(text)
    return match["topic"] if match else ""
