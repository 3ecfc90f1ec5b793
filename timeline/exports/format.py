"""What a format is: one line of the registry."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from timeline.exports.archive import Archive
from timeline.exports.csv_lines import table_csv
from timeline.exports.options import CSV_OPTIONS, PLAIN, ExportOptions, parse_options
from timeline.exports.tabular import Tabular


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One format: the name of its file, its media type, what it is, and its writer.

    `write` gives the file as it is by itself, `write_as` under options; it is there for a format that
    names options in `heeds`. `tables` are the tables of which the options choose one (`rows`) and its
    columns. `write_folder` is there for a format that is several files, which may be had unpacked. A
    format about rules names the `parameters` of `timeline.rule_filter` that it heeds; the others take the
    filter of events, and have none. `needs` is a package that may be missing, and without which the format
    cannot be written.
    """

    name: str
    file_name: str
    media_type: str
    about: str
    write: Callable[[Archive], Iterator[bytes]]
    write_as: Callable[[Archive, ExportOptions], Iterator[bytes]] | None = None
    heeds: tuple[str, ...] = ()
    tables: tuple[Tabular, ...] = ()
    write_folder: Callable[[Archive, Path], None] | None = None
    parameters: tuple[str, ...] = ()
    needs: str = ""

    @property
    def can_be_written(self) -> bool:
        """Tell whether what the format needs is installed here."""
        return not self.needs or find_spec(self.needs) is not None

    def pieces(self, archive: Archive, options: ExportOptions = PLAIN) -> Iterator[bytes]:
        """Yield the file in pieces, written as the options say."""
        if self.write_as is None or options == PLAIN:
            return self.write(archive)
        return self.write_as(archive, options)

    def table(self, options: ExportOptions = PLAIN) -> Tabular | None:
        """Give the table that the options choose; None where the format is no table."""
        return next((table for table in self.tables if table.rows_are in ("", options.rows)), None)

    def options(self, parameters: Mapping[str, Sequence[str]]) -> ExportOptions:
        """Read the options among the parameters of an address; raises BadRequestError."""
        return parse_options(parameters, heeds=self.heeds, columns_of=self._column_names)

    def _column_names(self, options: ExportOptions) -> Sequence[str]:
        table = self.table(options)
        return table.column_names if table else ()


def csv_format(
    *,
    name: str,
    about: str,
    tables: tuple[Tabular, ...],
    file_name: str = "",
    write: Callable[[Archive], Iterator[bytes]] | None = None,
    parameters: tuple[str, ...] = (),
) -> Format:
    """Make the format of a table, or of several tables of which the option `rows` chooses one, as CSV.

    `write` is there for a table that has a quicker way to be written when there are no options.
    """

    def write_as(archive: Archive, options: ExportOptions = PLAIN) -> Iterator[bytes]:
        chosen = next(table for table in tables if table.rows_are in ("", options.rows))
        return table_csv(chosen, archive, options)

    return Format(
        name=name,
        file_name=file_name or f"{tables[0].name}.csv",
        media_type="text/csv; charset=utf-8",
        about=about,
        write=write or write_as,
        write_as=write_as,
        heeds=("rows", *CSV_OPTIONS) if len(tables) > 1 else CSV_OPTIONS,
        tables=tables,
        parameters=parameters,
    )
