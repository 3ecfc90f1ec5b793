"""How a file is to be written: which columns in which order, with which separator, for which program.

One parser reads the options from the parameters of an address and from the command line. A format names
the options that it heeds; one that it does not heed is refused, rather than passed over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from timeline.errors import BadRequestError, Problem
from timeline.languages.message import message
from timeline.parameters import choice_problems, meant, printable

SEPARATORS: Final[Mapping[str, str]] = MappingProxyType({"comma": ",", "semicolon": ";", "tab": "\t"})
BOMS: Final = ("no", "yes")
ROWS: Final = ("event", "citation")
OPTION_NAMES: Final = ("rows", "columns", "separator", "bom")
#: The options that every CSV file heeds.
CSV_OPTIONS: Final = ("columns", "separator", "bom")
MOST_COLUMNS: Final = 200

_CHOICES: Final[Mapping[str, Sequence[str]]] = MappingProxyType(
    {"separator": tuple(SEPARATORS), "bom": BOMS, "rows": ROWS}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportOptions:
    """How to write a file. `columns` names the columns in order; empty: all that there are.

    `separator` is a key of SEPARATORS. `bom` puts a byte-order mark before the text, by which Excel knows
    that it is UTF-8. `rows` says what one row of the flat file is: an event, or one citation of an event.
    """

    columns: tuple[str, ...] = ()
    separator: str = "comma"
    bom: bool = False
    rows: str = "event"

    @property
    def sign(self) -> str:
        """Give the sign that stands between cells."""
        return SEPARATORS[self.separator]

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Give the options as the parameters of an address, in one order, without defaults."""
        return tuple(self._parameters())

    def _parameters(self) -> Iterator[tuple[str, str]]:
        if self.rows != "event":
            yield "rows", self.rows
        if self.columns:
            yield "columns", ",".join(self.columns)
        if self.separator != "comma":
            yield "separator", self.separator
        if self.bom:
            yield "bom", "yes"


PLAIN: Final = ExportOptions()

ColumnsOf = Callable[[ExportOptions], Sequence[str]]


def without_options(parameters: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Give the parameters that are no options, such as those of a filter."""
    return {name: values for name, values in parameters.items() if name not in OPTION_NAMES}


def parse_options(
    parameters: Mapping[str, Sequence[str]], *, heeds: Sequence[str], columns_of: ColumnsOf | None = None
) -> ExportOptions:
    """Read the options among some parameters, for a format that heeds those named in `heeds`.

    Other parameters and empty values are passed over, as a form sends them. `columns_of` gives the names
    of the columns that there are, once the other options are known. Raises BadRequestError with
    everything that is wrong.
    """
    given = {name: _plain(name, parameters.get(name, ())) for name in OPTION_NAMES}
    problems = [problem for name, values in given.items() for problem in _problems(name, values, heeds)]
    if problems:
        raise BadRequestError(tuple(problems))
    one = {name: values[0] for name, values in given.items() if values and name != "columns"}
    read = ExportOptions(
        separator=one.get("separator", "comma"), bom=one.get("bom") == "yes", rows=one.get("rows", "event")
    )
    if not given["columns"] or columns_of is None:
        return read
    known = columns_of(read)
    problems = [*_column_problems(given["columns"], known)]
    if problems:
        raise BadRequestError(tuple(problems))
    # All of them in their own order is what is written anyhow: one file, one address.
    chosen = () if given["columns"] == tuple(known) else given["columns"]
    return ExportOptions(columns=chosen, separator=read.separator, bom=read.bom, rows=read.rows)


def _plain(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """Give the values that say something; columns may share a value, joined by commas."""
    each = [part for value in values for part in (value.split(",") if name == "columns" else [value])]
    kept = [part.strip() for part in each if part.strip()]
    return tuple(kept if name == "columns" else dict.fromkeys(kept))


def _problems(name: str, values: tuple[str, ...], heeds: Sequence[str]) -> Iterator[Problem]:
    if not values:
        return
    shown = printable(", ".join(values[:3]))
    if name not in heeds:
        cure = message("It has {names}.", names=", ".join(heeds)) if heeds else message("Take it out.")
        fault = message("is no option of this format")
        yield Problem(path=name, value=shown, message=fault, cure=cure)
    elif name == "columns":
        return
    elif len(values) > 1:
        fault = message("is given too often")
        yield Problem(path=name, value=shown, message=fault, cure=message("Give it once."))
    else:
        yield from choice_problems(name, values[0], _CHOICES[name])


def _column_problems(asked: tuple[str, ...], known: Sequence[str]) -> Iterator[Problem]:
    offered = message("There are {names}.", names=", ".join(known))
    if len(asked) > MOST_COLUMNS:
        fault = message("names too many columns")
        yield Problem(path="columns", value=str(len(asked)), message=fault, cure=offered)
        return
    seen: set[str] = set()
    for name in asked:
        if name in seen:
            fault, cure = message("names a column twice"), message("Name it once.")
            yield Problem(path="columns", value=printable(name), message=fault, cure=cure)
        elif name not in known:
            fault = message("is no column of this file")
            yield Problem(
                path="columns", value=printable(name), message=fault, cure=meant(name, known, offered)
            )
        seen.add(name)
