"""Equal texts have equal fingerprints, however they are spaced, cased or punctuated."""

import hashlib
import unicodedata


def fingerprint(text: str) -> str:
    """A SHA-256 in hexadecimal over the letters and digits of `text`, case folded; "" for a text without any."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest() if letters else ""
