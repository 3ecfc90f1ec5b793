"""An index of events as bytes, to be kept in a file and read again.

The head tells what sets there are; the parts are the keys, the places and the sets, one behind the other.
"""

from array import array
from collections.abc import Hashable
from typing import Any, Final

from pyroaring import BitMap

from timeline.selecting.days import Days
from timeline.selecting.framing import framed, unframed
from timeline.selecting.index import FIELDS, NESTED, EventIndex, Sets

#: Another number whenever what is written, or what an index holds, becomes another.
FORMAT: Final = b"timeline events 1 " + ",".join((*FIELDS, *NESTED)).encode()


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
    return framed(FORMAT, head, (index.keys.tobytes(), index.places.tobytes(), *blobs))


def unpack(packed: bytes) -> tuple[EventIndex, dict[str, Any]]:
    """Read what `pack` wrote; raises UnreadableIndexError (see `timeline.selecting.framing`)."""
    head, take = unframed(FORMAT, packed)
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


def _value(written: Any) -> Hashable:
    """Give a value as it was before JSON made a list of a tuple."""
    return tuple(written) if isinstance(written, list) else written
