"""A small data package, written by the program itself, and the command line run in this process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.exports.memory import MemoryArchive
from timeline.cli.main import main
from timeline.exports.package import write_package
from timeline.records.authority import Actor
from timeline.records.event import Citation, Event, Participation
from timeline.records.kinds import Record
from timeline.records.source import Source
from timeline.records.timeline import Timeline

Run = Callable[..., Result]
SMALL = 40


def records(events: int, *, said: str = "It was said.") -> tuple[Record, ...]:
    """Make a record with so many events; `said` is the summary of each of them."""
    return (
        Timeline(id="a-timeline", title="A timeline", lede="What happened."),
        Source(id="a-letter", type="personal-communication", title="A letter"),
        Actor(id="an-office", name="An Office", kind="agency"),
        *(
            Event(
                id=f"event-{number:05}",
                timelines=("a-timeline",),
                title=f"Step {number}",
                kind="statement",
                date=f"{2000 + number % 20}-0{1 + number % 9}",
                summary=said,
                actors=(Participation(actor="an-office", role="speaker"),),
                citations=(Citation(source="a-letter", locator=f"para. {number}"),),
            )
            for number in range(events)
        ),
    )


def write_records(folder: Path, *given: Record) -> Path:
    """Write records as a data package."""
    write_package(MemoryArchive(kept=given, site_url=""), folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Give the bytes of a package's files by their names."""
    files = (path for path in folder.iterdir() if path.is_file() and path.suffix != ".py")
    return {path.name: path.read_bytes() for path in files}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Give a sound package with a few records."""
    return write_records(tmp_path / "package", *records(SMALL))


@pytest.fixture
def run(blank_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs a command on a database without tables; once on each kind."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIMELINE_DATABASE_URL", blank_url)

    def invoke(*arguments: str | Path, exit_code: int = 0, typed: str = "") -> Result:
        result = CliRunner().invoke(main, [str(part) for part in arguments], input=typed)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == exit_code, result.output
        return result

    return invoke
