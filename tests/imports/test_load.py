"""Loading a package into a store of either kind: all of it, or nothing with every reason named."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text

from tests.exports.fixed_records import FULL, MINIMAL
from tests.exports.memory import MemoryArchive
from tests.imports.reading import package_of
from timeline.db import read_session, write_transaction
from timeline.errors import InvalidFileError
from timeline.exports.events_csv import events_csv
from timeline.exports.package import package_files, package_zip, write_package
from timeline.filters import EventFilter
from timeline.imports.load import Loaded, load_package
from timeline.models.base import Base
from timeline.models.history import RevisionRow
from timeline.queries.archive import SelectedArchive
from timeline.records.event import Event


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the full package in a folder."""
    return package_of(FULL, tmp_path / "package")


def _load(engine: Engine, path: Path) -> Loaded:
    with write_transaction(engine) as session:
        return load_package(session, path, by="tests", reason="To see.")


def _refused(engine: Engine, path: Path) -> list[tuple[str, int, str, str, str]]:
    """Load a package with faults: give file, row, column, value and message of each."""
    with pytest.raises(InvalidFileError) as caught:
        _load(engine, path)
    problems = caught.value.problems
    assert all(problem.cure for problem in problems)
    return [(p.file, p.row, p.column, p.value, p.message) for p in problems]


def _contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Give every row of every table, the dataset's version and the revisions among them."""
    with read_session(engine) as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table)).all()), key=repr)
            for table in Base.metadata.sorted_tables
        }


