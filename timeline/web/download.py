"""Downloads: every format of the registry, under the filter of the timeline."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import PurePosixPath

from flask import Blueprint, Response, abort, current_app, render_template, request

from timeline.db import DatabaseEngine, read_session
from timeline.exports.format import Format
from timeline.exports.options import PLAIN, ExportOptions, without_options
from timeline.exports.registry import FORMATS
from timeline.filters import EventFilter, parse_filter
from timeline.queries.archive import SelectedArchive
from timeline.queries.records import get_record
from timeline.rule_filter import EVERY_RULE, RuleFilter, parse_rule_filter
from timeline.web.params import asked_filter
from timeline.web.reading import engine, reading

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
    options = made.options(dict(request.args.lists()))
    asked, rules = _asked(made)
    site_url = current_app.config["SITE_URL"] or request.url_root.rstrip("/")
    pieces = _pieces(engine(), made, asked, rules, options, site_url)
    # The first piece is made at once, so that what cannot be answered is refused, and not broken off.
    pieces = chain([next(pieces, b"")], pieces)
    response = Response(pieces, mimetype=None, content_type=made.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{PurePosixPath(made.file_name).name}"'
    return response


@pages.get("/timelines/<record_id>.json")
def timelinejs(record_id: str) -> Response:
    """Give one timeline for TimelineJS, to be fetched from pages anywhere; filters narrow it further."""
    get_record(reading(), "timeline", record_id)
    made = FORMATS["timelinejs"]
    asked = replace(asked_filter(), timeline=(record_id,))
    site_url = current_app.config["SITE_URL"] or request.url_root.rstrip("/")
    pieces = _pieces(engine(), made, asked, EVERY_RULE, PLAIN, site_url)
    response = Response(pieces, content_type=made.media_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _asked(made: Format) -> tuple[EventFilter, RuleFilter]:
    given = without_options(dict(request.args.lists()))
    if not made.parameters:
        return parse_filter(given, also=made.heeds), EVERY_RULE
    return EventFilter(), parse_rule_filter(given, known=made.parameters)


def _pieces(
    from_engine: DatabaseEngine,
    made: Format,
    asked: EventFilter,
    rules: RuleFilter,
    options: ExportOptions,
    site_url: str,
) -> Iterator[bytes]:
    # The session belongs to the download, which goes on after the request has been answered.
    with read_session(from_engine) as session:
        yield from made.pieces(SelectedArchive(session, asked, site_url=site_url, rules=rules), options)
