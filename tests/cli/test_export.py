"""`timeline export`: what goes out, where to, and that it is whole."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import SMALL, Run, contents
from tests.conftest import SEED_DATA
from timeline.exports import registry
from timeline.exports.archive import Archive


def test_a_package_comes_out_as_it_went_in(run: Run, package: Path, tmp_path: Path) -> None:
    run("load", package)
    run("export", "out")
    assert contents(tmp_path / "out") == contents(package)


def test_the_record_of_the_program_comes_out_as_it_went_in(run: Run, tmp_path: Path) -> None:
    run("load", SEED_DATA)
    run("export", "out")
    assert contents(tmp_path / "out") == contents(SEED_DATA)


def test_a_zip_file_holds_the_same_files(run: Run, package: Path, tmp_path: Path) -> None:
    run("load", package)
    run("export", "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as zipped:
        assert {name: zipped.read(name) for name in zipped.namelist()} == contents(package)


def test_the_name_tells_the_format(run: Run, package: Path, tmp_path: Path) -> None:
    run("load", package)
    run("export", "somewhere/else/events.csv")
    flat = (tmp_path / "somewhere/else/events.csv").read_bytes().decode()
    assert len(list(csv.DictReader(io.StringIO(flat)))) == SMALL
    assert run("export", "-", "--format", "events-csv").stdout == flat


def test_every_format_is_written(run: Run, package: Path, tmp_path: Path) -> None:
    run("load", package)
    for made in registry.FORMATS.values():
        again = tmp_path / f"again-{made.name}"
        run("export", again.name, "--format", made.name)
        if made.file_name.startswith("tables/"):
            assert again.read_bytes() != b""
            continue
        run("export", made.file_name)
        if made.write_folder:
            assert contents(again) == contents(package)
        else:
            assert again.read_bytes() == (tmp_path / made.file_name).read_bytes() != b""


def test_options_say_how_a_file_is_written(run: Run, package: Path) -> None:
    run("load", package)
    options = ("--option", "columns=title,latest", "--option", "separator=semicolon", "--option", "bom=yes")
    told = run("export", "-", "--format", "events-csv", *options).stdout
    assert told.startswith("\ufefftitle;latest\n")
    cited = run("export", "-", "--format", "events-csv", "--option", "rows=citation").stdout
    assert cited.startswith("event_id,citation,title,date,date_words,date_earliest,")


def test_a_filter_chooses_a_part(run: Run, package: Path) -> None:
    run("load", package)
    asked = ("--filter", "from=2003", "--filter", "to=2004", "--filter", "kind=statement")
    told = run("export", "-", "--format", "events-csv", *asked).stdout
    years = {row["date"][:4] for row in csv.DictReader(io.StringIO(told))}
    assert years == {"2003", "2004"}


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("out.pdf",), "add --format with one of package"),
        (("flat.csv",), "add --format with one of package"),
        (("out", "--format", "pdf"), "'pdf' is not one of"),
        (("events.csv", "--filter", "kind"), "write it like kind=reform"),
        (("events.csv", "--filter", "kind=nonsense"), "nonsense"),
        (("events.csv", "--filter", "from=yesterday"), "yesterday"),
        (("events.csv", "--option", "bom"), "write it like separator=semicolon"),
        (("events.csv", "--option", "columns=titel"), "Did you mean title?"),
        (("events.csv", "--option", "colour=red"), "events-csv has no option “colour”. It has rows, columns"),
        (("events.ics", "--option", "bom=yes"), "calendar has no option “bom”. It has none."),
    ],
)
def test_what_cannot_be_written_is_bad_input(
    run: Run, package: Path, arguments: tuple[str, ...], part: str
) -> None:
    run("load", package)
    assert part in run("export", *arguments, exit_code=2).stderr
    assert not Path("out").exists()
    assert not Path("events.csv").exists()


def test_without_a_database_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.setenv("TIMELINE_DATABASE_URL", "sqlite:///missing/timeline.sqlite3")
    assert "There is no database at missing/timeline.sqlite3" in run("export", "out", exit_code=1).stderr
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_is_broken_off_leaves_what_was_there(
    run: Run, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(_archive: Archive) -> Iterator[bytes]:
        yield b"the first half"
        raise OSError(28, "No space left on device", "events.csv")

    run("load", package)
    (tmp_path / "events.csv").write_text("of yesterday")
    whole = registry.FORMATS["events-csv"]
    monkeypatch.setattr("timeline.cli.export.FORMATS", {"events-csv": replace(whole, write=broken_off)})
    told = run("export", "events.csv", exit_code=1).stderr
    assert told == "Error: events.csv: No space left on device.\n"
    assert (tmp_path / "events.csv").read_text() == "of yesterday"
    assert list(tmp_path.glob(".export-*")) == []
