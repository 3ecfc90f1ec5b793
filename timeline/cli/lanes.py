"""Pages and files in lanes of their own: whoever takes a large file keeps no page waiting.

A file occupies a thread for as long as the network of its reader needs. With threads of their own, files
never take those of pages; and since such threads mostly wait, there can be many. What they do when they do
not wait goes in turns (see `timeline.turns`).
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Final, cast

from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.task import Task, ThreadedTaskDispatcher
from werkzeug.wsgi import FileWrapper

from timeline.exports.registry import FORMATS
from timeline.turns import TURNS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: To cite a file with its checksum is to write it.
_ENDINGS: Final = frozenset(
    {PurePosixPath(made.file_name).suffix for made in FORMATS.values()} | {".citation"}
)
#: What has such an ending below these is small, and pages and programs wait for it.
_SMALL: Final = frozenset({"static", "api"})
_BLOCK: Final = 256 * 1024


def is_file(path: str, accepted: str = "") -> bool:
    """Tell whether an address, or what is accepted there, is a file that can be large.

    The address of a record gives its events as a table to who accepts that; no browser does.
    """
    asked = PurePosixPath(path)
    is_table = "text/csv" in accepted.lower()
    return (is_table or asked.suffix in _ENDINGS) and _SMALL.isdisjoint(asked.parts[1:2])


class Lanes(ThreadedTaskDispatcher):
    """Gives each request to a thread of its lane; more than there are threads wait in line."""

    def __init__(self) -> None:
        super().__init__()
        self._files = ThreadedTaskDispatcher()

    def open(self, *, pages: int, files: int) -> None:
        """Start so many threads in each lane."""
        self.set_thread_count(pages)
        self._files.set_thread_count(files)

    def add_task(self, task: Task) -> None:
        """Put a connection, of which a request has come, in line."""
        # What waitress calls a task here is a connection with the requests that came over it.
        request: Any = cast("HTTPChannel", task).requests[0]
        if request.error is None and is_file(request.path, request.headers.get("ACCEPT", "")):
            self._files.add_task(task)
        else:
            super().add_task(task)

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:  # noqa: FBT001, FBT002 - waitress's own
        """End all threads; files that are not whole by then are broken off."""
        super().shutdown(cancel_pending, timeout)
        return self._files.shutdown(cancel_pending, 1)


def in_turns(app: "WSGIApplication") -> "WSGIApplication":
    """Let pages of an application go before its files, and these take turns."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if is_file(environ.get("PATH_INFO", ""), environ.get("HTTP_ACCEPT", "")):
            # The server would send a file that is kept in one go, for as long as its reader can follow.
            environ["wsgi.file_wrapper"] = _Blocks
            is_gone = environ.get("waitress.client_disconnected", _is_there)
            with TURNS.file():
                return _InTurns(app(environ, start_response), is_gone)
        with TURNS.page():
            return app(environ, start_response)

    return answer


def _is_there() -> bool:
    return False


class _Blocks(FileWrapper):
    """A file in blocks that are worth a turn."""

    def __init__(self, file: IO[bytes], _size: int = 0) -> None:
        super().__init__(file, _BLOCK)


class _InTurns:
    """The pieces of an answer, each made in a turn."""

    def __init__(self, pieces: Iterable[bytes], is_gone: Callable[[], bool]) -> None:
        self._answer = pieces
        self._pieces = iter(pieces)
        self._is_gone = is_gone

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with TURNS.file():
            if self._is_gone():
                raise ClientDisconnected
            return next(self._pieces)

    def close(self) -> None:
        """Break off what makes the answer."""
        close = getattr(self._answer, "close", None)
        if close is not None:
            close()
