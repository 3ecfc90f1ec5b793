"""What a list says of a series: how many figures it has, over which time, and the last of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from timeline.dates.value import Edtf
from timeline.figures.periods import covered
from timeline.figures.reading import Read
from timeline.records.series import Series


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """A series in a list.

    `latest` is what sources give for the latest time, each number once: several where they differ or
    speak of several places; where no figure has a date, all of them.
    """

    series: Series
    figures: int
    covered: Edtf | None
    latest: tuple[Read, ...]


def summary_of(series: Series, figures: Sequence[Read]) -> Summary:
    """Sum up these figures of a series."""
    return Summary(
        series=series,
        figures=len(figures),
        covered=covered(read.period for read in figures),
        latest=tuple(_once(_latest(figures))),
    )


def _latest(figures: Sequence[Read]) -> Sequence[Read]:
    ends = [read.period.latest for read in figures if read.period and read.period.latest]
    if not ends:
        return [read for read in figures if read.is_dated] or figures
    return [read for read in figures if read.period and read.period.latest == max(ends)]


def _once(figures: Sequence[Read]) -> list[Read]:
    said = {(read.words, read.figure.place): read for read in reversed(figures)}
    return sorted(said.values(), key=lambda read: read.number)
