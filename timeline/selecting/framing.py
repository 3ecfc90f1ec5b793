"""What an index is written in: a line with the format and a checksum of the rest, a head, and its parts.

The head is JSON, with its length before it; the parts follow one behind the other. Plain data, so that
whoever changes the file can make it useless, but no more.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

#: Gives the next so many bytes of the parts.
Take: TypeAlias = Callable[[int], memoryview]


class UnreadableIndexError(ValueError):
    """The bytes are not those of an index in this format, or were cut off or changed."""


def framed(form: bytes, head: Mapping[str, Any], parts: Iterable[bytes]) -> bytes:
    """Put the line and the head before some parts."""
    written = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    body = b"".join((len(written).to_bytes(8), written, *parts))
    return b"%s %08x\n%s" % (form, zlib.crc32(body), body)


def unframed(form: bytes, packed: bytes) -> tuple[dict[str, Any], Take]:
    """Give the head and what takes the parts; raises UnreadableIndexError."""
    line, _, _ = packed[: len(form) + len(" 00000000\n")].partition(b"\n")
    body = memoryview(packed)[len(line) + 1 :]
    if line != b"%s %08x" % (form, zlib.crc32(body)):
        raise UnreadableIndexError("This is no index in the format of this program.")
    length = int.from_bytes(body[:8])
    return json.loads(bytes(body[8 : 8 + length])), _taking(body[8 + length :])


def _taking(rest: memoryview) -> Take:
    at = 0

    def take(size: int) -> memoryview:
        nonlocal at
        taken = rest[at : at + size]
        at += size
        return taken

    return take
