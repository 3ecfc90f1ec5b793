"""The style sheet of the public pages: one file a component, sent as one answer.

A page waits for its style sheets, and on a slow line for each of them.
"""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

from flask import Blueprint, Flask, Response, url_for

# In the order in which later rules win. A new style sheet of the public pages stands here, too.
SHEETS: Final = (
    "tokens", "base", "page", "record", "cards", "source", "timeline", "strip", "lanes", "search", "forms",
    "policy", "band", "figures", "question", "report", "changes", "about", "cite", "releases", "reference",
    "download", "print",
)  # fmt: skip

pages = Blueprint("styles", __name__)


def init_styles(app: Flask) -> None:
    """Let the templates of an application name the style sheet."""
    app.register_blueprint(pages)
    app.jinja_env.globals["stylesheet"] = stylesheet


def stylesheet() -> str:
    """Give the address of the style sheet, with its fingerprint, so that it may be kept for ever."""
    return url_for("styles.site", v=_fingerprint())


@pages.get("/site.css")
def site() -> Response:
    """Show the style sheet of the public pages."""
    answer = Response(_joined(), mimetype="text/css")
    answer.cache_control.public = True
    answer.cache_control.max_age = 31_536_000
    answer.cache_control.immutable = True
    return answer


@cache
def _fingerprint() -> str:
    return hashlib.sha256(_joined()).hexdigest()[:12]


@cache
def _joined() -> bytes:
    folder = files("timeline") / "static" / "css"
    return b"\n".join((folder / f"{name}.css").read_bytes() for name in SHEETS)
