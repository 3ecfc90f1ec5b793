"""A date in a table: its EDTF text, and beside it what that says, so that nobody has to read EDTF.

No day is made up: a year has its first and last day as bounds, and an end that is unknown or open is an
empty cell, never 1 January.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, ParamSpec

from timeline.exports.resolved_dates import resolve
from timeline.exports.tabular import CellColumn, Column

P = ParamSpec("P")

EDTF_RULE: Final = "EDTF; empty: not given."

_NOTHING: Final = ("",) * 6


@lru_cache(maxsize=50_000)
def date_cells(text: str) -> tuple[str, ...]:
    """Give what an EDTF text says as six cells, those of `date_columns`; all empty for an empty text."""
    if not text:
        return _NOTHING
    found = resolve(text)
    return (
        found.words,
        found.earliest.isoformat() if found.earliest else "",
        found.latest.isoformat() if found.latest else "",
        found.precision,
        "true" if found.approximate else "false",
        "true" if found.uncertain else "false",
    )


def date_columns(of: str) -> tuple[Column, ...]:
    """Give the six columns that stand after a column of dates; `of` is its name."""
    said = f"Of {of}: " if of else ""
    prefix = f"{of}_" if of else ""
    return (
        Column(name=f"{prefix}words", about=f"{said}the date in words.", example="spring 2011"),
        Column(
            name=f"{prefix}earliest",
            type="date",
            about=f"{said}the first day that it can be; empty: unknown or open.",
            example="2011-03-01",
        ),
        Column(
            name=f"{prefix}latest",
            type="date",
            about=f"{said}the last day that it can be; empty: unknown or open.",
            example="2011-05-31",
        ),
        Column(name=f"{prefix}precision", about=f"{said}how fine the date is.", example="season"),
        Column(
            name=f"{prefix}approximate",
            type="boolean",
            about=f"{said}whether it is approximate (~ or % in EDTF).",
            example="false",
        ),
        Column(
            name=f"{prefix}uncertain",
            type="boolean",
            about=f"{said}whether it is uncertain (? or % in EDTF).",
            example="false",
        ),
    )


def dated(of: str, text: Callable[P, str], *, without: tuple[str, ...] = ()) -> tuple[CellColumn[P], ...]:
    """Give the six columns with their cells; `text` gives the EDTF text of a row.

    Those that are named in `without`, by their endings, stand in the table already.
    """

    def cell(place: int) -> Callable[P, str]:
        def made(*args: P.args, **kwargs: P.kwargs) -> str:
            return date_cells(text(*args, **kwargs))[place]

        return made

    return tuple(
        CellColumn(
            name=column.name,
            type=column.type,
            about=column.about,
            example=column.example,
            cell=cell(place),
        )
        for place, column in enumerate(date_columns(of))
        if column.name.removeprefix(f"{of}_") not in without
    )
