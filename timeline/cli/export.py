"""`timeline export`: the published record as a file or a folder, in any format of the registry."""

import datetime as dt
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias, TypeVar

import click

from timeline.cli.opening import open_current_engine
from timeline.cli.progress import counter
from timeline.config import Settings, load_settings
from timeline.db import DatabaseEngine, DatabaseSession, read_session
from timeline.exports.archive import Archive
from timeline.exports.format import Format
from timeline.exports.options import ExportOptions
from timeline.exports.registry import FORMATS
from timeline.filters import EventFilter, parse_filter
from timeline.past.kept import KeptPast
from timeline.queries.archive import SelectedArchive
from timeline.queries.as_of import get_revision, session_at
from timeline.queries.selection import require_known
from timeline.queries.state_rows import IntervalRow, StateRow
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.rule_filter import EVERY_RULE, RuleFilter, known_of, parse_rule_filter

STDOUT = "-"

Add: TypeAlias = Callable[[], None]
Given = TypeVar("Given")


@click.command()
@click.argument("path")
@click.option(
    "--format", "name", type=click.Choice(list(FORMATS)), help="What to write.  [default: as PATH is named]"
)
@click.option("--filter", "filters", multiple=True, metavar="NAME=VALUE", help="Write a part only.")
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="Say how to write it.")
@click.option("--known", metavar="REVISION", help="Write the record as it was at a revision or a moment.")
def export(
    path: str, *, name: str | None, filters: tuple[str, ...], options: tuple[str, ...], known: str | None
) -> None:
    r"""Write the published record to PATH, a file or a folder; `-` is the standard output.

    A folder becomes a data package, which `timeline load` takes in again as it was. A filter is one
    parameter of the timeline's address; several of the same name are alternatives. CSV files have the
    options columns (names, joined by commas), separator (comma, semicolon or tab) and bom (yes or no), and
    that of events rows (event or citation).

    \b
    Examples:
      timeline export my-record
      timeline export events.csv --filter kind=reform --filter from=2010
      timeline export states.csv --filter on=2010-09-10
      timeline export events.csv --option columns=date,title --option separator=semicolon
      timeline export my-record --known 498
    """
    chosen = FORMATS[name] if name else _format_of(path)
    asked, rules = _filter(_pairs(filters, "--filter", "kind=reform"), chosen)
    written_as = _options(_pairs(options, "--option", "separator=semicolon"), chosen)
    then = (known_of(known) if known else None) or rules.known
    settings = load_settings()
    with (
        open_current_engine(settings) as engine,
        _session(engine, settings, then) as session,
        counter("Records") as add,
    ):
        rules = replace(rules, known=None)
        require_known(session, asked)
        archive = _Counted(session, asked, rules, site_url=settings.site_url, add=add)
        _write(archive, chosen, path, written_as)


@contextmanager
def _session(
    engine: DatabaseEngine, settings: Settings, known: int | dt.datetime | None
) -> Iterator[DatabaseSession]:
    """Open a session that sees the record as it is now, or as it was."""
    if known is None:
        with read_session(engine) as session:
            yield session
        return
    with read_session(engine) as session:
        revision = get_revision(session, known)
    with session_at(engine, KeptPast(engine, settings.cache_folder), revision, exactly=True) as session:
        yield session


def _format_of(path: str) -> Format:
    """Choose the format whose file has this name, or alone has this ending; no ending is a folder."""
    target = Path(path)
    if not target.suffix or target.is_dir():
        fitting = [made for made in FORMATS.values() if made.write_folder]
    else:
        named = [made for made in FORMATS.values() if made.file_name == target.name]
        fitting = named or [made for made in FORMATS.values() if Path(made.file_name).suffix == target.suffix]
    if len(fitting) == 1:
        return fitting[0]
    raise click.BadParameter(
        f"“{path}” does not tell which format to write; add --format with one of {', '.join(FORMATS)}.",
        param_hint="PATH",
    )


def _pairs(pairs: tuple[str, ...], hint: str, example: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator:
            raise click.BadParameter(f"“{pair}” has no “=”; write it like {example}.", param_hint=hint)
        found.setdefault(name, []).append(value)
    return found


def _options(given: dict[str, list[str]], chosen: Format) -> ExportOptions:
    for name in given:
        if name not in chosen.heeds:
            has = f"It has {', '.join(chosen.heeds)}." if chosen.heeds else "It has none."
            raise click.BadParameter(f"{chosen.name} has no option “{name}”. {has}", param_hint="--option")
    return chosen.options(given)


def _filter(asked: dict[str, list[str]], chosen: Format) -> tuple[EventFilter, RuleFilter]:
    if chosen.parameters:
        return EventFilter(), parse_rule_filter(asked, known=chosen.parameters)
    return parse_filter(asked), EVERY_RULE


def _write(archive: Archive, chosen: Format, path: str, options: ExportOptions) -> None:
    target = Path(path)
    if path == STDOUT:
        sys.stdout.buffer.writelines(chosen.pieces(archive, options))
    elif chosen.write_folder and (not target.suffix or target.is_dir()):
        with _made_whole(target) as folder:
            chosen.write_folder(archive, folder)
    else:
        with _made_whole(target.parent) as folder, (folder / target.name).open("wb") as file:
            file.writelines(chosen.pieces(archive, options))


@contextmanager
def _made_whole(target: Path) -> Iterator[Path]:
    """Give a folder to write in; its files are moved to the target when all of them are written.

    So an export that is broken off leaves no half a file, nor one beside others that are older.
    """
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".export-", dir=target) as folder:
        yield Path(folder)
        for file in Path(folder).iterdir():
            file.replace(target / file.name)


class _Counted(SelectedArchive):
    """An archive that tells when it gives a record."""

    def __init__(
        self, session: DatabaseSession, asked: EventFilter, rules: RuleFilter, *, site_url: str, add: Add
    ) -> None:
        super().__init__(session, asked, site_url=site_url, rules=rules)
        self._add = add

    def records(self, kind: str) -> Iterator[Record]:
        return self._told(super().records(kind))

    def events(self) -> Iterator[Event]:
        return self._told(super().events())

    def states(self) -> Iterator[StateRow]:
        return self._told(super().states())

    def intervals(self) -> Iterator[IntervalRow]:
        return self._told(super().intervals())

    def _told(self, given: Iterator[Given]) -> Iterator[Given]:
        for one in given:
            self._add()
            yield one
