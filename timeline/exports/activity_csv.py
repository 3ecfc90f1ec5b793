"""What was done to the record, one row a revision: for those who work on it, so no public download."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from timeline.exports.csv_lines import csv_bytes
from timeline.package.cells import guard
from timeline.queries.activity import Activity

FILE_NAME: Final = "activity.csv"


def activity_lines(lines: Iterable[Activity]) -> Iterator[bytes]:
    """Yield the CSV of these lines."""
    return csv_bytes(list(COLUMNS), (tuple(cell(line) for cell in COLUMNS.values()) for line in lines))


COLUMNS: Final[dict[str, Callable[[Activity], str]]] = {
    "revision": lambda line: str(line.number or ""),
    "at_utc": lambda line: line.at_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "by": lambda line: guard(line.by),
    "through": lambda line: line.through,
    "change": lambda line: line.change,
    "status": lambda line: line.status,
    "kind": lambda line: line.kind,
    "record_id": lambda line: line.record_id,
    "title": lambda line: guard(line.title),
    "version": lambda line: str(line.version),
    "reason": lambda line: guard(line.reason),
    "note": lambda line: guard(line.note),
    "batch": lambda line: guard(line.batch),
    # Of a step of a proposal, its version and its status are those of the proposal.
    "proposal": lambda line: str(line.proposal or ""),
}
