"""Large downloads, kept as files until they are asked for again.

What a download holds follows from the history of the record, the program and the address, so a file that was
made once is sent again as it lies. It has no name while it is written: when a reader goes away or the server
is killed, nothing is left of it. Only a whole one is given its name; those that nobody asks for are let go.
While several are written, others are made without being kept, so that many readers do not fill the disk.
"""

import hashlib
import os
import threading
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final, cast

from flask import Flask, Response, current_app, g, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from timeline.errors import BusyError
from timeline.program import program_fingerprint
from timeline.queries.as_of import at_revision
from timeline.queries.dataset import dataset_state
from timeline.turns import TURNS
from timeline.web.asked_file import AskedFile
from timeline.web.compression import COMPRESSED, PACKERS, coding_for, packed_pieces
from timeline.web.reading import reading

#: A smaller file is made as fast as it is found.
LEAST_BYTES: Final = 4_000_000
MOST_BYTES: Final = 6_000_000_000
#: So many are written at a time.
AT_ONCE: Final = 2
#: So many seconds somebody waits who needs a whole file to begin with, as long as few others do.
PATIENCE: Final = 15.0
_EXTENSION: Final = "timeline.kept_files"
_BLOCK: Final = 256 * 1024
#: So many characters of a key are the tag of a file.
_TAG: Final = 32


class KeptFiles:
    """The files of a folder, and the places for those that are being written."""

    def __init__(
        self,
        folder: Path,
        *,
        at_once: int = AT_ONCE,
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

        The first piece is made at once. While as many as can be are being written, it is not kept.
        """
        has_place = self._places.acquire(blocking=False)
        return Download(self._giving(key, pieces) if has_place else _given_on(pieces))

    def whole(self, key: str, pieces: Iterator[bytes]) -> Path | bytes | None:
        """Make a file to its end: its path, or its bytes where it is too small to be kept.

        None for one that is too large to be kept. While as many as can be are being written, as many wait;
        raises BusyError for all others, and for who has waited too long.
        """
        if not self._places.acquire(blocking=False):
            self._wait()
        held = bytearray()
        size = 0
        for piece in Download(self._giving(key, pieces)):
            TURNS.give_way()
            size += len(piece)
            if size < self._least:
                held += piece
        return bytes(held) if size < self._least else self.find(key)

    def _wait(self) -> None:
        if not self._seats.acquire(blocking=False):
            raise BusyError
        try:
            with TURNS.aside():
                is_free = self._places.acquire(timeout=self._patience)
            if not is_free:
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


def _given_on(pieces: Iterator[bytes]) -> Generator[bytes, None, None]:
    try:
        yield from pieces
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()


def _written(file: int, piece: bytes, wanted: bool) -> bool:  # noqa: FBT001 - one condition of two
    with suppress(OSError):
        return wanted and os.write(file, piece) == len(piece)
    return False


def init_kept_files(app: Flask, folder: Path) -> None:
    """Let an application keep large downloads below a folder."""
    app.extensions[_EXTENSION] = KeptFiles(folder / "downloads")


def answer(asked: AskedFile) -> Response:
    """Answer with a file that is asked for: the one that is kept, or as it is made.

    Its tag is that of its bytes, so that a download that was broken off goes on where it ended, if they are
    still the same (Range with If-Range), and begins anew if they are not.
    """
    kept = cast("KeptFiles", current_app.extensions[_EXTENSION])
    key = _key(asked)
    g.pop("tag", None)  # That of pages, which changes where the file does not.
    response = _unchanged(key) or _part(kept, key, asked) or _whole(kept, key, asked)
    if not response.get_etag()[0]:
        response.set_etag(key[:_TAG])
    response.accept_ranges = "bytes"
    response.headers.setdefault("Cache-Control", "no-cache")
    response.vary.add("Accept-Encoding")
    if response.status_code in {200, 206}:
        name = PurePosixPath(asked.made.file_name).name
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _unchanged(key: str) -> Response | None:
    tag = key[:_TAG]
    sent = request.if_none_match
    known = (tag, *(f"{tag}:{coding}" for coding in PACKERS))
    found = next((each for each in known if sent.contains_weak(each)), None)
    if found is None:
        return None
    response = Response(status=304)
    response.set_etag(found)
    return response


def _part(kept: KeptFiles, key: str, asked: AskedFile) -> Response | None:
    """Answer with a part of the file, which is made whole first where it is not kept; None for all of it."""
    wanted = request.range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return None
    # A date, or the tag of the file as it was packed, says nothing of these bytes.
    if request.headers.get("If-Range", f'"{key[:_TAG]}"') != f'"{key[:_TAG]}"':
        return None
    whole = kept.find(key) or kept.whole(key, asked.pieces())
    if whole is None:
        return None
    if isinstance(whole, Path):
        response, size = send_file(whole, conditional=False, etag=False), whole.stat().st_size
    else:
        response, size = Response(whole), len(whole)
    response.content_type = asked.made.media_type
    response.last_modified = None
    response.set_etag(key[:_TAG])
    try:
        response.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        response.close()
        text = f"The file has {size} bytes, and those that were asked for lie beyond. Ask for all of it.\n"
        refused = Response(text, 416, content_type="text/plain; charset=utf-8")
        refused.headers["Content-Range"] = f"bytes */{size}"
        return refused
    return response


def _whole(kept: KeptFiles, key: str, asked: AskedFile) -> Response:
    path = kept.find(key)
    if path is None:
        return Response(kept.made(key, asked.pieces()), content_type=asked.made.media_type)
    coding = coding_for(request.headers.get("Accept-Encoding", ""))
    if coding and asked.made.media_type.partition(";")[0] in COMPRESSED:
        response = _packed(kept, key, path, coding)
        response.headers["Content-Encoding"] = coding
        response.set_etag(f"{key[:_TAG]}:{coding}")
    else:
        response = send_file(path, conditional=False, etag=False)
        response.last_modified = None
    response.content_type = asked.made.media_type
    return response


def _packed(kept: KeptFiles, key: str, path: Path, coding: str) -> Response:
    """Answer with a kept file as it was packed before, or pack it, and keep that if there is a place."""
    packed = kept.find(f"{key}.{coding}")
    if packed is not None:
        response = send_file(packed, conditional=False, etag=False)
        response.last_modified = None
        return response
    return Response(kept.made(f"{key}.{coding}", packed_pieces(_blocks(path), coding)))


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _key(asked: AskedFile) -> str:
    if asked.is_dated:  # It stays what it is, whatever is saved later.
        state = at_revision(reading(), asked.revision).chain
    else:
        now = dataset_state(reading())
        state = f"{now.version} {now.head}"
    parts = (program_fingerprint(), state, asked.url, str(asked.is_dated))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
