"""Pages that were made once and are asked for again: the same answer, until the record changes.

The readers of an archive open the same pages. What a page shows follows from its tag (see
`timeline.web.caching`), so a page with the same tag is the same page: it is kept in the process, as its view
gave it. Kept beside it is each whole answer, as it went out, with its head and packed: who asks in the same
way gets it before the application looks at the request at all, which costs a tenth of the long way. Only
pages of the record are kept, and only for readers: nothing that carries a token, depends on who asks, or is
not to be stored. The least recently asked for goes first.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Response, g, request

from timeline.db import UNAVAILABLE, DatabaseEngine
from timeline.queries.dataset import version_now
from timeline.web.languages import remembered_language

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: The blueprints whose pages follow from the record, the program and the address alone.
_KEPT: Final = frozenset(
    {"actors", "days", "events", "places", "policies", "questions", "search", "series", "sources"}
    | {"timeline", "topics"}
)
#: A page larger than this part of the whole is not worth what it would displace.
_LARGEST_PART: Final = 16
#: All of a request that an answer which is kept follows from, beside the language that a cookie remembers
#: and what its reader has of it already.
_ASKED: Final = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
)
#: Who sends one of these may get another answer still.
_MORE_IS_ASKED: Final = frozenset(
    {"HTTP_AUTHORIZATION", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_RANGE"}
    | {"HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE", "HTTP_UPGRADE"}
)
_FOLLOWS_FROM: Final = "timeline.kept"
#: So many bytes are counted for what is kept beside a body and a head.
OF_THE_REST: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptPage:
    """What the view gave: its head, and its body unpacked."""

    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptAnswer:
    """What went out: all of its head, and its body as it was packed; with version and tag."""

    version: int
    tag: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(kw_only=True, slots=True)
class Shelf:
    """Pages and answers by key, at most so many bytes of them; safe to use from several threads."""

    most_bytes: int
    _held: "OrderedDict[Hashable, tuple[Any, int]]" = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, key: Hashable) -> Any:
        """Find what is kept under a key."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def keep(self, key: Hashable, held: KeptPage | KeptAnswer) -> None:
        """Keep something under a key, and let go of what was not asked for the longest."""
        size = len(held.body) + OF_THE_REST + sum(len(name) + len(value) for name, value in held.headers)
        if size * _LARGEST_PART > self.most_bytes:
            return
        with self._lock:
            if key in self._held:
                self._bytes -= self._held.pop(key)[1]
            self._held[key] = (held, size)
            self._bytes += size
            while self._bytes > self.most_bytes:
                self._bytes -= self._held.popitem(last=False)[1][1]


def init_kept_pages(app: Flask, engine: DatabaseEngine, *, megabytes: int) -> None:
    """Let an application answer with what it has made before; with no megabytes it makes each page anew.

    Call it last: a page is kept as its view gave it, before anything is added to its head, and goes the way
    of every other answer from there.
    """
    if not megabytes:
        return
    shelf = Shelf(most_bytes=megabytes * 1_000_000)

    def answer_if_kept() -> Response | None:
        page = shelf.find(g.tag) if _can_be_kept() else None
        if page is None:
            return None
        g.kept = True
        return Response(page.body, headers=list(page.headers))

    def keep(response: Response) -> Response:
        if not _can_be_kept():
            return response
        if not g.get("kept") and _is_page(response):
            g.kept = True
            headers = tuple((name, value) for name, value in response.headers if name != "Content-Length")
            shelf.keep(g.tag, KeptPage(headers=headers, body=response.get_data()))
        if g.get("kept") or response.status_code == 304:
            request.environ[_FOLLOWS_FROM] = (g.version, g.tag)
        return response

    app.before_request(answer_if_kept)
    app.after_request(keep)
    app.wsgi_app = _ShortWay(app.wsgi_app, shelf, engine)  # type: ignore[method-assign]


class _ShortWay:
    """Gives the answer that is kept for who asks in the same way, and keeps the answers of the long way.

    The key and the version are all that an answer follows from, so that no rule of the long way need be
    known here.
    """

    def __init__(self, app: "WSGIApplication", shelf: Shelf, engine: DatabaseEngine) -> None:
        self._app, self._shelf, self._engine = app, shelf, engine

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or not environ.keys().isdisjoint(_MORE_IS_ASKED):
            return self._app(environ, start_response)
        asked = (remembered_language(environ.get("HTTP_COOKIE", "")), *map(environ.get, _ASKED))
        found = self._find(asked, environ.get("HTTP_IF_NONE_MATCH", ""))
        if found is None:
            return self._by_the_long_way(asked, environ, start_response)
        start_response(found.status, list(found.headers))
        return () if environ["REQUEST_METHOD"] == "HEAD" else (found.body,)

    def _find(self, asked: tuple[Any, ...], had: str) -> KeptAnswer | None:
        found: KeptAnswer | None = self._shelf.find((had, *asked))
        whole: KeptAnswer | None = self._shelf.find(("", *asked)) if had else None
        if found is None and whole is None:
            return None
        try:
            version = version_now(self._engine)
        except UNAVAILABLE:
            return None  # The long way tells of it.
        if found is not None and found.version == version:
            return found
        if whole is None or whole.version != version or whole.tag in had or "*" in had:
            return None
        return whole  # What its reader has is of another version: he gets the page as everybody does.

    def _by_the_long_way(
        self, asked: tuple[Any, ...], environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            told.append((status, headers))
            return start_response(status, headers, *error)

        had = environ.get("HTTP_IF_NONE_MATCH", "")
        pieces = self._app(environ, begin)
        if _FOLLOWS_FROM not in environ or environ["REQUEST_METHOD"] != "GET" or len(told) != 1:
            return pieces
        body = b"".join(pieces)  # A page is one piece, and stays the same one.
        close = getattr(pieces, "close", None)
        if close is not None:
            close()
        (version, tag), (status, headers) = environ[_FOLLOWS_FROM], told[0]
        if status.startswith(("200", "304")):
            # The date of an answer is that of its sending: the server sets it.
            head = tuple((name, value) for name, value in headers if name != "Date")
            answer = KeptAnswer(version=version, tag=tag, status=status, headers=head, body=body)
            self._shelf.keep((had if status.startswith("304") else "", *asked), answer)
        return (body,)


def _can_be_kept() -> bool:
    return "tag" in g and request.method in {"GET", "HEAD"} and request.blueprint in _KEPT


def _is_page(response: Response) -> bool:
    is_whole = response.status_code == 200 and not response.is_streamed and request.method == "GET"
    is_public = "Set-Cookie" not in response.headers and not response.cache_control.no_store
    return is_whole and is_public and response.mimetype == "text/html"
