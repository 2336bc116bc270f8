"""The text fragment that makes a browser open a page at a sentence (WICG scroll-to-text-fragment).

Read by `replies`; the address itself is the article's.
"""

from urllib.parse import quote

_EDGE_WORDS = 5
_WHOLE_WORDS = 12


def text_fragment(sentence: str) -> str:
    """The fragment for `sentence`: whole when short, else its first and last words; "" for an empty sentence."""
    spoken = sentence.split()
    if not spoken:
        return ""
    if len(spoken) <= _WHOLE_WORDS:
        return "#:~:text=" + _encoded(spoken)
    return f"#:~:text={_encoded(spoken[:_EDGE_WORDS])},{_encoded(spoken[-_EDGE_WORDS:])}"


def _encoded(spoken: list[str]) -> str:
    # A hyphen and a comma are part of the fragment's own grammar and must be written as escapes.
    return quote(" ".join(spoken), safe="").replace("-", "%2D")
