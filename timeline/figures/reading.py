"""A figure as pictures and rules read it: its number, its period, and who gives it after whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.languages.message import Message
from timeline.records.quantity import quantity
from timeline.records.series import Figure, Series

UPWARD = frozenset({"more-than", "at-least"})
DOWNWARD = frozenset({"less-than", "at-most"})
#: The number itself is not among those that these allow.
EXCLUSIVE = frozenset({"more-than", "less-than"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Who gives a figure: a source, and the work from which it says it has the number ("": its own)."""

    source: str
    attributed_to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A figure of a series; `number` counts them from 1 in the record's order."""

    number: int
    figure: Figure
    amount: Decimal
    period: Edtf | None

    @property
    def origin(self) -> Origin:
        """Tell who gives it."""
        return Origin(source=self.figure.source, attributed_to=self.figure.attributed_to)

    @property
    def is_dated(self) -> bool:
        """Tell whether its period has a bound, so that it has a place in time."""
        return self.period is not None and (
            self.period.earliest is not None or self.period.latest is not None
        )

    @property
    def words(self) -> Message:
        """Give the number in words, with its qualifier."""
        return quantity(self.figure.value, self.figure.qualifier)


def read_figures(series: Series) -> tuple[Read, ...]:
    """Read the figures of a series in the order of the record."""
    return tuple(_read(series))


def origins(figures: tuple[Read, ...]) -> tuple[Origin, ...]:
    """List who gives the figures, each once, in the order in which they first come."""
    return tuple(dict.fromkeys(read.origin for read in figures))


def is_percentage(series: Series) -> bool:
    """Tell whether the numbers of a series are percentages."""
    return series.unit.strip().lower() in {"percent", "per cent", "%"}


def _read(series: Series) -> Iterator[Read]:
    for number, figure in enumerate(series.figures, start=1):
        yield Read(
            number=number,
            figure=figure,
            amount=Decimal(figure.value),
            period=parse(figure.period) if figure.period else None,
        )
