"""Worklists: what is there to do next, list by list, and from record to record."""

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.addresses import item_url
from timeline.admin.permission import may
from timeline.admin.screen import MenuEntry, Screen
from timeline.admin.walking import begin_step, end_walk
from timeline.queries.worklists import get_worklist
from timeline.serving import reading

pages = Blueprint("admin_work", __name__)
SCREEN = Screen(pages=pages, menu=(MenuEntry(label="To do", endpoint="admin.index"),))
PAGE_SIZE = 50


@pages.get("/admin/work/<worklist_id>/")
@may("look")
def show(worklist_id: str) -> str:
    """Show what is on a worklist."""
    worklist = get_worklist(worklist_id)
    after = _place("after")
    page = worklist.list(reading(), after, PAGE_SIZE)
    behind = [after, *(item.after for item in page.items)]
    return render_template(
        "admin/work/show.html",
        worklist=worklist,
        total=worklist.count(reading()),
        note=worklist.note(reading()),
        items=list(zip(page.items, behind, strict=False)),
        is_first=not after,
        more=url_for(".show", worklist_id=worklist.id, after=page.after) if page.after else "",
    )


@pages.get("/admin/work/<worklist_id>/count")
@may("look")
def count(worklist_id: str) -> Response:
    """Count what is on a worklist, for a page that did not wait for it."""
    found = get_worklist(worklist_id).count(reading())
    return jsonify(count=found, text=f"{found:,}")


@pages.get("/admin/work/<worklist_id>/next")
@may("look")
def step(worklist_id: str) -> AnyResponse:
    """Go to the item behind a place, and keep where the walk is."""
    worklist = get_worklist(worklist_id)
    behind = _place("behind")
    items = worklist.list(reading(), behind, 1).items
    if not items:
        end_walk()
        left = worklist.count(reading())
        rest = (
            f" {left:,} of it are still to do, before where you began." if left else " Nothing is left of it."
        )
        flash(f"This is the end of the list “{worklist.title}”.{rest}", "done")
        return redirect(url_for(".show", worklist_id=worklist.id) if left else url_for("admin.index"), 303)
    (item,) = items
    begin_step(worklist, behind=behind, at=item.after, title=item.title)
    return redirect(item_url(worklist.id, item), 303)


@pages.post("/admin/work/stop")
@may("look")
def stop() -> AnyResponse:
    """End the walk."""
    end_walk()
    return redirect(url_for("admin.index"), 303)


def _place(name: str) -> str:
    text = request.args.get(name, "")
    return text if text.isprintable() and len(text) <= 200 else ""