def _edit(path: Path, change: Callable[[list[list[str]]], None]) -> None:
    """Change the cells of a file as a spreadsheet would, which saves it in its own way."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)


def _set(column: str, value: str, row: int) -> Callable[[list[list[str]]], None]:
    def change(rows: list[list[str]]) -> None:
        rows[row - 1][rows[0].index(column)] = value

    return change


def _add_column(rows: list[list[str]]) -> None:
    for row in rows:
        row.append("" if row is not rows[0] else "colour")


# --- What is right ------------------------------------------------------------------------------------


def test_a_package_comes_out_of_the_store_byte_for_byte(engine: Engine, folder: Path, tmp_path: Path) -> None:
    _load(engine, folder)
    with read_session(engine) as session:
        archive = SelectedArchive(session, EventFilter(), site_url="https://archive.example")
        write_package(archive, tmp_path / "again")
        flat, packed = b"".join(events_csv(archive)), b"".join(package_zip(archive))
    memory = MemoryArchive(kept=FULL)
    for name, pieces in package_files(memory):
        assert (tmp_path / "again" / name).read_bytes() == b"".join(pieces), name
    assert flat == b"".join(events_csv(memory))
    assert packed == b"".join(package_zip(memory))


def test_new_records_are_counted_and_a_second_load_changes_nothing(engine: Engine, folder: Path) -> None:
    first = _load(engine, folder)
    assert (first.new, first.changed, first.same) == (len(FULL), 0, 0)
    before = _contents(engine)
    second = _load(engine, folder)
    assert (second.new, second.changed, second.same) == (0, 0, len(FULL))
    assert _contents(engine) == before


def test_one_edited_cell_changes_one_record(engine: Engine, folder: Path) -> None:
    _load(engine, folder)
    before = _contents(engine)
    _edit(folder / "citations.csv", _set("locator", "p. 7", row=9))
    loaded = _load(engine, folder)
    assert (loaded.new, loaded.changed, loaded.same) == (0, 1, len(FULL) - 1)
    after = _contents(engine)
    assert set(before["revisions"]) < set(after["revisions"])
    assert len(after["revisions"]) == len(before["revisions"]) + 1
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"citations", "listings", "revisions", "records", "dataset"}
    with read_session(engine) as session:
        newest = session.scalars(select(RevisionRow).order_by(RevisionRow.number.desc()).limit(1)).one()
        assert (newest.kind, newest.slug, newest.version, newest.batch) == (
            "event",
            "permit-order",
            2,
            loaded.batch,
        )


@pytest.mark.parametrize("name", ["events.csv", "citations.csv", "sources.csv", "actors.csv", "figures.csv"])
def test_saving_without_an_edit_changes_nothing(engine: Engine, folder: Path, name: str) -> None:
    _load(engine, folder)
    _edit(folder / name, lambda _rows: None)
    assert _load(engine, folder).same == len(FULL)


def test_records_that_a_package_does_not_have_stay(engine: Engine, folder: Path, tmp_path: Path) -> None:
    _load(engine, folder)
    loaded = _load(engine, package_of(MINIMAL, tmp_path / "minimal"))
    assert loaded.new == 0
    with read_session(engine) as session:
        archive = SelectedArchive(session, EventFilter(), site_url="")
        assert sum(1 for _ in archive.events()) == sum(isinstance(record, Event) for record in FULL)


def test_progress_is_told_record_by_record(engine: Engine, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    with write_transaction(engine) as session:
        load_package(
            session, folder, by="tests", reason="x", progress=lambda done, total: told.append((done, total))
        )
    assert told == [(number, len(FULL)) for number in range(1, len(FULL) + 1)]


# --- What is wrong ------------------------------------------------------------------------------------

#: A change of one cell (file, row, column, value), and what is said of it.
WRONG_CELLS: dict[str, tuple[str, int, str, str, str]] = {
    "dangling id": ("citations.csv", 2, "source", "leter", "there is no source with this id"),
    "dangling id of a part's record": (
        "relations.csv",
        2,
        "event",
        "no-such",
        "there is no such event in events.csv",
    ),
    "dangling id in a list": ("events.csv", 9, "places", "nation|atlantis", "there is no place with this id"),
    "wrong date": ("events.csv", 4, "date", "November 2009", "is not a date that can be kept"),
    "impossible date": ("event_dates.csv", 2, "date", "2011-02-29", "is not a date that can be kept"),
    "duplicate position": (
        "claims.csv",
        3,
        "position",
        "1",
        "stands in row 2 already for the question “day-of-the-order”",
    ),
    "position that is no number": ("claims.csv", 3, "position", "ii", "is not a whole number"),
    "no position": ("claims.csv", 3, "position", "", "is missing"),
    "no owner": ("relations.csv", 2, "event", "", "is missing"),
    "unknown term": ("citations.csv", 9, "stance", "agrees", "is not a term of this vocabulary"),
    "unknown role in a list": ("events.csv", 9, "actors", "ann:boss", "is not a term of this vocabulary"),
    "list item that lacks a part": ("events.csv", 9, "actors", "ann", "cannot be read"),
    "backslash in a list": ("actors.csv", 3, "other_names", "a\\b", "cannot be read"),
    "no whole number": ("events.csv", 4, "significance", "two", "cannot be read"),
    "whole number out of range": ("events.csv", 4, "significance", "4", "is out of range"),
    "decimal comma": ("figures.csv", 3, "value", "7,5", "is not a decimal number"),
    "neither true nor false": ("policies.csv", 2, "principal", "perhaps", "cannot be read"),
    "unknown state": ("policy_changes.csv", 2, "state", "open", "is not a state of the policy drawing"),
    "missing text": ("sources.csv", 3, "title", "", "is missing"),
    "missing list": ("events.csv", 4, "timelines", "", "there must be at least one"),
    "web address": ("actors.csv", 3, "url", "example.org", "is not a web address"),
    "id": ("topics.csv", 2, "broader", "Water Law", "is not an id"),
    "its own part": ("topics.csv", 3, "broader", "wells", "points to the record itself"),
    "control character": (
        "actors.csv",
        3,
        "description",
        "a\x1b[31mb",
        "holds the control character U+001B",
    ),
    "NUL": ("actors.csv", 3, "description", "a\0b", "holds the character NUL"),
}


@pytest.mark.parametrize("name", WRONG_CELLS)
def test_a_wrong_cell_is_named_and_nothing_is_kept(engine: Engine, folder: Path, name: str) -> None:
    file, row, column, value, message = WRONG_CELLS[name]
    before = _contents(engine)
    _edit(folder / file, _set(column, value, row))
    found = _refused(engine, folder)
    shown = value.replace("\x1b", "\ufffd").replace("\0", "\ufffd")
    assert [place[:3] for place in found] == [(file, row, column)]
    assert found[0][4] == message
    # Of a list, the item that is wrong is shown.
    assert found[0][3] in shown
    assert found[0][3] or not shown or message.startswith("points")
    assert _contents(engine) == before


def test_faults_in_several_files_are_listed_at_once(engine: Engine, folder: Path) -> None:
    _edit(folder / "events.csv", _set("date", "yesterday", row=4))
    _edit(folder / "events.csv", _set("kind", "party", row=4))
    _edit(folder / "citations.csv", _set("source", "leter", row=3))
    _edit(folder / "figures.csv", lambda rows: rows[2].append("one too many"))
    _edit(folder / "places.csv", _add_column)
    _edit(folder / "actors.csv", lambda rows: rows.append(rows[1]))
    topics = folder / "topics.csv"
    topics.write_bytes(topics.read_bytes().replace(b"All law", b"All \xe9 law"))
    (folder / "datapackage.json").write_text("{}")
    assert [place[:3] for place in _refused(engine, folder)] == [
        ("actors.csv", 4, "id"),
        ("citations.csv", 3, "source"),
        ("datapackage.json", 0, ""),
        ("events.csv", 4, "kind"),
        ("events.csv", 4, "date"),
        ("figures.csv", 3, ""),
        ("places.csv", 1, "colour"),
        ("topics.csv", 2, "definition"),
    ]


@pytest.mark.parametrize(
    "name",
    ["timelines", "events", "sources", "actors", "places", "topics", "policies", "policy_states", "claims"],
)
def test_what_follows_from_a_table_that_cannot_be_read_is_not_reported(
    engine: Engine, folder: Path, name: str
) -> None:
    path = folder / f"{name}.csv"
    head, rest = path.read_bytes().split(b"\n", 1)
    path.write_bytes(head + b'\n"' + rest.replace(b'"', b""))
    assert [place[0] for place in _refused(engine, folder)] == [f"{name}.csv"]


def test_other_faults_are_reported_beside_a_table_that_cannot_be_read(engine: Engine, folder: Path) -> None:
    (folder / "sources.csv").write_bytes(b"")
    _edit(folder / "citations.csv", _set("source", "Not An Id", row=3))
    _edit(folder / "citations.csv", _set("stance", "agrees", row=4))
    assert [place[:3] for place in _refused(engine, folder)] == [
        ("citations.csv", 3, "source"),
        ("citations.csv", 4, "stance"),
        ("sources.csv", 0, ""),
    ]


@pytest.mark.parametrize(
    ("name", "messages"),
    [
        ("citations", ["for the event “{}”: there must be at least one"] * 8),
        ("figures", ["for the series “{}”: there must be at least one"] * 2),
        ("claims", ["for the question “{}”: there must be at least 2"]),
    ],
)
def test_a_record_without_the_rows_that_it_needs(
    engine: Engine, folder: Path, name: str, messages: list[str]
) -> None:
    path = folder / f"{name}.csv"
    path.write_bytes(path.read_bytes().split(b"\n", 1)[0] + b"\n")
    found = [place for place in _refused(engine, folder) if place[0] == path.name]
    beginnings = [message.split("{}")[0] for message in messages]
    assert [place[4].startswith(start) for place, start in zip(found, beginnings, strict=True)] == [
        True
    ] * len(found)
    assert all(place[4].endswith(messages[0].split("{}")[1]) for place in found)


def test_two_faults_of_one_cell_are_both_reported(engine: Engine, folder: Path) -> None:
    _edit(folder / "actors.csv", _set("name", " " + "x" * 300, row=3))
    assert [place[4] for place in _refused(engine, folder)] == [
        "is 301 characters long; at most 200 fit",
        "begins or ends with white space",
    ]


def test_a_fault_of_form_alone_keeps_the_load_back(engine: Engine, folder: Path) -> None:
    before = _contents(engine)
    (folder / "strange.csv").write_text("x")
    assert _refused(engine, folder)[0][:2] == ("strange.csv", 0)
    assert _contents(engine) == before


def test_a_refused_load_leaves_the_session_as_it_was(engine: Engine, folder: Path, tmp_path: Path) -> None:
    """Who catches the error within a transaction keeps what came before, and nothing of the load."""
    (folder / "strange.csv").write_text("x")
    minimal = package_of(MINIMAL, tmp_path / "minimal")
    with write_transaction(engine) as session:
        load_package(session, minimal, by="tests", reason="x")
        with pytest.raises(InvalidFileError):
            load_package(session, folder, by="tests", reason="x")
    with read_session(engine) as session:
        assert session.scalar(select(func.count()).select_from(RevisionRow)) == len(MINIMAL)
        assert session.scalar(text("SELECT version FROM dataset")) is not None


def test_a_hundred_thousand_problems_are_told_and_few_are_listed(sqlite_engine: Engine, folder: Path) -> None:
    path = folder / "topics.csv"
    rows = b"".join(b"t-%d,,,nowhere\n" % number for number in range(34_000))
    path.write_bytes(path.read_bytes() + rows)
    with pytest.raises(InvalidFileError) as caught:
        _load(sqlite_engine, folder)
    assert len(caught.value.problems) < 1_000
    assert len(caught.value.problems) + caught.value.more == 3 * 34_000
