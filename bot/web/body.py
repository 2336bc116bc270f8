"""A response's body, unpacked under a limit: a bomb of zeros costs the limit and not a byte more."""

import zlib
from collections.abc import Iterable, Iterator

from bot.web.errors import BrokenAnswer, TooLarge

ACCEPT_ENCODING = "gzip, deflate"
PIECE = 64 * 1024

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = zlib.MAX_WBITS | 16


def read_body(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The whole body, unpacked; at most `limit` bytes, counted both as they arrive and as they inflate.

    `encoding` is the header Content-Encoding. Raises TooLarge, or BrokenAnswer for damaged data and for encodings that
    were not asked for. A body that stops early gives what came.
    """
    body = bytearray()
    for piece in _unpacked(_counted(chunks, limit), encoding.strip().lower()):
        body += piece
        if len(body) > limit:
            raise TooLarge(limit)
    return bytes(body)


def refuse_long(content_length: str, limit: int) -> None:
    """Raises TooLarge when the header Content-Length already says so."""
    if content_length.isascii() and content_length.isdigit() and int(content_length[:20]) > limit:
        raise TooLarge(limit)


def _counted(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    arrived = 0
    for chunk in chunks:
        arrived += len(chunk)
        if arrived > limit:
            raise TooLarge(limit)
        yield chunk


def _unpacked(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        return chunks
    if encoding in ("gzip", "x-gzip"):
        return _inflated(chunks, gzip=True)
    if encoding == "deflate":
        return _inflated(chunks, gzip=False)
    raise BrokenAnswer(f"content encoding {encoding}")


def _inflated(chunks: Iterator[bytes], *, gzip: bool) -> Iterator[bytes]:
    """The chunks inflated, in pieces of at most PIECE bytes."""
    first = b""
    while len(first) < 2 and (chunk := next(chunks, b"")):
        first += chunk
    if gzip and not first.startswith(_GZIP_MAGIC):
        # Some servers say gzip and send plain text.
        yield first
        yield from chunks
        return
    inflater = _Inflater(_GZIP_WINDOW if gzip else _deflate_window(first))
    yield from inflater.pieces(first)
    for chunk in chunks:
        yield from inflater.pieces(chunk)


def _deflate_window(first: bytes) -> int:
    """Deflate comes with a zlib header, as the standard says, or bare, as some servers send it."""
    with_header = len(first) >= 2 and first[0] & 0x0F == 8 and int.from_bytes(first[:2]) % 31 == 0
    return zlib.MAX_WBITS if with_header else -zlib.MAX_WBITS


class _Inflater:
    """zlib, drained in bounded pieces; a gzip body may consist of several members."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._zlib = zlib.decompressobj(window)

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What `data` adds to the body."""
        try:
            while True:
                piece = self._zlib.decompress(data, PIECE)
                if piece:
                    yield piece
                data = self._rest()
                if not data and len(piece) < PIECE:
                    return
        except zlib.error as error:
            raise BrokenAnswer("damaged compression") from error

    def _rest(self) -> bytes:
        """Input still to be inflated; starts the next gzip member, and drops whatever else follows the end."""
        if not self._zlib.eof:
            return self._zlib.unconsumed_tail
        rest = self._zlib.unused_data
        if self._window != _GZIP_WINDOW or not rest.startswith(_GZIP_MAGIC):
            return b""
        self._zlib = zlib.decompressobj(self._window)
        return rest
