"""What the pieces of a policy's band say: the states that are possible, in words, numbers and colours."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from timeline.dates.parse import parse
from timeline.states.segments import Segment
from timeline.web.speaking import either, gettext, words

COLOURS = 6
LETTER_WIDTH = 7.4
_LABEL_SPACE = 16
#: The widest picture there is, in pixels.
_WIDEST_PICTURE = 1000


class Said(NamedTuple):
    """The states that are possible, and what is written in a piece: a label, or a mark; `title` says all."""

    possible: tuple[str, ...]
    label: str
    mark: str
    title: str


def words_of(states: Mapping[str, str], segment: Segment) -> Said:
    """Say what a segment holds; `states` are the labels of the policy's states."""
    kind = segment.found.kind
    possible = _possible(segment)
    named = _joined([states.get(state, state) for state in possible])
    numbered = _joined([str(number_of(states, state)) for state in possible])
    label, mark = {
        "state": (named, numbered),
        "changing": (named, numbered),
        "disputed": (gettext("disputed: %(states)s", states=named), numbered),
    }.get(kind, (gettext("not known"), ""))
    return Said(possible, label, mark, f"{_span(segment)}: {_kind_words(kind, named)}")


def number_of(states: Mapping[str, str], state: str) -> int:
    """Give the number of a state, from 1; the number after the last for one that the policy does not know."""
    keys = list(states)
    return keys.index(state) + 1 if state in keys else len(keys) + 1


def colour_of(states: Mapping[str, str], state: str) -> int:
    """Give the number of a state's colour, from 0."""
    return (number_of(states, state) - 1) % COLOURS


def colours_of(states: Mapping[str, str], possible: Sequence[str]) -> tuple[int, ...]:
    """Give the numbers of the colours of some states."""
    return tuple(colour_of(states, state) for state in possible)


def fits(label: str, width: float) -> int:
    """Give the narrowest width of a picture, in hundreds of pixels, in which a label fits into its piece.

    `width` is the piece's share of the picture in per cent; 0 says that no picture is wide enough.
    """
    needed = (len(label) * LETTER_WIDTH + _LABEL_SPACE) * 100 / max(width, 0.01)
    rounded = max(300, -(-int(needed) // 100) * 100)
    return rounded if rounded <= _WIDEST_PICTURE else 0


def _possible(segment: Segment) -> tuple[str, ...]:
    found = segment.found
    named = [option.state for option in found.options]
    if found.kind in {"disputed", "changing"}:
        named += [claim.claim.state for claim in found.claims]
        named += [state for claim in found.claims for state in claim.claim.against]
    return tuple(dict.fromkeys(state for state in named if state))


def _kind_words(kind: str, names: str) -> str:
    match kind:
        case "changing":
            return gettext("uncertain, %(states)s", states=names)
        case "disputed":
            return gettext("disputed, %(states)s", states=names)
        case "unknown":
            return gettext("not known")
        case _:
            return names


def _joined(items: Sequence[str]) -> str:
    return either(items) if len(items) < 3 else f" {gettext('or')} ".join(items)


def _span(segment: Segment) -> str:
    if segment.start is None and segment.end is None:
        return gettext("At all times")
    if segment.start is None:
        return gettext("Until %(day)s", day=_day(segment.end))
    if segment.end is None:
        return gettext("From %(day)s", day=_day(segment.start))
    if segment.start == segment.end:
        return gettext("On %(day)s", day=_day(segment.start))
    return gettext("From %(first)s to %(last)s", first=_day(segment.start), last=_day(segment.end))


def _day(day: dt.date | None) -> str:
    return day_words(day) if day is not None else ""


def day_words(day: dt.date) -> str:
    """Say a day in words."""
    return words(parse(day.isoformat()))
