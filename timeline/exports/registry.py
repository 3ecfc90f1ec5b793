"""The formats that the archive can be had in: one line for each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from timeline.exports.citations_csv import TABLE as CITATIONS
from timeline.exports.codebook import codebook
from timeline.exports.datasette_metadata import FILE_NAME as DATASETTE_FILE
from timeline.exports.datasette_metadata import datasette_metadata
from timeline.exports.disagreements_csv import TABLE as DISAGREEMENTS
from timeline.exports.events_atom import FILE_NAME as FEED_FILE
from timeline.exports.events_atom import events_atom
from timeline.exports.events_csv import TABLE as EVENTS
from timeline.exports.events_csv import events_csv
from timeline.exports.events_ics import FILE_NAME as CALENDAR_FILE
from timeline.exports.events_ics import events_ics
from timeline.exports.events_parquet import FILE_NAME as PARQUET_FILE
from timeline.exports.events_parquet import NEEDS as PARQUET_NEEDS
from timeline.exports.events_parquet import events_parquet
from timeline.exports.figures_csv import TABLE as FIGURES
from timeline.exports.format import Format, csv_format
from timeline.exports.intervals_csv import TABLE as INTERVALS
from timeline.exports.package import package_zip, write_package
from timeline.exports.records_json import FILE_NAME as JSON_FILE
from timeline.exports.records_json import records_json
from timeline.exports.records_jsonl import FILE_NAME as JSON_LINES_FILE
from timeline.exports.records_jsonl import records_jsonl
from timeline.exports.records_jsonld import FILE_NAME as JSON_LD_FILE
from timeline.exports.records_jsonld import records_jsonld
from timeline.exports.records_sqlite import FILE_NAME as SQLITE_FILE
from timeline.exports.records_sqlite import records_sqlite
from timeline.exports.records_xlsx import FILE_NAME as WORKBOOK_FILE
from timeline.exports.records_xlsx import records_xlsx
from timeline.exports.single_tables import single_tables
from timeline.exports.sources_bib import FILE_NAME as BIBTEX_FILE
from timeline.exports.sources_bib import sources_bib
from timeline.exports.sources_csl import FILE_NAME as CSL_FILE
from timeline.exports.sources_csl import sources_csl
from timeline.exports.sources_ris import FILE_NAME as RIS_FILE
from timeline.exports.sources_ris import sources_ris
from timeline.exports.states_csv import TABLE as STATES
from timeline.exports.timelinejs import FILE_NAME as TIMELINEJS_FILE
from timeline.exports.timelinejs import timelinejs
from timeline.languages.catalogue import N_

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
            csv_format(
                name="events-csv",
                tables=(EVENTS, CITATIONS),
                about=N_("One row an event, or one a citation, with dates resolved and the sources beside."),
                write=events_csv,
            ),
            csv_format(
                name="disagreements-csv",
                tables=(DISAGREEMENTS,),
                about=N_("The points on which sources differ: one row for each thing that a source says."),
            ),
            csv_format(
                name="figures-csv",
                tables=(FIGURES,),
                about=N_(
                    "One row a figure, with its bounds, its period resolved and the words of its source."
                ),
            ),
            csv_format(
                name="states-csv",
                tables=(STATES,),
                about=N_(
                    "The rules on one day (on=2010-09-10): one row a policy and place, with the answer."
                ),
                parameters=("on", "policy", "place", "timeline", "known"),
            ),
            csv_format(
                name="intervals-csv",
                tables=(INTERVALS,),
                about=N_("The history of the rules: from when to when each state held, and by which events."),
                parameters=("policy", "place", "timeline", "known"),
            ),
            Format(
                name="xlsx",
                file_name=WORKBOOK_FILE,
                media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                about=N_("Workbook for Excel: a sheet for each table, days and numbers as such, a codebook."),
                write=records_xlsx,
            ),
            Format(
                name="sqlite",
                file_name=SQLITE_FILE,
                media_type="application/vnd.sqlite3",
                about=N_("SQLite database, ready for Datasette: every table with its keys, and a flat view."),
                write=records_sqlite,
            ),
            Format(
                name="datasette",
                file_name=DATASETTE_FILE,
                media_type="application/json",
                about=N_("What Datasette shows beside the SQLite database: what tables and columns mean."),
                write=datasette_metadata,
            ),
            Format(
                name="parquet",
                file_name=PARQUET_FILE,
                media_type="application/vnd.apache.parquet",
                about=N_("One row an event as Parquet, for pandas, R and DuckDB: days are days."),
                write=events_parquet,
                needs=PARQUET_NEEDS,
            ),
            Format(
                name="json",
                file_name=JSON_FILE,
                media_type="application/json",
                about=N_("All records as one JSON document, with dates resolved and references named."),
                write=records_json,
            ),
            Format(
                name="json-lines",
                file_name=JSON_LINES_FILE,
                media_type="application/jsonl; charset=utf-8",
                about=N_("The same records as JSON Lines, one a line."),
                write=records_jsonl,
            ),
            Format(
                name="json-ld",
                file_name=JSON_LD_FILE,
                media_type="application/ld+json",
                about=N_("Linked data: schema.org, and PROV-O for which revision made what from what."),
                write=records_jsonld,
            ),
            Format(
                name="atom",
                file_name=FEED_FILE,
                media_type="application/atom+xml; charset=utf-8",
                about=N_("The events as an Atom feed, with when each came and last changed."),
                write=events_atom,
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
            *(
                csv_format(
                    name=f"table-{table.name}",
                    file_name=f"tables/{table.name}.csv",
                    tables=(table,),
                    about=table.about,
                )
                for table in single_tables()
            ),
        )
    }
)
