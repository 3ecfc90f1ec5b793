"""The history of a policy at a place as a run of segments, each with one answer for all of its days."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from timeline.states.answer import Found, find
from timeline.states.change import AFTER, BEFORE, day_of
from timeline.states.history import History, Level


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """The days from `start` to `end`, both included (None: without end), on which one answer holds."""

    start: dt.date | None
    end: dt.date | None
    found: Found


def segments(history: History, place: str = "") -> tuple[Segment, ...]:
    """List the segments of a place from the first day to the last, without gaps between them."""
    levels = history.levels_of(place)
    runs: list[tuple[int, Found]] = []
    for day in sorted({BEFORE, *(day for day in _days(levels) if day < AFTER)}):
        found = find(levels, day)
        if not runs or runs[-1][1] != found:
            runs.append((day, found))
    ends = [*(start for start, _ in runs[1:]), AFTER + 1]
    return tuple(
        Segment(start=day_of(start), end=day_of(end - 1), found=found)
        for (start, found), end in zip(runs, ends, strict=True)
    )


def _days(levels: tuple[Level, ...]) -> Iterator[int]:
    """Yield every day on which the answer can become another."""
    for level in levels:
        yield from level.settings.starts
        yield from level.overlays.starts
        for claim in level.claims:
            yield from (claim.first, claim.last, claim.closed)
        yield from (step.last for step in level.setting)
