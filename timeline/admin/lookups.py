"""What the editors ask while somebody types: names, dates, likenesses, what a policy change finds."""

from typing import Final

from flask import Blueprint, Response, jsonify, render_template, request

from timeline.admin.edit_page import date_conflict, find_before, quoted_words, states_of_policy
from timeline.admin.forms.dates import describe, read_date
from timeline.admin.permission import may
from timeline.admin.screen import Screen
from timeline.dates.propose import MAX_TYPED
from timeline.queries.holding import look_for_quotations
from timeline.queries.similar import similar_events
from timeline.queries.type_ahead import LIMIT, Suggestion, suggest
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.locators import split
from timeline.serving import reading

pages = Blueprint("admin_lookups", __name__)

KINDS: Final = ", ".join(CLASS_OF_KIND)
#: So many of each kind are offered where any kind will do.
OF_EACH: Final = 3
_LONGEST: Final = 300
_LONGEST_QUOTATION: Final = 2_000
_MOST_FIRST: Final = 20
_OF_CHANGE: Final = ("policy", "action", "state", "place", "stated_from", "event")


@pages.get(f"/admin/lookups/names/<any({KINDS}, any):kind>")
@may("look")
def names(kind: str) -> Response:
    """Offer records whose names begin as the typed words do."""
    typed = request.args.get("q", "")[:_LONGEST]
    first = [slug for slug in request.args.get("first", "").split(",") if slug][:_MOST_FIRST]
    found = _of_any_kind(typed) if kind == "any" else suggest(reading(), kind, typed, first=first)
    return jsonify(results=[_named(one, with_kind=kind == "any") for one in found])


def _of_any_kind(typed: str) -> tuple[Suggestion, ...]:
    kind, colon, rest = typed.partition(":")
    if colon and kind in CLASS_OF_KIND:
        return suggest(reading(), kind, rest)
    return tuple(one for each in CLASS_OF_KIND for one in suggest(reading(), each, typed, limit=OF_EACH))


def _named(found: Suggestion, *, with_kind: bool) -> dict[str, str]:
    detail = f"{found.kind.capitalize()} · {found.detail}" if with_kind else found.detail
    return {
        "id": f"{found.kind}:{found.id}" if with_kind else found.id,
        "label": found.label,
        "detail": detail.removesuffix(" · "),
        "status": found.status,
    }


@pages.get("/admin/lookups/date")
@may("look")
def date() -> Response:
    """Say what a typed date comes to."""
    return jsonify(describe(_date_text("text")))


@pages.get("/admin/lookups/locator")
@may("look")
def locator() -> Response:
    """Split a place in a source that is written out into its kind and which one it is."""
    kind, value = split(request.args.get("text", "").strip()[:_LONGEST])
    return jsonify(kind=kind, value=value)


@pages.get("/admin/lookups/conflict")
@may("look")
def conflict() -> Response:
    """Say whether the date that a source gives and that of the event have no day in common."""
    own, given = (read_date(_date_text(name)).edtf for name in ("own", "given"))
    return jsonify(text=date_conflict(own, given))


def _date_text(name: str) -> str:
    return request.args.get(name, "").strip()[: 2 * MAX_TYPED]


@pages.post("/admin/lookups/quotation")
@may("look")
def quotation() -> Response:
    """Say whether words stand in the text that is held of the source which they are said to be from."""
    source, words = (request.form.get(name, "")[:_LONGEST_QUOTATION] for name in ("source", "quotation"))
    found = look_for_quotations(reading(), [(source, words)]).get((source, words))
    return jsonify(found=found, text=quoted_words(found))


@pages.get("/admin/lookups/similar")
@may("look")
def similar() -> Response:
    """Give the list of events like the one that is being written."""
    found = similar_events(
        reading(),
        title=request.args.get("title", "")[:_LONGEST],
        date=read_date(_date_text("date")).edtf,
        actors=request.args.getlist("actor")[:LIMIT],
        but=request.args.get("but", ""),
    )
    return Response(render_template("admin/edit/similar.html", events=found) if found else "")


@pages.get("/admin/lookups/change")
@may("look")
def change() -> Response:
    """Give the states of a policy, and what a change of it would find in effect."""
    values = {name: request.args.get(name, "")[:_LONGEST] for name in _OF_CHANGE}
    values |= {name: read_date(_date_text(name)).edtf for name in ("date", "effective")}
    session = reading()
    return jsonify(
        states=states_of_policy(session, values["policy"]),
        before=render_template("admin/edit/before.html", found=find_before(session, values)),
    )


@pages.post("/admin/lookups/preview")
@may("look")
def preview() -> Response:
    """Give Markdown as readers will see it, by the same rendering."""
    return Response(render_template("admin/edit/preview.html", text=request.form.get("text", "")))


SCREEN: Final = Screen(pages=pages)
