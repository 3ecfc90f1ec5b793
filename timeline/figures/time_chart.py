"""Figures over time: one mark a figure, its period as a span, its qualifier as an arrow or brackets.

No line joins two marks. A figure is what a source says of a day or a period; of the days between,
the record says nothing.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from timeline.dates.spoken import language as language_of_dates
from timeline.drawing.labels import Box, Edge, Placed, Wish, around, place_labels
from timeline.drawing.linear_scale import LinearScale, Tick, scale_for
from timeline.drawing.time_scale import TimeScale, TimeTick, scale_over
from timeline.figures.periods import DrawnPeriod, bounds, draw
from timeline.figures.reading import DOWNWARD, EXCLUSIVE, UPWARD, Read
from timeline.languages.catalogue import SOURCE_LANGUAGE, catalogue
from timeline.languages.message import in_words_of

NARROWEST: Final = 215.0
HEIGHT: Final = 300.0
ARROW: Final = 24.0
_ROOM_ABOVE: Final = 26.0
_CHARACTER: Final = 7.4
_LINE: Final = 16.0
_MOST_LABELS: Final = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One figure in the picture: across in percent of the width, down in pixels.

    `label` is None where there was no room for the number beside it.
    """

    read: Read
    period: DrawnPeriod
    y: float
    label: Placed | None

    @property
    def arrow(self) -> str:
        """Tell which way the number may go on: up, down, or "" where it does not."""
        qualifier = self.read.figure.qualifier
        return "up" if qualifier in UPWARD else "down" if qualifier in DOWNWARD else ""

    @property
    def is_hollow(self) -> bool:
        """Tell whether the number is a bound that is not reached."""
        return self.read.figure.qualifier in EXCLUSIVE

    @property
    def is_bracketed(self) -> bool:
        """Tell whether the number is approximate."""
        return self.read.figure.qualifier == "about"


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeChart:
    """The picture: marks in the record's order, ticks for wide and for narrow screens, and what is left out.

    `values` are the ticks of the numbers, from the lowest; `zero` is where 0 lies. `undated` are the figures
    without a period that could be drawn.
    """

    height: float
    scale: TimeScale
    values: tuple[Tick, ...]
    zero: float
    ticks: tuple[TimeTick, ...]
    few_ticks: tuple[TimeTick, ...]
    marks: tuple[Mark, ...]
    undated: tuple[Read, ...]

    @property
    def gutter(self) -> int:
        """Give how many characters the longest number of the axis has."""
        return max(len(tick.label) for tick in self.values)

    @property
    def unlabelled(self) -> int:
        """Count the marks beside which there was no room for the number."""
        return sum(mark.label is None for mark in self.marks)


def time_chart(
    figures: tuple[Read, ...],
    *,
    cumulative: bool,
    names_of_places: dict[str, str],
    language: str = SOURCE_LANGUAGE,
) -> TimeChart:
    """Draw figures of which two at least are dated; the words in the picture are those of a language.

    `names_of_places` names the places to be said beside the numbers; empty where all are of one place.
    """
    dated = tuple(read for read in figures if read.is_dated)
    scale = scale_over(bounds(read.period for read in dated if read.period))
    if scale is None:
        raise ValueError("A picture over time needs a figure with a period.")
    values = _values(dated)
    periods = [draw(read.period, scale, cumulative=cumulative) for read in dated if read.period]
    places = [values.at(read.amount) for read in dated]
    texts = [label_of(read, names_of_places, language) for read in dated]
    months = language_of_dates(language).short_months
    labels = _labels(dated, periods, places, texts)
    return TimeChart(
        height=HEIGHT,
        scale=scale,
        values=values.ticks(),
        zero=values.at(Decimal(0)),
        ticks=scale.ticks(10, months),
        few_ticks=scale.ticks(4, months),
        marks=tuple(
            Mark(read=read, period=period, y=y, label=label)
            for read, period, y, label in zip(dated, periods, places, labels, strict=True)
        ),
        undated=tuple(read for read in figures if not read.is_dated),
    )


def label_of(read: Read, names_of_places: dict[str, str], language: str = SOURCE_LANGUAGE) -> str:
    """Give what stands beside a mark: the number with its qualifier, and the place where places differ."""
    place = names_of_places.get(read.figure.place, "")
    number = in_words_of(read.words, catalogue(language))
    return f"{place}: {number}" if place else number


def _values(figures: tuple[Read, ...]) -> LinearScale:
    """Scale the numbers from zero, so that heights can be compared."""
    amounts = [read.amount for read in figures]
    return scale_for(
        min(Decimal(0), *amounts),
        max(Decimal(0), *amounts),
        most=5,
        start=HEIGHT,
        end=_ROOM_ABOVE,
        whole=all(amount == int(amount) for amount in amounts),
    )


def _labels(
    figures: tuple[Read, ...], periods: list[DrawnPeriod], places: list[float], texts: list[str]
) -> tuple[Placed | None, ...]:
    if len(figures) > _MOST_LABELS:
        return (None,) * len(figures)
    obstacles = [
        box
        for read, period, y in zip(figures, periods, places, strict=True)
        for box in _covered(read, period, y)
    ]
    wishes = [
        Wish(share=period.mark, y=y, width=len(text) * _CHARACTER, height=_LINE)
        for period, y, text in zip(periods, places, texts, strict=True)
    ]
    return place_labels(wishes, obstacles, narrowest=NARROWEST, height=HEIGHT)


def _covered(read: Read, period: DrawnPeriod, y: float) -> tuple[Box, ...]:
    qualifier = read.figure.qualifier
    mark = around(
        period.mark,
        y,
        left=8,
        right=8,
        above=ARROW if qualifier in UPWARD else 8,
        below=ARROW if qualifier in DOWNWARD else 8,
    )
    if not period.lines:
        return (mark,)
    line = Box(
        left=Edge(share=period.start, px=0), right=Edge(share=period.end, px=0), top=y - 4, bottom=y + 4
    )
    return mark, line
