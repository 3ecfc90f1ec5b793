"""Which picture does justice to the figures of a series, and when words do better than any picture."""

from typing import Literal, TypeAlias

from timeline.figures.reading import Read
from timeline.languages.message import message
from timeline.languages.names import Name

Form: TypeAlias = Literal["none", "time", "rows"]


def form_of(figures: tuple[Read, ...]) -> Form:
    """Choose between a picture over time, one row a figure, and no picture.

    Figures that differ over two or more periods are drawn over time. Figures that differ within one
    period, or without any, are drawn in rows. Where one number says all there is nothing to compare.
    """
    if len({read.amount for read in figures}) < 2:
        return "none"
    dated = [read for read in figures if read.is_dated]
    periods = {read.figure.period for read in dated}
    if len(periods) >= 2 and len({read.amount for read in dated}) >= 2:
        return "time"
    return "rows"


def why_none(figures: tuple[Read, ...], unit: str) -> str:
    """Say why the figures are not drawn."""
    if len(figures) == 1:
        return message("There is one figure, which a picture would not make clearer.")
    said = {read.words for read in figures}
    if len(said) == 1:
        return message(
            "All {count} figures say {number} {unit}, so there is nothing to draw.",
            count=len(figures),
            number=figures[0].words,
            unit=Name(unit),
        )
    return message(
        "All {count} figures give the same number and differ in how exact they call it, so there is nothing "
        "to draw.",
        count=len(figures),
    )
