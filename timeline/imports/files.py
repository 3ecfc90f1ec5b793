"""The files of a package, whether they lie in a folder or in a zip file."""

import lzma
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from timeline.errors import FileProblem, InvalidFileError

DESCRIPTOR = "datapackage.json"

# What reading a file can meet: damage, an unknown method of compression, a password, a bad disk.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
)

#: A zip file that unpacks to more than this many times its size is not read. Tables shrink to a tenth.
MOST_TIMES = 200
#: A package has some twenty files.
MOST_FILES = 1_000


class Folder:
    """The files of a folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        entries = [entry for entry in path.iterdir() if not entry.name.startswith(".")]
        self.names = frozenset(entry.name for entry in entries if entry.is_file())
        self._others = sorted(entry.name for entry in entries if not entry.is_file())

    def problems(self) -> Iterator[FileProblem]:
        """Yield what stands in the way of files before they are opened."""
        for name in self._others:
            if name.endswith((".csv", ".json")):
                cure = "Put the file in its place."
                yield FileProblem(file=name, message="is a folder and not a file", cure=cure)

    def open(self, name: str) -> BinaryIO:
        """Open a file by its name, to read bytes."""
        return (self._path / name).open("rb")

    def close(self) -> None:
        """Let go of what is held open: nothing."""


class Zip:
    """The files of a zip file: those at its top, or those in the one folder that holds the package.

    Nothing is unpacked to the disk, so that a name in the file cannot lead out of anywhere.
    """

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        try:
            entries = self._zip.infolist()
            _refuse_bomb(path, entries)
        except BaseException:
            self._zip.close()
            raise
        self._top = _top([entry.filename for entry in entries])
        inside = [entry.filename.removeprefix(self._top) for entry in entries if _is_in(entry, self._top)]
        self.names = frozenset(inside)
        self._twice = sorted(name for name, number in Counter(inside).items() if number > 1)

    def problems(self) -> Iterator[FileProblem]:
        """Yield what stands in the way of files before they are opened."""
        for name in self._twice:
            yield FileProblem(file=name, message="stands twice in the zip file", cure="Keep one of the two.")

    def open(self, name: str) -> BinaryIO:
        """Open a file by its name, to read bytes."""
        return cast("BinaryIO", self._zip.open(self._top + name))

    def close(self) -> None:
        """Let go of what is held open."""
        self._zip.close()


class _BombError(Exception):
    """A zip file would unpack to far more than an archive's tables do; the message says how much."""


def _refuse_bomb(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise _BombError(f"holds {len(entries):,} files, and a package has some twenty")
    packed, unpacked = path.stat().st_size, sum(entry.file_size for entry in entries)
    if unpacked > MOST_TIMES * packed:
        raise _BombError(f"would unpack to {unpacked:,} bytes, {unpacked // packed:,} times its size")


def _top(names: list[str]) -> str:
    """Give the folder within a zip file that holds the package: who packs a folder gets one."""
    tops = {name.removesuffix(DESCRIPTOR) for name in names if name.endswith("/" + DESCRIPTOR)}
    only = tops.pop() if DESCRIPTOR not in names and len(tops) == 1 else ""
    return only if only.count("/") == 1 else ""


def _is_in(entry: zipfile.ZipInfo, top: str) -> bool:
    name = entry.filename
    rest = name.removeprefix(top)
    return name.startswith(top) and rest != "" and "/" not in rest and not rest.startswith(".")


def open_files(path: Path) -> Folder | Zip:
    """Open a folder or a zip file; raises InvalidFileError where there is neither."""
    cure = "Give a folder of CSV tables with datapackage.json, or the zip file of one."
    try:
        if path.is_dir():
            return Folder(path)
        return Zip(path)
    except FileNotFoundError:
        message = "there is no such file or folder"
    except PermissionError:
        message, cure = "may not be read", "Give the account under which this runs the right to read it."
    except _BombError as error:
        message, cure = str(error), "Pack the tables again, and nothing else."
    except zipfile.BadZipFile:
        message = "is neither a folder nor a zip file that can be read"
    except (*UNREADABLE, ValueError) as error:
        message = f"cannot be read as a package ({error})"
    raise InvalidFileError(path.name, (FileProblem(file=str(path), message=message, cure=cure),))
