"""The band of a policy as one low row beneath an overview of time.

Each range shows another part of the same band, so what its pieces say is said once, and only their places
are found anew.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from timeline.drawing.time_scale import Stretch, TimeScale
from timeline.queries.told_policies import ToldPolicy
from timeline.states.segments import segments
from timeline.web.band_words import colours_of, day_words, fits, words_of
from timeline.web.speaking import gettext

MOST_PIECES = 8
#: More could not be told apart in so low a row.
MOST_COLOURS = 3
#: Pieces in which several states are possible share what fills them; what is beyond this is plainly so.
MOST_FILLS = 6
_SEVERAL = ("changing", "disputed")


class ToldPiece(NamedTuple):
    """The days on which one answer holds, and what is said of it."""

    first: dt.date | None
    last: dt.date | None
    kind: str
    colours: tuple[int, ...]
    label: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldBand:
    """The whole band of a policy, for any scale."""

    policy: str
    heading: str
    complete_to: dt.date | None
    pieces: tuple[ToldPiece, ...]


class SlimPiece(NamedTuple):
    """A piece in its place. The label stands in pictures of at least `fits` pixels (0: in none).

    `key` names what fills it, where more than one state is possible.
    """

    key: str
    kind: str
    start: float
    width: float
    colours: tuple[int, ...]
    label: str
    fits: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SlimBand:
    """A band, ready to be drawn; `summary` is the whole in words, `fills` a piece of each filling.

    `complete` is the place of the record's end; None where the scale does not go beyond it.
    """

    policy: str
    heading: str
    summary: str
    pieces: tuple[SlimPiece, ...]
    fills: tuple[SlimPiece, ...]
    complete: float | None


def told_band(told: ToldPolicy) -> ToldBand:
    """Say what the band of a policy holds, in its widest place."""
    states = told.facts.states
    said = ((segment, words_of(states, segment)) for segment in segments(told.history, told.history.widest))
    return ToldBand(
        policy=told.facts.id,
        heading=told.facts.question,
        complete_to=told.facts.complete_to,
        pieces=tuple(
            ToldPiece(
                segment.start,
                segment.end,
                segment.found.kind,
                colours_of(states, words.possible),
                words.label,
                words.title,
            )
            for segment, words in said
        ),
    )


def slim_band(told: ToldBand, scale: TimeScale) -> SlimBand:
    """Lay out the part of a band that a scale shows.

    Pieces that are narrow and side by side are drawn as one: there are at most about two times `MOST_PIECES`,
    however often the states change.
    """
    placed = [
        (piece, stretch)
        for piece in told.pieces
        if (stretch := scale.stretch(piece.first, piece.last)) is not None
    ]
    found = [
        SlimPiece(
            "",
            piece.kind,
            stretch.start,
            stretch.width,
            piece.colours[:MOST_COLOURS],
            piece.label,
            fits(piece.label, _clear(stretch, scale, told.complete_to)),
        )
        for piece, stretch in placed
    ]
    drawn = found if len(found) <= MOST_PIECES else [_in_one(group) for group in _side_by_side(found)]
    pieces = tuple(_filled(drawn, told.policy))
    complete = _end(scale, told.complete_to)
    return SlimBand(
        policy=told.policy,
        heading=told.heading,
        summary="; ".join((*(piece.title for piece, _ in placed), *_ending(told.complete_to, complete))),
        pieces=pieces,
        fills=tuple({piece.key: piece for piece in pieces if piece.key}.values()),
        complete=complete,
    )


def _end(scale: TimeScale, complete_to: dt.date | None) -> float | None:
    if complete_to is None or complete_to >= scale.last:
        return None
    return scale.end(complete_to) if complete_to >= scale.first else 0.0


def _ending(complete_to: dt.date | None, complete: float | None) -> Iterator[str]:
    """Say where the record ends, since what a policy was later is not in it."""
    if complete_to is not None and complete is not None:
        yield gettext("the record ends on %(day)s", day=day_words(complete_to))


def _filled(pieces: Iterable[SlimPiece], policy: str) -> Iterator[SlimPiece]:
    """Say of each piece what fills it; those that look the same share it."""
    keys: dict[tuple[str, tuple[int, ...]], str] = {}
    for piece in pieces:
        look = (piece.kind, piece.colours)
        if piece.kind not in _SEVERAL or not piece.colours or (look not in keys and len(keys) == MOST_FILLS):
            yield piece
        else:
            yield piece._replace(key=keys.setdefault(look, f"{policy}-{len(keys)}"))


def _clear(stretch: Stretch, scale: TimeScale, complete_to: dt.date | None) -> float:
    """Give the width of the part of a piece that lies before the end of the record."""
    end = stretch.end if complete_to is None else min(stretch.end, scale.end(complete_to))
    return max(0.0, end - stretch.start)


def _side_by_side(pieces: Iterable[SlimPiece]) -> list[list[SlimPiece]]:
    groups: list[list[SlimPiece]] = []
    for piece in pieces:
        if groups and groups[-1][0].start + 100 / MOST_PIECES >= piece.start + piece.width:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _in_one(group: Sequence[SlimPiece]) -> SlimPiece:
    first, last = group[0], group[-1]
    if len(group) == 1:
        return first
    colours = tuple(dict.fromkeys(colour for piece in group for colour in piece.colours))[:MOST_COLOURS]
    return first._replace(
        kind="changing" if colours else first.kind,
        width=last.start + last.width - first.start,
        colours=colours,
        label="",
        fits=0,
    )
