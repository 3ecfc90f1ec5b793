"""What was done about people, access, settings and releases, one row an act: for administrators."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from timeline.exports.csv_lines import csv_bytes
from timeline.package.cells import guard
from timeline.queries.house import HouseAct

FILE_NAME: Final = "house.csv"
COLUMNS: Final[dict[str, Callable[[HouseAct], str]]] = {
    "at_utc": lambda act: act.at_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "by": lambda act: guard(act.by),
    "act": lambda act: act.act,
    "about": lambda act: guard(act.about),
    "before": lambda act: guard(act.before),
    "after": lambda act: guard(act.after),
    "times": lambda act: str(act.times),
}


def house_lines(acts: Iterable[HouseAct]) -> Iterator[bytes]:
    """Yield the CSV of these acts."""
    return csv_bytes(list(COLUMNS), (tuple(cell(act) for cell in COLUMNS.values()) for act in acts))
