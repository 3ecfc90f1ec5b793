"""What differs between two texts, word by word. The page that shows it escapes it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

#: A word, white space, or one other character.
_TOKENS: Final = re.compile(r"\w+|\s+|[^\w\s]")

Sort = Literal["same", "added", "removed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A piece of text that both versions have, or one of them alone."""

    sort: Sort
    text: str


def word_segments(before: str, after: str) -> tuple[Segment, ...]:
    """Give the two texts as one: what was taken out stands before what took its place.

    The segments that are not `added` make `before`, those that are not `removed` make `after`.
    """
    return tuple(_joined(_pieces(before, after)))


def _pieces(before: str, after: str) -> Iterator[Segment]:
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    # What both begin and end with needs no matching, and most of a text is that.
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    yield Segment(sort="same", text="".join(old[:start]))
    middle = slice(start, len(old) - end), slice(start, len(new) - end)
    yield from _middle(old[middle[0]], new[middle[1]])
    yield Segment(sort="same", text="".join(old[len(old) - end :]))


def _middle(old: list[str], new: list[str]) -> Iterator[Segment]:
    # With `autojunk` words that are everywhere anchor nothing, which keeps long texts from taking long.
    matcher = SequenceMatcher(a=old, b=new, autojunk=True)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Segment(sort="same", text="".join(old[i:j]))
        else:
            yield Segment(sort="removed", text="".join(old[i:j]))
            yield Segment(sort="added", text="".join(new[k:m]))


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _joined(pieces: Iterator[Segment]) -> Iterator[Segment]:
    """Leave out empty pieces, join neighbours, and let a lone space between changes change with them."""
    removed, added, same = "", "", ""
    for piece in pieces:
        if piece.sort == "same":
            same += piece.text
            continue
        if not piece.text:
            continue
        if same and not (same.isspace() and (removed or added)):
            yield from _changed(removed, added)
            yield Segment(sort="same", text=same)
            removed = added = ""
        else:
            removed, added = removed + same, added + same
        same = ""
        if piece.sort == "removed":
            removed += piece.text
        else:
            added += piece.text
    yield from _changed(removed, added)
    if same:
        yield Segment(sort="same", text=same)


def _changed(removed: str, added: str) -> Iterator[Segment]:
    if removed:
        yield Segment(sort="removed", text=removed)
    if added:
        yield Segment(sort="added", text=added)
