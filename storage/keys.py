"""Hashes that stand for text in an index: an index entry has little room, a stranger's word or address may be long."""

import hashlib

from storage.columns import clean_text


def key_of(text: str) -> bytes:
    """16 bytes that stand for the text; two texts never share them in practice."""
    return hashlib.sha256(clean_text(text).encode()).digest()[:16]


def number_of(text: str) -> int:
    """A signed 64-bit number that stands for the text; a rare clash must do no harm where it is used."""
    return int.from_bytes(hashlib.blake2b(clean_text(text).encode(), digest_size=8).digest(), "big", signed=True)
