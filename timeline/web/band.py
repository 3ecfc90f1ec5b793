"""The band of a policy: its states at one place along a scale of days, as shapes for a picture.

Across, places are percentages of the picture's width, so that it grows and shrinks while its text keeps
its shape; down, they are pixels.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from timeline.drawing.time_scale import Stretch, TimeScale, TimeTick, scale_over
from timeline.queries.told_policies import ToldPolicy
from timeline.states.change import AFTER, BEFORE, Change, day_of
from timeline.states.history import History
from timeline.states.order import Step
from timeline.states.segments import Segment, segments
from timeline.web.band_words import LETTER_WIDTH, colours_of, fits, words_of
from timeline.web.speaking import gettext, short_months, words

TICKS = 9
LANES = 4
LANE_HEIGHT = 14
OVERLAY_HEIGHT = 12
#: More colours could not be told apart in a small band.
SMALL_COLOURS = 3
#: The kinds of answers in which more than one state is possible.
SEVERAL = ("changing", "disputed")
#: A small band with more pieces than this is drawn more simply.
SMALL_PIECES = 9
#: A band with more pieces is drawn more simply on the page of its policy, too, and one with more changes.
MOST_PIECES = 22
MOST_EDGES = 40
#: Marks that are nearer to each other than this share of the width stand in lanes above each other.
APART = 2.2
#: The width of a picture on a small telephone, in pixels.
NARROW_PICTURE = 320


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """The part of a band in which one answer holds; `key` names what fills it where several may.

    `colours` are the numbers of the states that are possible, in the order in which the answer names
    them. `title` says all of it; `label` stands in a picture of at least `fits` pixels (0: in none),
    `mark` in narrower ones, at the middle of that part of the piece which lies before the record's end.
    """

    key: str
    kind: str
    start: float
    width: float
    colours: tuple[int, ...]
    label: str
    mark: str
    mark_at: float
    fits: int
    title: str
    suspended: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """The days on which a change can take hold, with the event that makes it.

    Its mark stands `at` the middle of them, or where they are open to one side at the other end; `lane`
    counts from below.
    """

    start: float
    end: float
    at: float
    lane: int
    event: str
    name: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A band, ready to be drawn.

    `marker` is the place of the day that is asked for, `complete` that of the record's end; None where
    they are not in the picture. `top` is where the states are drawn, `summary` the whole in words; the
    heading is the name of a place where `is_place` is true. `stems` are the changes where they are too many
    to be marked each, as a path in a picture that is 10,000 wide and `top` high.
    """

    key: str
    heading: str
    is_place: bool
    summary: str
    first: dt.date
    last: dt.date
    pieces: tuple[Piece, ...]
    edges: tuple[Edge, ...]
    ticks: tuple[TimeTick, ...]
    marker: float | None
    complete: float | None
    top: int
    stems: str = ""


def scale_of(
    histories: Sequence[History], complete_to: dt.date | None, *, spans_only: bool = False
) -> TimeScale | None:
    """Give a scale that holds every dated change of these histories and the end of the record.

    With `spans_only`, a date that is open at one end does not widen the scale: among many policies, one
    that is known from “by 1992” shall not press all others into a corner.
    """
    days: list[dt.date | None] = [complete_to]
    for history in histories:
        for change in history.changes:
            date = change.takes_effect
            if date is None or (spans_only and (date.earliest is None or date.latest is None)):
                continue
            days += [date.earliest, date.latest]
    return scale_over(days, margin=0.03)


def band_of(
    told: ToldPolicy,
    place: str,
    scale: TimeScale,
    *,
    heading: str,
    day: dt.date | None = None,
    found: Sequence[Segment] | None = None,
) -> Band:
    """Lay out the band of a policy at a place; `found` are its segments there, if they are known already."""
    key = f"{told.facts.id}-{place}" if place else told.facts.id
    complete = _after(scale, told.facts.complete_to)
    found = segments(told.history, place) if found is None else found
    pieces = tuple(_pieces(told.facts.states, found, scale, complete=complete))
    edges = tuple(_in_lanes(_edges(told, place, scale)))
    has_overlay = any(piece.suspended for piece in pieces)
    lanes = max((edge.lane + 1 for edge in edges), default=0)
    return Band(
        key=key,
        heading=heading,
        is_place=bool(place),
        summary="; ".join(piece.title for piece in pieces),
        first=scale.first,
        last=scale.last,
        pieces=pieces,
        edges=edges,
        ticks=scale.ticks(TICKS, short_months()),
        marker=_on(scale, day),
        complete=complete,
        top=lanes * LANE_HEIGHT + (OVERLAY_HEIGHT if has_overlay else 0) + 4,
    )


def small(band: Band) -> Band:
    """Give a band for a small picture among many others, which the page of the policy shows in full."""
    few = _in_few_pieces(band, SMALL_PIECES)
    return replace(few, pieces=tuple(_in_few_colours(piece) for piece in few.pieces))


def bounded(band: Band) -> Band:
    """Give a band as the page of its policy shows it, however many changes there are.

    Where each would be a mark beside many others, they are thin lines; the table of the history has them.
    """
    few = _in_few_pieces(band, MOST_PIECES)
    if len(band.edges) <= MOST_EDGES:
        return few
    stems = "".join(f"M{round(100 * edge.at)} {band.top - LANE_HEIGHT}V{band.top}" for edge in band.edges)
    return replace(few, edges=(), stems=stems)


