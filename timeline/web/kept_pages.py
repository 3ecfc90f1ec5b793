"""Pages that were made once and are asked for again, as made and as packed, until the record changes.

The readers of an archive open the same pages. What a page shows follows from its tag (see
`timeline.web.caching`), so a page with the same tag is the same page: it is kept in the process, whole, and
so is each way in which it was packed. Only pages of the record are kept, and only for readers: nothing that
carries a token, depends on who asks, or is not to be stored. The least recently asked for goes first.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from flask import Flask, Response, g, request
from werkzeug.wrappers import Request

#: The blueprints whose pages follow from the record, the program and the address alone.
_KEPT: Final = frozenset(
    {"actors", "days", "events", "places", "policies", "questions", "search", "series", "sources"}
    | {"timeline", "topics"}
)
#: A page larger than this part of the whole is not worth what it would displace.
_LARGEST_PART: Final = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptPage:
    """What the view gave: its head, and its body unpacked."""

    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(kw_only=True, slots=True)
class Shelf:
    """Pages and packed bodies by key, at most so many bytes of them; safe to use from several threads."""

    most_bytes: int
    _held: "OrderedDict[str, tuple[KeptPage | bytes, int]]" = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, key: str) -> KeptPage | bytes | None:
        """Find what is kept under a key."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def keep(self, key: str, held: KeptPage | bytes) -> None:
        """Keep something under a key, and let go of what was not asked for the longest."""
        size = len(held.body if isinstance(held, KeptPage) else held)
        if size * _LARGEST_PART > self.most_bytes:
            return
        with self._lock:
            if key in self._held:
                self._bytes -= self._held.pop(key)[1]
            self._held[key] = (held, size)
            self._bytes += size
            while self._bytes > self.most_bytes:
                self._bytes -= self._held.popitem(last=False)[1][1]


@dataclass(frozen=True, kw_only=True, slots=True)
class PackedPages:
    """What Flask-Compress asks for a packed body, and gives it to."""

    shelf: Shelf

    def get(self, key: str) -> bytes | None:
        """Find the packed body of a page that is kept."""
        found = self.shelf.find(key) if _is_of_kept(key) else None
        return found if isinstance(found, bytes) else None

    def set(self, key: str, packed: bytes) -> None:
        """Keep the packed body of a page that is kept."""
        if _is_of_kept(key):
            self.shelf.keep(key, packed)


def shelf_of(app: Flask, *, megabytes: int) -> Shelf:
    """Make the shelf of an application; call it before `init_compression`, which packs with it."""
    shelf = Shelf(most_bytes=megabytes * 1_000_000)
    app.config.update(COMPRESS_CACHE_BACKEND=lambda: PackedPages(shelf=shelf), COMPRESS_CACHE_KEY=_packed_key)
    return shelf


def init_kept_pages(app: Flask, shelf: Shelf) -> None:
    """Let an application answer with pages that it has made before; on an empty shelf it makes each anew.

    Call it last: a page is kept as its view gave it, before anything is added to its head, and goes the way
    of every other answer from there.
    """

    def answer_if_kept() -> Response | None:
        page = shelf.find(g.tag) if _can_be_kept() else None
        if not isinstance(page, KeptPage):
            return None
        g.kept = True
        return Response(page.body, headers=list(page.headers))

    def keep(response: Response) -> Response:
        if not g.get("kept") and _can_be_kept() and _is_page(response):
            g.kept = True
            headers = tuple((name, value) for name, value in response.headers if name != "Content-Length")
            shelf.keep(g.tag, KeptPage(headers=headers, body=response.get_data()))
        return response

    app.before_request(answer_if_kept)
    app.after_request(keep)


def _can_be_kept() -> bool:
    return "tag" in g and request.method in {"GET", "HEAD"} and request.blueprint in _KEPT


def _is_page(response: Response) -> bool:
    is_whole = response.status_code == 200 and not response.is_streamed and request.method == "GET"
    is_public = "Set-Cookie" not in response.headers and not response.cache_control.no_store
    return is_whole and is_public and response.mimetype == "text/html"


def _packed_key(_asked: Request) -> str:
    return str(g.tag) if g.get("kept") else ""


def _is_of_kept(key: str) -> bool:
    """Tell whether a key, which Flask-Compress begins with the way of packing, ends in the tag of a page."""
    return not key.endswith(";")
