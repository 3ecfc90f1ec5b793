"""The page on which a download is put together: which file, of which events, written how.

Its form is read leniently where a choice follows from another one: who asks for another file than the one
that the form was made for takes along what means something there, and no more.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from flask import request, url_for

from timeline.errors import BadRequestError, Problem
from timeline.exports.format import Format
from timeline.exports.options import OPTION_NAMES, ExportOptions
from timeline.exports.registry import FORMATS
from timeline.exports.sample import Sample, sampled
from timeline.filters import FILTER_PARAMETERS
from timeline.languages.catalogue import N_
from timeline.languages.message import message
from timeline.parameters import meant, printable
from timeline.queries.kept import kept
from timeline.queries.selection import count_events
from timeline.records.quantity import separated
from timeline.web.asked_file import KNOWN, AskedFile
from timeline.web.languages import current_catalogue
from timeline.web.reading import reading

#: The parameters of the form itself: the file, what the form was made for, and a column to move up.
FILE, MADE_FOR, UP = "file", "of", "up"
DEFAULT: Final = "events.csv"
#: How long the page may take to look at the file.
MOST_SECONDS: Final = 0.3
#: These are made whole before their first byte; for more events than this the page does not make them.
_MADE_WHOLE: Final = frozenset({"sqlite", "parquet"})
_MOST_EVENTS: Final = 1_000

GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        N_("One table to read and count"),
        ("events-csv", "figures-csv", "disagreements-csv", "states-csv", "intervals-csv", "parquet"),
    ),
    (
        N_("Everything, linked"),
        ("package", "xlsx", "sqlite", "datasette", "json", "json-lines", "json-ld"),
    ),
    (N_("The sources"), ("bibtex", "ris", "csl-json")),
    (N_("For calendars, readers and slides"), ("calendar", "atom", "timelinejs")),
    (N_("What it all means"), ("codebook",)),
)
TABLES: Final = N_("One table of the data package")

_BY_FILE: Final = {made.file_name: made for made in FORMATS.values()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What the page shows of the file; `events` are those of the filter, where it takes one.

    `size` is what it has, or about what it has if it was not written to its end; 0 where nobody knows.
    """

    sample: Sample
    events: int | None
    rows: int
    rows_are_exact: bool
    size: int
    size_is_exact: bool


def chosen_format(given: Mapping[str, Sequence[str]]) -> Format:
    """Give the format whose file is asked for; raises BadRequestError."""
    name = next((value for value in given.get(FILE, ()) if value), DEFAULT)
    made = _BY_FILE.get(name)
    if made is None:
        offered = message("There are {names}.", names=", ".join(_BY_FILE))
        fault = message("is no file that can be had")
        problem = Problem(
            path=FILE, value=printable(name), message=fault, cure=meant(name, tuple(_BY_FILE), offered)
        )
        raise BadRequestError((problem,))
    return made


def offered_formats() -> list[tuple[str, list[Format]]]:
    """List the formats in groups, also those for which a package is missing here."""
    groups = [(heading, [FORMATS[name] for name in names]) for heading, names in GROUPS]
    grouped = {made.name for _, members in groups for made in members}
    groups.append((TABLES, [made for made in FORMATS.values() if made.name not in grouped]))
    return groups


def parameters_for(made: Format, given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Give the parameters of the file among those of the form."""
    values = {name: list(given[name]) for name in given if name not in {FILE, MADE_FOR, UP}}
    if MADE_FOR not in given:
        return values
    foreign = set(OPTION_NAMES) - set(made.heeds)
    foreign |= set(FILTER_PARAMETERS) - set(made.parameters) if made.parameters else {"on"}
    if given[MADE_FOR][0] != made_for(made, next(iter(values.get("rows", ())), "")):
        foreign.add("columns")
    return {name: each for name, each in values.items() if name not in foreign}


def made_for(made: Format, rows: str) -> str:
    """Name what the columns of the form are those of."""
    return f"{made.file_name}:{rows or 'event'}"


def moved_up(options: ExportOptions, given: Mapping[str, Sequence[str]], made: Format) -> ExportOptions:
    """Move the column that is asked for one place up."""
    table = made.table(options)
    name = next(iter(given.get(UP, ())), "")
    columns = list(options.columns or (table.column_names if table else ()))
    if name not in columns[1:]:
        return options
    place = columns.index(name)
    columns[place - 1 : place + 1] = [name, columns[place - 1]]
    return replace(options, columns=tuple(columns))


def address_of(asked: AskedFile) -> str:
    """Give the address of the page with this choice, without what goes without saying."""
    query = [*asked.parameters]
    if asked.is_dated:
        query.append((KNOWN, str(asked.revision)))
    if asked.made.file_name != DEFAULT:
        query.insert(0, (FILE, asked.made.file_name))
    return url_for("download.index") + (f"?{urlencode(query)}" if query else "")


def newest_of(asked: AskedFile) -> str:
    """Give the address of the file as the record stands whenever it is asked for."""
    query = urlencode([*asked.parameters])
    return f"{asked.site_url}/download/{asked.made.file_name}{'?' if query else ''}{query}"


def columns_of(asked: AskedFile) -> list[tuple[str, str, bool]]:
    """List the columns: the name, what it means, whether it is chosen; the chosen ones in their order."""
    table = asked.made.table(asked.options)
    if table is None or not asked.made.heeds:
        return []
    about = {column.name: column.about for column in table.columns}
    chosen = asked.options.columns or table.column_names
    rest = [name for name in about if name not in chosen]
    return [*((name, about[name], True) for name in chosen), *((name, about[name], False) for name in rest)]


def size_words(size: int) -> str:
    """Say a number of bytes in the language of the page, with two or three digits."""
    amount, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB"):  # noqa: B007 - the last one holds for all that is larger
        if amount < 1_000:
            break
        amount /= 1_000
    digits = f"{amount:,.0f}" if unit == "B" or amount >= 100 else f"{amount:,.1f}"
    return f"{separated(digits, current_catalogue())} {unit}"


def look_at(asked: AskedFile) -> Look:
    """Look at the file for a moment: all of it where it is short."""
    if asked.is_dated:
        return _look(asked)
    question = ("look", asked.made.name, asked.parameters, asked.site_url, request.script_root)
    return kept(reading(), question, lambda: _look(asked))


def _look(asked: AskedFile) -> Look:
    sample = Sample()
    events = None if asked.made.parameters else count_events(reading(), asked.asked)
    if asked.made.name not in _MADE_WHOLE or (events or 0) <= _MOST_EVENTS:
        until = time.monotonic() + MOST_SECONDS
        pieces = replace(asked, made=sampled(asked.made, sample)).pieces()
        # One look more when the time is up: often the file has just come to its end.
        while next(pieces, None) is not None and time.monotonic() < until:
            pass
        next(pieces, None)
        # Not to be left to the collector: a session hangs on it.
        getattr(pieces, "close", lambda: None)()
    return _estimated(asked, sample, events)


def _estimated(asked: AskedFile, sample: Sample, events: int | None) -> Look:
    rows, size = sample.row_count, sample.size
    if not sample.is_whole and asked.made.name == "events-csv" and asked.options.rows == "event" and rows:
        size, rows = size * (events or 0) // rows, events or 0
        return Look(
            sample=sample, events=events, rows=rows, rows_are_exact=True, size=size, size_is_exact=False
        )
    return Look(
        sample=sample,
        events=events,
        rows=rows,
        rows_are_exact=sample.is_whole,
        size=size,
        size_is_exact=sample.is_whole,
    )
