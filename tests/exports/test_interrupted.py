"""What is broken off leaves nothing: no writer has a file under a name while it reads or gives bytes."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exports.fixed_records import FULL
from tests.exports.memory import MemoryArchive
from timeline.exports.registry import FORMATS
from timeline.records.kinds import Record


class Watched(MemoryArchive):
    """An archive that looks at the folder of temporary files each time that it gives a record."""

    def records(self, kind: str) -> Iterator[Record]:
        for record in super().records(kind):
            assert list(Path(tempfile.gettempdir()).iterdir()) == []
            yield record


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder that temporary files are made in, empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_lies_about_while_a_format_is_written_nor_when_it_is_left_half_read(
    name: str, temporary: Path
) -> None:
    pieces = FORMATS[name].write(Watched(kept=FULL))
    next(pieces, b"")
    assert list(temporary.iterdir()) == []
    pieces.close()  # type: ignore[attr-defined]
    assert list(temporary.iterdir()) == []


def test_an_error_on_the_way_leaves_nothing(temporary: Path) -> None:
    class Broken(MemoryArchive):
        def records(self, kind: str) -> Iterator[Record]:
            yield from super().records(kind)
            if kind == "event":
                raise ConnectionError("the database is gone")

    for name in ("sqlite", "xlsx", "json"):
        with pytest.raises(ConnectionError):
            list(FORMATS[name].write(Broken(kept=FULL)))
    assert list(temporary.iterdir()) == []
