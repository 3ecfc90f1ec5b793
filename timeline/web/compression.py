"""Answers made small for the way to the reader."""

from collections.abc import Iterable, Iterator
from typing import Final

from flask import Flask, Response, request
from flask_compress import Compress
from flask_compress.compat import compression

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
#: What may be gigabytes: packed with zstd or not at all, since all others take longer than the file itself.
_LARGE: Final = ("download.file",)
_LEVEL: Final = 3


def packed_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pack a stream with zstd, at the level at which it costs less than sending."""
    packer = compression.zstd.ZstdCompressor(level=_LEVEL)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def init_compression(app: Flask) -> None:
    """Let an application compress text for who accepts it.

    A page that must not be stored is one of a person who has signed in, or a form with a token: it goes out
    as it is, because the size of a compressed answer gives away what a secret in it shares with the rest.
    """
    # Streams are not packed with gzip, whose cost is many times that of the others at the same size.
    app.config.update(
        COMPRESS_MIMETYPES=list(COMPRESSED), COMPRESS_REGISTER=False, COMPRESS_ZSTD_LEVEL=_LEVEL
    )
    compress = Compress(app)

    def compressed(response: Response) -> Response:
        if response.cache_control.no_store or response.status_code == 206 or _would_take_long(response):
            return response
        if request.endpoint == "static":
            response.direct_passthrough = False
            response.make_sequence()  # A file of ours is small, and must be closed whatever is sent of it.
        packed: Response = compress.after_request(response)
        return packed

    app.after_request(compressed)


def _would_take_long(response: Response) -> bool:
    """Tell whether to pack a download, or a kept file of it, would take longer than to send it as it is."""
    if request.endpoint not in _LARGE:
        return False
    return response.direct_passthrough or "zstd" not in request.accept_encodings.values()
