"""Large downloads, kept as files until they are asked for again, and so many in the making at once.

What a download holds follows from the history of the record, the program and the address, so a file that was
made once is sent again as it lies. It has no name while it is written: when a reader goes away or the server
is killed, nothing is left of it. Only a whole one is given its name; those that nobody asks for are let go.
"""

import hashlib
import os
import threading
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final, cast

from flask import Flask, Response, current_app, request, send_file

from timeline.errors import BusyError
from timeline.program import program_fingerprint
from timeline.queries.dataset import dataset_state
from timeline.web.asked_file import AskedFile
from timeline.web.reading import reading

#: A smaller file is made as fast as it is found.
LEAST_BYTES: Final = 4_000_000
MOST_BYTES: Final = 6_000_000_000
#: So many seconds somebody waits for a place, as long as few others do.
PATIENCE: Final = 15.0
_EXTENSION: Final = "timeline.kept_files"
_BLOCK: Final = 256 * 1024
#: Packs as it sends, in a fraction of the time that sending takes.
_FAST: Final = "zstd"


class KeptFiles:
    """The files of a folder, and the places for downloads that are being made."""

    def __init__(
        self,
        folder: Path,
        *,
        at_once: int,
        least: int = LEAST_BYTES,
        most: int = MOST_BYTES,
        patience: float = PATIENCE,
    ) -> None:
        self._folder = folder
        self._least, self._most, self._patience = least, most, patience
        self._places = threading.BoundedSemaphore(at_once)
        self._seats = threading.BoundedSemaphore(at_once)

    def find(self, key: str) -> Path | None:
        """Find the file of a key."""
        path = self._folder / key
        with suppress(OSError):
            os.utime(path)  # It tells which files are asked for.
            return path
        return None

    def made(self, key: str, pieces: Iterator[bytes]) -> "Download":
        """Give the pieces of a file on to the reader, and keep it when it is whole.

        The first piece is made at once. While as many as can be are in the making, as many wait for them;
        raises BusyError for all others, and for who has waited too long.
        """
        if not self._places.acquire(blocking=False):
            self._wait()
        return Download(self._giving(key, pieces))

    def _wait(self) -> None:
        if not self._seats.acquire(blocking=False):
            raise BusyError
        try:
            if not self._places.acquire(timeout=self._patience):
                raise BusyError
        finally:
            self._seats.release()

    def _giving(self, key: str, pieces: Iterator[bytes]) -> Generator[bytes, None, None]:
        file = None
        try:
            file = self._nameless()
            size = 0
            for piece in pieces:
                size += len(piece)
                if file is not None and not _written(file, piece, size <= self._most):
                    os.close(file)
                    file = None
                yield piece
            if file is not None and size >= self._least:
                self._name(file, key, size)
        finally:
            if file is not None:
                os.close(file)
            close = getattr(pieces, "close", None)
            if close is not None:
                close()
            self._places.release()

    def _nameless(self) -> int | None:
        """Open a file that no folder lists; None on a system that has no such files."""
        flag = getattr(os, "O_TMPFILE", 0)
        if not flag:
            return None
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.open(self._folder, flag | os.O_RDWR, 0o600)
        return None

    def _name(self, file: int, key: str, size: int) -> None:
        self._let_go(size)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            # Naming a folder makes Python call linkat(2), which alone follows the link to an open file.
            os.link(f"/proc/self/fd/{file}", key, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=True)
        except OSError:
            pass  # Somebody else has made the same, or the disk is full: nobody needs to be told.
        finally:
            os.close(folder)

    def _let_go(self, more: int) -> None:
        """Remove the files that were not asked for the longest until there is room for some more bytes."""
        found = []
        for path in self._folder.iterdir():
            with suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime, state.st_size, path))
        total = more + sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self._most:
                return
            path.unlink(missing_ok=True)
            total -= size


class Download:
    """An iterator whose first piece is made, and whose end, early or not, ends what makes the others."""

    def __init__(self, making: Generator[bytes, None, None]) -> None:
        self._first: bytes | None = next(making, b"")
        self._making = making

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        return next(self._making)

    def close(self) -> None:
        """Break off."""
        self._making.close()


def _written(file: int, piece: bytes, wanted: bool) -> bool:  # noqa: FBT001 - one condition of two
    with suppress(OSError):
        return wanted and os.write(file, piece) == len(piece)
    return False


def init_kept_files(app: Flask, folder: Path, *, threads: int) -> None:
    """Let an application keep large downloads below a folder; most of its threads stay free for pages."""
    app.extensions[_EXTENSION] = KeptFiles(folder / "downloads", at_once=max(1, threads // 4))


def answer(asked: AskedFile) -> Response:
    """Answer with a file that is asked for: the one that is kept, or as it is made."""
    kept = cast("KeptFiles", current_app.extensions[_EXTENSION])
    key = _key(asked)
    path = kept.find(key)
    if path is not None:
        response = _sent(path, asked.made.media_type)
    else:
        pieces = kept.made(key, asked.pieces())
        response = Response(pieces, mimetype=None, content_type=asked.made.media_type)
    name = PurePosixPath(asked.made.file_name).name
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sent(path: Path, media_type: str) -> Response:
    if _FAST in request.accept_encodings.values() and "Range" not in request.headers:
        return Response(_blocks(path), content_type=media_type)
    response = send_file(path, conditional=True, etag=False, last_modified=None)
    response.content_type = media_type
    return response


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _key(asked: AskedFile) -> str:
    state = dataset_state(reading())
    parts = (program_fingerprint(), str(state.version), state.head, asked.url, str(asked.is_dated))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
