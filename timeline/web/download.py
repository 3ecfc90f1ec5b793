"""Downloads: every format of the registry, under the filter of the timeline."""

from itertools import chain
from pathlib import PurePosixPath

from flask import Blueprint, Response, abort, render_template

from timeline.exports.registry import FORMATS
from timeline.queries.records import get_record
from timeline.web.asked_file import asked_file, name_revision
from timeline.web.params import asked_filter
from timeline.web.reading import reading

pages = Blueprint("download", __name__)

_BY_FILE = {made.file_name: made for made in FORMATS.values()}


@pages.get("/download")
def index() -> str:
    """Show what can be had."""
    asked_filter()
    return render_template("download/index.html", formats=FORMATS.values())


@pages.get("/download/<path:name>")
def file(name: str) -> Response:
    """Send one format in pieces, read from one unchanging moment of the record."""
    made = _BY_FILE.get(name)
    if made is None:
        abort(404)
    asked = asked_file(made)
    pieces = asked.pieces()
    # The first piece is made at once, so that what cannot be answered is refused, and not broken off.
    pieces = chain([next(pieces, b"")], pieces)
    response = Response(pieces, mimetype=None, content_type=made.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{PurePosixPath(made.file_name).name}"'
    return name_revision(response, asked)


@pages.get("/timelines/<record_id>.json")
def timelinejs(record_id: str) -> Response:
    """Give one timeline for TimelineJS, to be fetched from pages anywhere; filters narrow it further."""
    get_record(reading(), "timeline", record_id)
    made = FORMATS["timelinejs"]
    asked = asked_file(made, timeline=record_id)
    response = Response(asked.pieces(), content_type=made.media_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return name_revision(response, asked)
