"""A zip file that is written as its content comes, and is the same for the same content everywhere.

Python's own writer marks what it streams without compressing in a way that many readers in Java refuse,
OpenRefine among them; and what its compression gives depends on a library's version. So each file is
written here as DEFLATE with blocks that are stored as they are (RFC 1951, section 3.2.4): every reader
takes them, and nothing about the bytes is left to chance. See APPNOTE.TXT 6.3.10, section 4.3.

What is in no release, and hangs on the program that writes it anyway, may be packed: zlib itself has packed
the same content into the same bytes for decades, and what some systems have in its place (zlib-ng) has not.
"""

import stat
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from timeline.errors import TimelineError

_BLOCK = 0xFFFF
_END_OF_BLOCKS = b"\x01\x00\x00\xff\xff"
_LARGEST = 0xFFFF_FFFF
_ROOM_FOR_LIST = 1_000_000

_VERSION = 20
_UNIX = 3 << 8
_FLAGS = 0x0808  # sizes follow the content; names are UTF-8
_DEFLATE = 8
_LEVEL = 6
_TIME, _DATE = 0, 0x21  # the earliest that a zip file can say: 1 January 1980
_MODE = (stat.S_IFREG | 0o644) << 16

_LOCAL = struct.Struct("<4s5H3I2H")
_BLOCK_HEAD = struct.Struct("<B2H")
_AFTER = struct.Struct("<4s3I")
_LISTED = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


class TooLargeError(TimelineError):
    """The content is more than a zip file without extensions can hold."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    name: bytes
    offset: int
    crc: int
    packed: int
    size: int


def zip_bytes(files: Iterable[tuple[str, Iterable[bytes]]], *, is_packed: bool = False) -> Iterator[bytes]:
    """Yield a zip file with these files, each a name and its content in pieces.

    How the content is cut into pieces makes no difference to the bytes. With `is_packed` they are smaller,
    and hang on the machine's zlib. Raises TooLargeError near 4 GiB.
    """
    entries: list[_Entry] = []
    offset = 0
    for text, pieces in files:
        name = text.encode()
        yield _LOCAL.pack(b"PK\3\4", _VERSION, _FLAGS, _DEFLATE, _TIME, _DATE, 0, 0, 0, len(name), 0) + name
        crc = size = packed = 0
        pack = _packing() if is_packed else _storing()
        for block in _blocks(pieces):
            crc = zlib.crc32(block, crc)
            size += len(block)
            written = pack(block)
            packed += len(written)
            if max(size, offset + packed) > _LARGEST - _ROOM_FOR_LIST:
                raise TooLargeError(
                    "This is more than such a file can hold (4 GB). Choose fewer records with a filter; a"
                    " data package can be written to a folder instead."
                )
            if written:
                yield written
        written = pack(None)
        packed += len(written)
        yield written + _AFTER.pack(b"PK\7\10", crc, packed, size)
        entries.append(_Entry(name=name, offset=offset, crc=crc, packed=packed, size=size))
        offset += _LOCAL.size + len(name) + packed + _AFTER.size
    listed = b"".join(map(_listed, entries))
    yield listed + _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(listed), offset, 0)


def _storing() -> Callable[[bytes | None], bytes]:
    """Give what writes blocks as they are, and the end of them for None."""

    def pack(block: bytes | None) -> bytes:
        if block is None:
            return _END_OF_BLOCKS
        return _BLOCK_HEAD.pack(0, len(block), len(block) ^ _BLOCK) + block

    return pack


def _packing() -> Callable[[bytes | None], bytes]:
    """Give what packs blocks, and gives the rest for None."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return lambda block: packer.flush() if block is None else packer.compress(block)


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content in blocks of the largest size that there is, the last one smaller."""
    rest = b""
    for piece in pieces:
        rest += piece
        whole = len(rest) - len(rest) % _BLOCK
        for start in range(0, whole, _BLOCK):
            yield rest[start : start + _BLOCK]
        rest = rest[whole:]
    if rest:
        yield rest


def _listed(entry: _Entry) -> bytes:
    fixed = (b"PK\1\2", _UNIX | _VERSION, _VERSION, _FLAGS, _DEFLATE, _TIME, _DATE)
    sizes = (entry.crc, entry.packed, entry.size, len(entry.name))
    return _LISTED.pack(*fixed, *sizes, 0, 0, 0, 0, _MODE, entry.offset) + entry.name