def _in_few_pieces(band: Band, most: int) -> Band:
    """Draw narrow pieces that stand side by side as one, where there are many.

    There are at most about two times so many then, however often the states change, and no more are named.
    """
    if len(band.pieces) <= most:
        return band
    groups: list[list[Piece]] = []
    for piece in band.pieces:
        if groups and groups[-1][0].start + 100 / most >= piece.start + piece.width:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    summary = "; ".join([*(piece.title for piece in band.pieces[:most]), "…"])
    pieces = (group[0] if len(group) == 1 else _in_few_colours(_in_one(group)) for group in groups)
    return replace(band, pieces=tuple(pieces), summary=summary)


def _in_one(group: Sequence[Piece]) -> Piece:
    first, last = group[0], group[-1]
    colours = tuple(dict.fromkeys(colour for piece in group for colour in piece.colours))
    return replace(
        first,
        kind="changing" if colours else first.kind,
        width=last.start + last.width - first.start,
        colours=colours,
        label="",
        mark="",
        fits=0,
        title="; ".join(piece.title for piece in group[:2]) + ("; …" if len(group) > 2 else ""),
        suspended="",
    )


def _in_few_colours(piece: Piece) -> Piece:
    colours = piece.colours[:SMALL_COLOURS]
    return replace(piece, colours=colours, key=_look(piece.kind, colours))


def fills_of(bands: Iterable[Band]) -> tuple[Piece, ...]:
    """Give a piece of each filling that bands need, so that a page has each once."""
    found = {piece.key: piece for band in bands for piece in band.pieces if piece.key}
    return tuple(found[key] for key in sorted(found))


def _look(kind: str, colours: Sequence[int]) -> str:
    """Name what fills a piece in which several states are possible; empty for a plain one."""
    return "-".join([kind, *map(str, colours)]) if kind in SEVERAL and colours else ""


def _on(scale: TimeScale, day: dt.date | None) -> float | None:
    return scale.middle(day) if day is not None and scale.first <= day <= scale.last else None


def _after(scale: TimeScale, day: dt.date | None) -> float | None:
    return scale.end(day) if day is not None and scale.first <= day < scale.last else None


def _pieces(
    states: Mapping[str, str],
    found: Sequence[Segment],
    scale: TimeScale,
    *,
    complete: float | None,
) -> Iterator[Piece]:
    for segment in found:
        stretch = scale.stretch(segment.start, segment.end)
        if stretch is not None:
            end = stretch.end if complete is None else min(stretch.end, complete)
            yield _piece(states, segment, stretch, clear=max(0.0, end - stretch.start))


def _piece(states: Mapping[str, str], segment: Segment, stretch: Stretch, *, clear: float) -> Piece:
    """Lay out a piece; `clear` is the width of what lies before the end of the record."""
    said = words_of(states, segment)
    suspension = segment.found.suspension
    colours = colours_of(states, said.possible)
    return Piece(
        key=_look(segment.found.kind, colours),
        kind=segment.found.kind,
        start=stretch.start,
        width=stretch.width,
        colours=colours,
        label=said.label,
        mark=said.mark if len(said.mark) * LETTER_WIDTH < clear * NARROW_PICTURE / 100 else "",
        mark_at=50 * clear / stretch.width,
        fits=fits(said.label, clear),
        title=said.title,
        suspended="" if suspension is None else "suspended" if suspension.sure else "perhaps suspended",
    )


def _edges(told: ToldPolicy, place: str, scale: TimeScale) -> Iterator[Edge]:
    """Yield the changes that bear on a place, an event once for each of its dates; public ones only."""
    seen: set[tuple[str, int]] = set()
    for level in told.history.levels_of(place):
        for step in level.steps:
            event = ("event", step.change.event)
            if event not in told.names or (event[1], step.moment) in seen:
                continue
            stretch = _stretch(step, scale)
            if stretch is None:
                continue
            seen.add((event[1], step.moment))
            at = stretch.end if stretch.open_start else stretch.start if stretch.open_end else stretch.middle
            yield Edge(
                start=stretch.start,
                end=stretch.end,
                at=at,
                lane=0,
                event=step.change.event,
                name=told.names[event],
                title=f"{_when(step.change)}: {told.names[event]}",
            )


def _stretch(step: Step, scale: TimeScale) -> Stretch | None:
    """Give the days of a step on a scale; a change of one day takes hold as that day begins."""
    if step.first <= BEFORE and step.last >= AFTER:
        return None
    first, last = day_of(step.first), day_of(step.last)
    found = scale.stretch(first, last)
    if found is None or first is None or last is None or first != last:
        return found
    return Stretch(start=found.start, end=found.start)


def _when(change: Change) -> str:
    date = change.takes_effect
    known = date is not None and date.precision != "unknown"
    return words(date) if known else gettext("without a date")


def _in_lanes(edges: Iterator[Edge]) -> Iterator[Edge]:
    """Put marks that would lie on each other into lanes; where all are taken, into the one freest."""
    taken = [float("-inf")] * LANES
    for edge in sorted(edges, key=lambda edge: (edge.start, edge.end, edge.event)):
        free = [lane for lane in range(LANES) if edge.start - taken[lane] >= APART]
        lane = free[0] if free else min(range(LANES), key=lambda lane: taken[lane])
        taken[lane] = max(taken[lane], edge.end)
        yield replace(edge, lane=lane)
