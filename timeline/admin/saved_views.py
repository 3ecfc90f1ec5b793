"""Views of lists under a name: keep one, delete one."""

from typing import Final
from urllib.parse import parse_qs, urlencode

from flask import Blueprint, flash, redirect, render_template, request
from flask import session as sitting
from markupsafe import Markup
from werkzeug.wrappers import Response

from timeline.admin.addresses import list_url
from timeline.admin.list_address import read_address
from timeline.admin.permission import current_person, may
from timeline.admin.screen import Screen
from timeline.errors import InvalidRecordError
from timeline.queries.saved_views import get_view, list_views
from timeline.records.kinds import CLASS_OF_KIND
from timeline.serving import reading, writing
from timeline.store.saved_views import drop_view, keep_view

pages = Blueprint("admin_views", __name__)
SCREEN = Screen(pages=pages)
_KIND = f"any({', '.join(CLASS_OF_KIND)})"
_NUMBER = "int(max=2147483647)"
#: Where a name that could not be kept waits for the page of the list, with what is wrong with it.
_REFUSED: Final = "view-refused"
_LONGEST_SHOWN: Final = 500


@pages.post(f"/admin/views/<{_KIND}:kind>")
@may("look")
def keep(kind: str) -> Response:
    """Keep what a list shows under a name."""
    asked = parse_qs(request.form.get("query", ""), max_num_fields=100) if _is_short() else {}
    query = urlencode(read_address(kind, asked).parameters(with_page=False))
    name = " ".join(request.form.get("name", "").split())
    owner = current_person().handle
    is_there = any(view.name == name for view in list_views(reading(), owner, kind))
    try:
        with writing() as session:
            keep_view(session, owner=owner, kind=kind, name=name, query=query)
    except InvalidRecordError as error:
        wrong = " ".join(f"The name {problem.message}. {problem.cure}" for problem in error.problems)
        sitting[_REFUSED] = {"kind": kind, "name": name[:_LONGEST_SHOWN], "problem": wrong}
        flash("The view was not kept. What is wrong with its name stands beside it.", "problem")
    else:
        said = "shows this now, and no longer what it showed" if is_there else "is kept"
        flash(Markup("The view “{}” {}. It stands above the list, for you alone.").format(name, said), "done")
    return redirect(_address(kind, query), 303)


@pages.get(f"/admin/views/<{_NUMBER}:number>/delete")
@may("look")
def ask(number: int) -> str:
    """Ask whether a view is to be deleted."""
    view = get_view(reading(), current_person().handle, number)
    return render_template("admin/lists/delete_view.html", view=view, back=_address(view.kind, view.query))


@pages.post(f"/admin/views/<{_NUMBER}:number>/delete")
@may("look")
def delete(number: int) -> Response:
    """Delete a view."""
    view = get_view(reading(), current_person().handle, number)
    with writing() as session:
        drop_view(session, owner=current_person().handle, number=number)
    flash(f"The view “{view.name}” is deleted. The records that it showed are as they were.", "done")
    return redirect(list_url(view.kind), 303)


def take_refused(kind: str) -> dict[str, str]:
    """Give the name that could not be kept and what is wrong with it, once; empty where there is none."""
    refused: dict[str, str] = sitting.get(_REFUSED, {})
    if refused.get("kind") != kind:
        return {}
    sitting.pop(_REFUSED)
    return refused


def _is_short() -> bool:
    return len(request.form.get("query", "")) <= 8000


def _address(kind: str, query: str) -> str:
    return list_url(kind) + (f"?{query}" if query else "")
