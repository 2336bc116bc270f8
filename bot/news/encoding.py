"""Bytes to text, for pages, feeds and files: which encoding, and what to do when it lies.

The order is that of the HTML and XML standards: byte order mark, HTTP header, the document's own declaration, then
guessing. Two rules more, because servers lie: valid UTF-8 with enough letters outside ASCII is UTF-8 whatever a
single-byte declaration says, and a declared encoding that does not fit gives way to the next.
"""

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
#: What browsers read a label as (WHATWG Encoding Standard): the wider relative of what it names.
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_NO_ENCODINGS = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined", "mbcs", "oem"}
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s{0,9}<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})["']""", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page's own declaration is looked for; the standard says 1024, pages say more
_SAMPLE = 32 * 1024  # bytes shown to the detector
_BAD_SHARE = 0.002  # of the signs; above this a declared encoding does not fit
_ENOUGH = 3  # UTF-8 sequences that are no accident


def decode(body: bytes, charset: str = "") -> str:
    """The text of a document; `charset` is what the HTTP header says, "" for nothing. Never raises.

    Line ends stay as they are; the byte order mark is dropped.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = [codec for label in (charset, _own_declaration(body)) if (codec := codec_name(label))]
    if _is_surely_utf8(body) and not any(_is_wide(codec) for codec in declared):
        return body.decode("utf-8")
    for codec in declared:
        text = body.decode(codec, "replace")
        if text.count("\ufffd") <= _BAD_SHARE * len(text):
            return text
    return _guessed(body)


def codec_name(label: str) -> str:
    """Python's codec for a label as pages write it, "" when there is none that gives text."""
    try:
        name = codecs.lookup(label.strip().lower().removeprefix("x-").replace("_", "-")).name
        "".encode(name)
    except (LookupError, ValueError):
        return ""
    return "" if name in _NO_ENCODINGS else _READ_AS.get(name, name)


def _own_declaration(body: bytes) -> str:
    head = body[:_HEAD]
    match = _XML_DECLARED.search(head) or _DECLARED.search(head)
    label = match[1].decode("ascii").lower() if match else ""
    # A declaration that can be read as ASCII is not in UTF-16.
    return "utf-8" if label.startswith(("utf-16", "utf-32", "ucs-2")) else label


def _is_surely_utf8(body: bytes) -> bool:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(body) - len(text) >= _ENOUGH


def _is_wide(codec: str) -> bool:
    """Whether an encoding writes ASCII in more or other bytes, so that valid UTF-8 proves nothing."""
    return codec.startswith(("utf-16", "utf-32", "iso2022", "hz", "utf-7"))


def _guessed(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(body[:_SAMPLE]).best()
    codec = codec_name(best.encoding) if best else ""
    return body.decode(codec or "utf-8", "replace")
