"""The formats that the archive can be had in: one line for each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from timeline.exports.archive import Archive
from timeline.exports.codebook import codebook
from timeline.exports.disagreements_csv import FILE_NAME as DISAGREEMENTS_FILE
from timeline.exports.disagreements_csv import disagreements_csv
from timeline.exports.events_csv import FILE_NAME as EVENTS_FILE
from timeline.exports.events_csv import events_csv
from timeline.exports.figures_csv import FILE_NAME as FIGURES_FILE
from timeline.exports.figures_csv import figures_csv
from timeline.exports.package import package_zip, write_package


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One format: the name of its file, its media type, what it is, and its writer.

    `write_folder` is there for a format that is several files, which may be had unpacked.
    """

    name: str
    file_name: str
    media_type: str
    about: str
    write: Callable[[Archive], Iterator[bytes]]
    write_folder: Callable[[Archive, Path], None] | None = None


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        made.name: made
        for made in (
            Format(
                name="package",
                file_name="package.zip",
                media_type="application/zip",
                about="Data package: every table as CSV, with a description of every column.",
                write=package_zip,
                write_folder=write_package,
            ),
            Format(
                name="events-csv",
                file_name=EVENTS_FILE,
                media_type="text/csv; charset=utf-8",
                about="One row an event, with dates resolved and the sources beside.",
                write=events_csv,
            ),
            Format(
                name="disagreements-csv",
                file_name=DISAGREEMENTS_FILE,
                media_type="text/csv; charset=utf-8",
                about="The points on which sources differ: one row for each thing that a source says.",
                write=disagreements_csv,
            ),
            Format(
                name="figures-csv",
                file_name=FIGURES_FILE,
                media_type="text/csv; charset=utf-8",
                about="One row a figure, with its bounds, its period resolved and the words of its source.",
                write=figures_csv,
            ),
            Format(
                name="codebook",
                file_name="codebook.md",
                media_type="text/markdown; charset=utf-8",
                about="What every table and column means, which terms it may hold, and how dates are read.",
                write=codebook,
            ),
        )
    }
)
