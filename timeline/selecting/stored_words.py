"""An index of words as bytes, to be kept in a file and read again.

The head tells how long the parts are: the stems, a line each, where the sets of each end, these sets, and
those of the kinds.
"""

from array import array
from typing import Any, Final

from pyroaring import BitMap

from timeline.selecting.framing import framed, unframed
from timeline.selecting.postings import Postings
from timeline.selecting.word_index import WordIndex
from timeline.selecting.word_levels import HIGHEST

#: Another number whenever what is written, or what an index holds, becomes another: words, stems, levels.
FORMAT: Final = b"timeline words 1 %d" % HIGHEST


def pack_words(index: WordIndex, told: dict[str, Any]) -> bytes:
    """Write an index in which no record was written since it was made; `told` is plain data to go with it."""
    assert not index.late  # noqa: S101 - of what was written since, the next start reads the tables
    postings = index.postings
    stems = "\n".join(postings.stems).encode()
    public, kinds = index.public.serialize(), {of: some.serialize() for of, some in index.kinds.items()}
    head = {
        "told": told,
        "stems": len(stems),
        "ends": len(postings.ends),
        "sets": len(postings.sets),
        "public": len(public),
        "kinds": {kind: len(packed) for kind, packed in kinds.items()},
    }
    return framed(
        FORMAT, head, (stems, postings.ends.tobytes(), bytes(postings.sets), public, *kinds.values())
    )


def unpack_words(packed: bytes) -> tuple[WordIndex, dict[str, Any]]:
    """Read what `pack_words` wrote; raises UnreadableIndexError (see `timeline.selecting.framing`)."""
    head, take = unframed(FORMAT, packed)
    stems = bytes(take(head["stems"])).decode()
    ends = array("Q")
    ends.frombytes(take(head["ends"] * ends.itemsize))
    postings = Postings(
        stems=stems.split("\n") if stems else [],
        ends=ends,
        sets=take(head["sets"]),
    )
    public = BitMap.deserialize(bytes(take(head["public"])))
    kinds = {kind: BitMap.deserialize(bytes(take(size))) for kind, size in head["kinds"].items()}
    return WordIndex(postings=postings, kinds=kinds, public=public), head["told"]
