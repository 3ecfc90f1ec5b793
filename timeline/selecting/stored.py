"""An index of events as bytes, to be kept in a file and read again.

A line with the format and a checksum of the rest; the length of the heads, and the heads as JSON; then the
sets, one behind the other. Plain data, so that whoever changes the file can make it useless, but no more.
"""

import json
import zlib
from array import array
from collections.abc import Callable, Hashable
from typing import Any, Final

from pyroaring import BitMap

from timeline.selecting.days import Days
from timeline.selecting.index import FIELDS, NESTED, EventIndex, Sets

#: Another number whenever what is written, or what an index holds, becomes another.
FORMAT: Final = b"timeline events 1 " + ",".join((*FIELDS, *NESTED)).encode()


class UnreadableIndexError(ValueError):
    """The bytes are not those of an index in this format, or were cut off or changed."""


def pack(index: EventIndex, told: dict[str, Any]) -> bytes:
    """Write an index that no event was added to since it was made; `told` is plain data to go with it."""
    assert not index.late  # noqa: S101 - what was added has a place that only the database tells
    blobs: list[bytes] = []

    def put(events: BitMap) -> int:
        blobs.append(events.serialize())
        return len(blobs[-1])

    def put_sets(sets: Sets) -> list[Any]:
        return [[value, put(events)] for value, events in sets.items()]

    head = {
        "told": told,
        "base": index.base,
        "keys": len(index.keys),
        "places": len(index.places),
        "public": put(index.public),
        "sets": {name: put_sets(index.sets[name]) for name in FIELDS},
        "wide": {name: put_sets(index.wide[name]) for name in NESTED},
        "days": [[put(days.known), *map(put, days.digits)] for days in (index.earliest, index.latest)],
    }
    written = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    body = b"".join((len(written).to_bytes(8), written, index.keys.tobytes(), index.places.tobytes(), *blobs))
    return b"%s %08x\n%s" % (FORMAT, zlib.crc32(body), body)


def unpack(packed: bytes) -> tuple[EventIndex, dict[str, Any]]:
    """Read what `pack` wrote; raises UnreadableIndexError."""
    line, _, body = packed.partition(b"\n")
    if line != b"%s %08x" % (FORMAT, zlib.crc32(body)):
        raise UnreadableIndexError("This is no index of events in the format of this program.")
    length = int.from_bytes(body[:8])
    head = json.loads(body[8 : 8 + length])
    take = _taking(memoryview(body)[8 + length :])
    keys, places = array("q"), array("i")
    keys.frombytes(take(head["keys"] * keys.itemsize))
    places.frombytes(take(head["places"] * places.itemsize))

    def get(size: int) -> BitMap:
        return BitMap.deserialize(bytes(take(size)))

    def get_sets(written: list[Any]) -> Sets:
        return {_value(value): get(size) for value, size in written}

    public = get(head["public"])
    sets = {name: get_sets(head["sets"][name]) for name in FIELDS}
    wide = {name: get_sets(head["wide"][name]) for name in NESTED}
    earliest, latest = (Days(known=get(known), digits=tuple(map(get, rest))) for known, *rest in head["days"])
    index = EventIndex(
        base=head["base"],
        size=head["base"],
        keys=keys,
        places=places,
        public=public,
        sets=sets,
        wide=wide,
        earliest=earliest,
        latest=latest,
    )
    return index, head["told"]


def _taking(rest: memoryview) -> Callable[[int], memoryview]:
    at = 0

    def take(size: int) -> memoryview:
        nonlocal at
        taken = rest[at : at + size]
        at += size
        return taken

    return take


def _value(written: Any) -> Hashable:
    """Give a value as it was before JSON made a list of a tuple."""
    return tuple(written) if isinstance(written, list) else written
