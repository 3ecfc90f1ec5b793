"""Answers made small for the way to the reader.

A whole answer is packed by Flask-Compress. What is sent in pieces, such as a download, may be gigabytes, so
it is packed here, with the little effort at which packing takes less than sending.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, Protocol

import brotli  # type: ignore[import-untyped]
from flask import Flask, Response, request
from flask_compress import Compress
from flask_compress.compat import compression
from werkzeug.http import parse_accept_header

from timeline.web.negotiation import vary_on

COMPRESSED: Final = (
    "application/atom+xml",
    "application/csl+json",
    "application/json",
    "application/jsonl",
    "application/ld+json",
    "application/linkset+json",
    "application/vnd.citationstyles.csl+json",
    "application/vnd.sqlite3",
    "application/xml",
    "application/x-bibtex",
    "application/x-research-info-systems",
    "image/svg+xml",
    "text/calendar",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/markdown",
    "text/plain",
    "text/xml",
)
_LEVEL: Final = 3


class Packer(Protocol):
    """Packs a stream piece by piece."""

    def compress(self, piece: bytes, /) -> bytes:
        """Take a piece, and give what is ready of the packed ones."""

    def flush(self) -> bytes:
        """Give the rest."""


class _Brotli:
    def __init__(self) -> None:
        # On the record itself 280 MB/s to a quarter of the size; at 4, as for pages, 77 MB/s to a fifth.
        self._packer = brotli.Compressor(quality=1)

    def compress(self, piece: bytes, /) -> bytes:
        return bytes(self._packer.process(piece))

    def flush(self) -> bytes:
        return bytes(self._packer.finish())


#: How streams are packed, the fastest first. On the record itself zstd packs 260 MB/s, and gzip 110 MB/s to
#: almost the same size; at its usual level, 6, gzip would pack 31 MB/s, which is slower than most ways are.
PACKERS: Final[Mapping[str, Callable[[], Packer]]] = {
    "zstd": lambda: compression.zstd.ZstdCompressor(level=_LEVEL),
    "br": _Brotli,
    "gzip": lambda: zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS + 16),
}


@lru_cache(maxsize=128)
def coding_for(accepted: str) -> str:
    """Choose how to pack an answer for a reader with this Accept-Encoding; "" for not at all.

    It is what the reader likes best, among equals the fastest. What falls under `*` alone is not what
    somebody asked for, so it is not taken.
    """
    weights = {name.lower(): weight for name, weight in parse_accept_header(accepted)}
    best = max(PACKERS, key=lambda name: weights.get(name, 0.0))  # The first of equals.
    weight = weights.get(best, 0.0)
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else ""


def packed_pieces(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Pack a stream."""
    packer = PACKERS[coding]()
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def init_compression(app: Flask) -> None:
    """Let an application compress text for who accepts it.

    A page that must not be stored is one of a person who has signed in, or a form with a token: it goes out
    as it is, because the size of a compressed answer gives away what a secret in it shares with the rest.
    """
    app.config.update(
        COMPRESS_MIMETYPES=list(COMPRESSED),
        COMPRESS_REGISTER=False,
        COMPRESS_ZSTD_LEVEL=_LEVEL,
        COMPRESS_ALGORITHM=list(PACKERS),
    )
    compress = Compress(app)

    def compressed(response: Response) -> Response:
        if "no-store" in response.headers.get("Cache-Control", "") or response.status_code == 206:
            return response
        coding = coding_for(request.headers.get("Accept-Encoding", ""))
        if request.endpoint == "static":
            response.direct_passthrough = False
            response.make_sequence()  # A file of ours is small, and must be closed whatever is sent of it.
        if not coding or response.is_streamed:
            return _in_pieces(response, coding)
        packed: Response = compress.after_request(response)
        return packed

    app.after_request(compressed)


def _in_pieces(response: Response, coding: str) -> Response:
    """Pack a stream as it is made, if its reader takes it packed, and it becomes smaller."""
    vary_on(response, "Accept-Encoding")
    is_text = response.mimetype in COMPRESSED and response.status_code == 200
    if not coding or not is_text or "Content-Encoding" in response.headers:
        return response
    whole = response.response
    close = getattr(whole, "close", None)
    if close is not None:
        response.call_on_close(close)
    response.direct_passthrough = False
    response.response = packed_pieces(response.iter_encoded(), coding)
    response.headers["Content-Encoding"] = coding
    response.headers.pop("Content-Length", None)
    tag, is_weak = response.get_etag()
    if tag and not is_weak:
        response.set_etag(f"{tag}:{coding}")
        if request.if_none_match.contains_weak(f"{tag}:{coding}"):
            response.status_code = 304  # Who has it packed sends this tag, which nobody knew before.
    return response
