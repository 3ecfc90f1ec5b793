"""Find a record of any kind by its name, from every screen."""

from typing import Final

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from timeline.admin.addresses import list_url, work_url
from timeline.admin.list_columns import NAMES_OF
from timeline.admin.permission import may
from timeline.admin.screen import Screen
from timeline.queries.type_ahead import suggest
from timeline.serving import reading

pages = Blueprint("admin_finding", __name__)
SCREEN: Final = Screen(pages=pages)

#: So many of each kind are named; the list of the kind has all.
_OF_EACH: Final = 8
_LONGEST: Final = 200


@pages.get("/admin/find")
@may("look")
def index() -> Response | str:
    """List the records whose names have the typed words; go to the one whose name or id they are."""
    plain = (sign if sign.isprintable() else " " for sign in request.args.get("q", "")[:_LONGEST])
    typed = " ".join("".join(plain).split())
    given = {kind: suggest(reading(), kind, typed, limit=_OF_EACH) if typed else () for kind in NAMES_OF}
    meant = [
        one for found in given.values() for one in found if typed.casefold() in {one.label.casefold(), one.id}
    ]
    if len(meant) == 1:
        return redirect(work_url(meant[0].kind, meant[0].id), 303)
    return render_template(
        "admin/finding/index.html",
        typed=typed,
        found={kind: found for kind, found in given.items() if found},
        names=NAMES_OF,
        most=_OF_EACH,
        list_url=list_url,
        work_url=work_url,
    )
