"""The first row of a CSV file: which column stands where, and what is wrong with their names."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from timeline.errors import FileProblem
from timeline.imports.report import Report

_NAME_LONGEST = 100
_MOST_COLUMNS = 1_000


def order_of(
    header: Sequence[str], name: str, columns: Sequence[str], report: Report
) -> tuple[int, ...] | None:
    """Find where each of the columns stands; None, after reporting, where one is missing.

    Columns that are not known, and those that stand twice, are reported and passed over.
    """
    separator = _other_separator(header)
    if separator:
        report.add(
            FileProblem(
                file=name,
                row=1,
                value=header[0],
                message=f"has columns that are separated by {separator} and not by commas",
                cure="Save the file as “CSV UTF-8”, with commas.",
            )
        )
        return None
    if len(header) > _MOST_COLUMNS:
        message = f"has {len(header):,} columns, and the table has {len(columns)}"
        report.add(_problem(name, "", message, f"Write in the first row: {', '.join(columns)}."))
        return None
    places: dict[str, int] = {}
    for place, column in enumerate(header):
        if column not in columns:
            report.add(_unknown(name, column, place, columns))
        elif column in places:
            report.add(_problem(name, column, "the column stands twice", "Keep one of the two."))
        else:
            places[column] = place
    missing = [column for column in columns if column not in places]
    for column in missing:
        cure = "Add it; its cells may be empty where there is nothing to say."
        report.add(_problem(name, column, "the column is missing", cure))
    return None if missing else tuple(places[column] for column in columns)


def _other_separator(header: Sequence[str]) -> str:
    if len(header) > 1 and not header[0].startswith("sep="):
        return ""
    found = {";": "semicolons", "\t": "tabs", "|": "bars"}
    return next((words for sign, words in found.items() if sign in header[0]), "")


def _unknown(name: str, column: str, place: int, columns: Sequence[str]) -> FileProblem:
    if not column.strip():
        message = f"the column in place {place + 1} has no name"
        return _problem(name, "", message, "Name it, or delete the column.")
    return _problem(name, column, "there is no such column", " ".join(_advice(column, columns)))


def _advice(column: str, columns: Sequence[str]) -> Iterator[str]:
    plain = column.strip().lower().replace(" ", "_")
    near = get_close_matches(plain, columns, 1) if len(plain) <= _NAME_LONGEST else []
    if near:
        yield f"Did you mean {near[0]}?"
    yield f"Rename or delete it; the columns are {', '.join(columns)}."


def _problem(name: str, column: str, message: str, cure: str) -> FileProblem:
    return FileProblem(file=name, row=1, column=column, message=message, cure=cure)
