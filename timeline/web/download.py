"""Downloads: every format of the registry, under the filter of the timeline."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from timeline.dates.rules import RULES
from timeline.errors import Problem
from timeline.exports import codebook as explained
from timeline.exports.descriptor import LAYOUT
from timeline.exports.registry import FORMATS
from timeline.exports.tabular import VERSION
from timeline.filters import EventFilter
from timeline.languages.message import message
from timeline.parameters import meant, printable
from timeline.queries.facets import count_facets
from timeline.queries.names import names_of_kind
from timeline.queries.records import get_record
from timeline.queries.selection import names_asked, require_known, require_named
from timeline.web import builder
from timeline.web.asked_file import AskedFile, asked_file, name_revision
from timeline.web.errors import Fault, fault_page
from timeline.web.filtering import fields_of, list_cures, missing_of
from timeline.web.kept_files import answer
from timeline.web.reading import reading
from timeline.web.speaking import gettext

pages = Blueprint("download", __name__)

_BY_FILE = {made.file_name: made for made in FORMATS.values()}


@pages.get("/download")
def index() -> str | AnyResponse:
    """Show what can be had, and put a download together."""
    given = dict(request.args.lists())
    made = builder.chosen_format(given)
    asked = asked_file(made, builder.parameters_for(made, given))
    if builder.MADE_FOR in given:
        # A form sends every field that it has; what is to be kept and sent on is the short address.
        asked = replace(asked, options=builder.moved_up(asked.options, given, made))
        return redirect(builder.address_of(asked), 302)
    look = builder.look_at(asked)
    return render_template(
        "download/index.html",
        asked=asked,
        made=made,
        groups=builder.offered_formats(),
        made_for=builder.made_for(made, asked.options.rows),
        columns=builder.columns_of(asked),
        look=look,
        size=builder.size_words(look.size),
        newest=builder.newest_of(asked),
        **_filtering(asked),
        **(_without_events(asked) if look.events == 0 else {"cures": (), "unknown": ""}),
    )


def _without_events(asked: AskedFile) -> dict[str, Any]:
    """Give which filters leave nothing, and without which of them there are events."""
    names = names_asked(reading(), asked.asked)

    def address(less: EventFilter) -> str:
        return builder.address_of(replace(asked, asked=less))

    return {
        "cures": list_cures(reading(), asked.asked, asked.asked, names, address),
        "unknown": missing_of(asked.asked, names),
    }


def _filtering(asked: AskedFile) -> dict[str, Any]:
    """Give what the form offers to choose events by, or rules."""
    if asked.made.parameters:
        chosen = {"policy": asked.rules.policy, "place": asked.rules.place}
        offered = {kind: names_of_kind(reading(), kind) for kind in chosen}
        return {"rules": offered, "chosen": chosen, "fields": (), "disputed": 0}
    facets = count_facets(reading(), asked.asked)
    fields = fields_of(asked.asked, facets, names_asked(reading(), asked.asked))
    return {"rules": None, "fields": fields, "disputed": facets.disputed}


@pages.get("/download/codebook")
def codebook() -> str:
    """Show which files there are, which columns each has, and how they are written."""
    return render_template(
        "download/codebook.html",
        version=VERSION,
        flat=explained.flat_files(),
        tables=explained.package_tables(),
        about_package=explained.PACKAGE,
        more=explained.database_tables(),
        about_database=explained.DATABASE,
        layout=LAYOUT,
        date_rules=[gettext(rule) for rule in RULES],
    )


@pages.get("/download/codebook/<name>")
def codebook_table(name: str) -> str | Fault:
    """Show what every column of one table means."""
    every = (*explained.flat_files(), *explained.package_tables(), *explained.database_tables())
    names = tuple(one.anchor for one in every)
    if name not in names:
        return _nothing_called(name, names)
    place = names.index(name)
    file_name, _, query = every[place].taken.partition("?")
    options: dict[str, Any] = dict(parse_qsl(query))
    return render_template(
        "download/codebook_table.html",
        explained=every[place],
        taken=url_for("download.file", name=file_name, **options),
        head=explained.HEAD,
        before=every[place - 1] if place else None,
        after=every[place + 1] if place + 1 < len(every) else None,
    )


@pages.get("/download/<path:name>")
def file(name: str) -> Response | Fault:
    """Send one format in pieces, read from one unchanging moment of the record."""
    made = _BY_FILE.get(name)
    if made is None:
        return _nothing_called(name, tuple(_BY_FILE))
    asked = asked_file(made)
    require_known(reading(), asked.asked)
    require_named(reading(), asked.points.named())
    return name_revision(answer(asked), asked)


def _nothing_called(name: str, names: tuple[str, ...]) -> Fault:
    offered = message("There are {names}.", names=", ".join(names))
    fault = message("is no file that can be had")
    cure = meant(name, names, offered)
    return fault_page(404, (Problem(path=printable(name), value="", message=fault, cure=cure),))


@pages.get("/timelines/<record_id>.json")
def timelinejs(record_id: str) -> Response:
    """Give one timeline for TimelineJS, to be fetched from pages anywhere; filters narrow it further."""
    get_record(reading(), "timeline", record_id)
    made = FORMATS["timelinejs"]
    asked = asked_file(made, timeline=record_id)
    require_known(reading(), asked.asked)
    response = Response(asked.pieces(), content_type=made.media_type)
    return name_revision(response, asked)
