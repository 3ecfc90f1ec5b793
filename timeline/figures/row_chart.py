"""Figures side by side: one row a figure, for those that speak of one period or of none."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from timeline.drawing.linear_scale import Tick, scale_for
from timeline.figures.reading import DOWNWARD, EXCLUSIVE, UPWARD, Read

#: Numbers nearer to each other than this share of the greatest are drawn without the way from zero.
_CLOSE: Final = Decimal("0.2")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One figure: `x` is a percentage of the width."""

    read: Read
    x: float

    @property
    def arrow(self) -> str:
        """Tell which way the number may go on: right, left, or "" where it does not."""
        qualifier = self.read.figure.qualifier
        return "right" if qualifier in UPWARD else "left" if qualifier in DOWNWARD else ""

    @property
    def is_hollow(self) -> bool:
        """Tell whether the number is a bound that is not reached."""
        return self.read.figure.qualifier in EXCLUSIVE

    @property
    def is_bracketed(self) -> bool:
        """Tell whether the number is approximate."""
        return self.read.figure.qualifier == "about"


@dataclass(frozen=True, kw_only=True, slots=True)
class RowChart:
    """The picture: rows, ticks of the numbers, and whether the axis begins at zero."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    from_zero: bool


def row_chart(figures: tuple[Read, ...]) -> RowChart:
    """Draw figures in rows: by size where they are of several places, else in the record's order."""
    amounts = [read.amount for read in figures]
    low, high = min(amounts), max(amounts)
    from_zero = low <= 0 or high - low >= high * _CLOSE
    scale = scale_for(
        min(low, Decimal(0)) if from_zero else low,
        max(high, Decimal(0)),
        most=4,
        start=4,
        end=92,
        whole=all(amount == int(amount) for amount in amounts),
    )
    ordered = figures
    if len({read.figure.place for read in figures}) > 1:
        ordered = tuple(sorted(figures, key=lambda read: (-read.amount, read.number)))
    return RowChart(
        rows=tuple(Row(read=read, x=scale.at(read.amount)) for read in ordered),
        ticks=scale.ticks(),
        from_zero=from_zero,
    )
