"""The files of a package, whether they lie in a folder or in a zip file."""

import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from timeline.errors import FileProblem, InvalidFileError

# What reading a file can meet: damage, an unknown method of compression, a password, a bad disk.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class Folder:
    """The files of a folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.names = frozenset(entry.name for entry in path.iterdir() if entry.is_file())

    def open(self, name: str) -> BinaryIO:
        """Open a file by its name, to read bytes."""
        return (self._path / name).open("rb")

    def close(self) -> None:
        """Let go of what is held open: nothing."""


class Zip:
    """The files at the top of a zip file."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        self.names = frozenset(name for name in self._zip.namelist() if "/" not in name)

    def open(self, name: str) -> BinaryIO:
        """Open a file by its name, to read bytes."""
        return cast("BinaryIO", self._zip.open(name))

    def close(self) -> None:
        """Let go of what is held open."""
        self._zip.close()


def open_files(path: Path) -> Folder | Zip:
    """Open a folder or a zip file; raises InvalidFileError where there is neither."""
    try:
        if path.is_dir():
            return Folder(path)
        return Zip(path)
    except FileNotFoundError:
        message, cure = "there is no such file or folder", "Give the path of a package."
    except (zipfile.BadZipFile, OSError) as error:
        message = f"cannot be read as a package ({error})"
        cure = "Give a folder of CSV tables with datapackage.json, or the zip file of one."
    raise InvalidFileError(path.name, (FileProblem(file=str(path), message=message, cure=cure),))
