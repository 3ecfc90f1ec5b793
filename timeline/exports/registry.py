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
from timeline.exports.events_ics import FILE_NAME as CALENDAR_FILE
from timeline.exports.events_ics import events_ics
from timeline.exports.figures_csv import FILE_NAME as FIGURES_FILE
from timeline.exports.figures_csv import figures_csv
from timeline.exports.intervals_csv import FILE_NAME as INTERVALS_FILE
from timeline.exports.intervals_csv import intervals_csv
from timeline.exports.package import package_zip, write_package
from timeline.exports.sources_bib import FILE_NAME as BIBTEX_FILE
from timeline.exports.sources_bib import sources_bib
from timeline.exports.sources_csl import FILE_NAME as CSL_FILE
from timeline.exports.sources_csl import sources_csl
from timeline.exports.sources_ris import FILE_NAME as RIS_FILE
from timeline.exports.sources_ris import sources_ris
from timeline.exports.states_csv import FILE_NAME as STATES_FILE
from timeline.exports.states_csv import states_csv
from timeline.exports.timelinejs import FILE_NAME as TIMELINEJS_FILE
from timeline.exports.timelinejs import timelinejs
from timeline.languages.catalogue import N_


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One format: the name of its file, its media type, what it is, and its writer.

    `write_folder` is there for a format that is several files, which may be had unpacked. A format about
    rules names the `parameters` of `timeline.rule_filter` that it heeds; the others take the filter of
    events, and have none.
    """

    name: str
    file_name: str
    media_type: str
    about: str
    write: Callable[[Archive], Iterator[bytes]]
    write_folder: Callable[[Archive, Path], None] | None = None
    parameters: tuple[str, ...] = ()


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        made.name: made
        for made in (
            Format(
                name="package",
                file_name="package.zip",
                media_type="application/zip",
                about=N_("Data package: every table as CSV, with a description of every column."),
                write=package_zip,
                write_folder=write_package,
            ),
            Format(
                name="events-csv",
                file_name=EVENTS_FILE,
                media_type="text/csv; charset=utf-8",
                about=N_("One row an event, with dates resolved and the sources beside."),
                write=events_csv,
            ),
            Format(
                name="disagreements-csv",
                file_name=DISAGREEMENTS_FILE,
                media_type="text/csv; charset=utf-8",
                about=N_("The points on which sources differ: one row for each thing that a source says."),
                write=disagreements_csv,
            ),
            Format(
                name="figures-csv",
                file_name=FIGURES_FILE,
                media_type="text/csv; charset=utf-8",
                about=N_(
                    "One row a figure, with its bounds, its period resolved and the words of its source."
                ),
                write=figures_csv,
            ),
            Format(
                name="states-csv",
                file_name=STATES_FILE,
                media_type="text/csv; charset=utf-8",
                about=N_(
                    "The rules on one day (on=2010-09-10): one row a policy and place, with the answer."
                ),
                write=states_csv,
                parameters=("on", "policy", "place", "timeline", "known"),
            ),
            Format(
                name="intervals-csv",
                file_name=INTERVALS_FILE,
                media_type="text/csv; charset=utf-8",
                about=N_("The history of the rules: from when to when each state held, and by which events."),
                write=intervals_csv,
                parameters=("policy", "place", "timeline", "known"),
            ),
            Format(
                name="calendar",
                file_name=CALENDAR_FILE,
                media_type="text/calendar; charset=utf-8",
                about=N_("Calendar of the events on days known for certain; it says how many are left out."),
                write=events_ics,
            ),
            Format(
                name="timelinejs",
                file_name=TIMELINEJS_FILE,
                media_type="application/json",
                about=N_("The events for TimelineJS: dates as fine as they are known, and in words."),
                write=timelinejs,
            ),
            Format(
                name="bibtex",
                file_name=BIBTEX_FILE,
                media_type="application/x-bibtex; charset=utf-8",
                about=N_("The sources as BibTeX, for LaTeX and reference managers."),
                write=sources_bib,
            ),
            Format(
                name="ris",
                file_name=RIS_FILE,
                media_type="application/x-research-info-systems; charset=utf-8",
                about=N_("The sources as RIS, for Zotero, EndNote and other reference managers."),
                write=sources_ris,
            ),
            Format(
                name="csl-json",
                file_name=CSL_FILE,
                media_type="application/vnd.citationstyles.csl+json; charset=utf-8",
                about=N_("The sources as CSL-JSON, for citation processors."),
                write=sources_csl,
            ),
            Format(
                name="codebook",
                file_name="codebook.md",
                media_type="text/markdown; charset=utf-8",
                about=N_(
                    "What every table and column means, which terms it may hold, and how dates are read."
                ),
                write=codebook,
            ),
        )
    }
)
