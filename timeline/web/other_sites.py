"""Pages of other sites may read the files of the archive in a browser (CORS), and nothing else.

What they read is public, and nothing in it depends on who asks. The API says so of itself.
"""

from typing import Final

from flask import Flask, Response, current_app, request

from timeline.web.negotiation import asked_kind

#: Those that send files, and faults of files as text.
_OF_FILES: Final = frozenset(
    {"citations", "download", "export_citations", "feeds", "releases", "representations"}
)
_SHOWN: Final = "Content-Disposition, Content-Location, Content-Range, ETag, Link, Timeline-Revision"
#: What a program may say beside what every page may: that it has an answer or a part of a file already.
_TAKEN: Final = "If-None-Match, If-Range, Range"
_A_DAY: Final = "86400"


def init_other_sites(app: Flask) -> None:
    """Let pages of other sites read the files of an application."""
    app.before_request(_ask_first)
    app.after_request(_let_read)


def _ask_first() -> Response | None:
    """Answer a browser that asks whether a page of another site may send a request with such headers."""
    if request.method != "OPTIONS" or not (_is_of_files() or asked_kind()):
        return None
    answer = current_app.make_default_options_response()
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    answer.headers["Access-Control-Allow-Headers"] = _TAKEN
    answer.headers["Access-Control-Max-Age"] = _A_DAY
    return answer


def _let_read(response: Response) -> Response:
    if _is_of_files() and response.mimetype != "text/html":
        response.headers["Access-Control-Allow-Origin"] = "*"
    # A record at its own address says by itself that it may be read, where it is no page.
    if response.headers.get("Access-Control-Allow-Origin") == "*":
        response.headers.setdefault("Access-Control-Expose-Headers", _SHOWN)
    return response


def _is_of_files() -> bool:
    return request.blueprint in _OF_FILES
