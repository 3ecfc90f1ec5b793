"""Which figures are asked for: the filter of the timeline, as far as it speaks of figures.

Source, place (with its parts) and time are those of the figure itself, topic (with narrower ones) and
timeline those of its series. Every other filter, such as words, kind and actor, speaks of events; a figure
meets it when it names an event that does.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from timeline.dates.compare import certainly_within, overlaps_range
from timeline.dates.parse import parse
from timeline.figures.reading import Read, read_figures
from timeline.records.series import Series

OF_FIGURES: Final = ("timeline", "topic", "place", "source", "from", "to", "when")


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureChoice:
    """A choice of figures. Empty sets and None choose all; `surely` asks for periods within the range.

    With `by_event`, figures must name an event; the events outside the filter have been taken out before.
    """

    sources: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    timelines: frozenset[str] = frozenset()
    start: dt.date | None = None
    end: dt.date | None = None
    surely: bool = False
    by_event: bool = False


def choice_of(
    parameters: Mapping[str, Sequence[str]], *, part_of: Mapping[str, str], broader: Mapping[str, str]
) -> FigureChoice:
    """Read the choice from the parameters of a filter that has been found right.

    `part_of` gives the place that each place belongs to, `broader` the topic above each topic; "" is none.
    """
    start, end = ("".join(parameters.get(name, ())) for name in ("from", "to"))
    return FigureChoice(
        sources=frozenset(parameters.get("source", ())),
        places=_within(parameters.get("place", ()), part_of),
        topics=_within(parameters.get("topic", ()), broader),
        timelines=frozenset(parameters.get("timeline", ())),
        start=parse(start).earliest if start else None,
        end=parse(end).latest if end else None,
        surely="within" in parameters.get("when", ()),
        by_event=any(values and name not in OF_FIGURES for name, values in parameters.items()),
    )


def chosen(series: Series, choice: FigureChoice) -> tuple[Read, ...]:
    """List the figures of a series that are asked for, with the numbers that they have in the record."""
    if choice.topics and not choice.topics & set(series.topics):
        return ()
    if choice.timelines and not choice.timelines & set(series.timelines):
        return ()
    return tuple(read for read in read_figures(series) if _is_chosen(read, choice))


def _is_chosen(read: Read, choice: FigureChoice) -> bool:
    figure = read.figure
    if choice.sources and figure.source not in choice.sources:
        return False
    if choice.places and figure.place not in choice.places:
        return False
    if choice.by_event and not figure.event:
        return False
    return _is_in_range(read, choice)


def _is_in_range(read: Read, choice: FigureChoice) -> bool:
    if choice.start is None and choice.end is None:
        return True
    if read.period is None or not read.is_dated:
        return False
    if choice.surely:
        return certainly_within(read.period, choice.start, choice.end)
    return overlaps_range(read.period, choice.start, choice.end)


def _within(ids: Sequence[str], above: Mapping[str, str]) -> frozenset[str]:
    """Give these ids and those of all that lies below them, however deep."""
    reached = set(ids)
    below: dict[str, list[str]] = {}
    for record_id, parent in above.items():
        below.setdefault(parent, []).append(record_id)
    ahead = list(ids)
    while ahead:
        new = [found for found in below.get(ahead.pop(), []) if found not in reached]
        reached.update(new)
        ahead += new
    return frozenset(reached)
