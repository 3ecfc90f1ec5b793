"""Give a record another id: asked first, kept as an act that can be undone; the old address leads on.

An id is made from the name of a record when it is first saved, and that name may have been mistyped. What
readers are told of the record stays the same, so that one editor may do it.
"""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.addresses import work_url
from timeline.admin.history import PLURALS, Past, get_past
from timeline.admin.permission import current_person, may
from timeline.admin.screen import Screen
from timeline.errors import ConflictError, InvalidRecordError, InvalidRecordsError, MovedError
from timeline.queries.type_ahead import labels_of
from timeline.records.fields import Text
from timeline.records.kinds import CLASS_OF_PLURAL
from timeline.records.validate import is_id, text_problems
from timeline.serving import reading, writing
from timeline.store.merging import list_referrers, rename_record
from timeline.store.save import SavedBatch

pages = Blueprint("admin_renaming", __name__)
SCREEN: Final = Screen(pages=pages)

_ADDRESS: Final = f"/admin/<any({PLURALS}):plural>/<record_id>/rename"
_SAID: Final = Text("Why it has another id.", lines=True, longest=2_000)
_SHOWN: Final = 20


@pages.get(_ADDRESS)
@may("merge")
def ask(plural: str, record_id: str) -> AnyResponse:
    """Ask for the new id, and show what will follow it."""
    try:
        past = get_past(reading(), CLASS_OF_PLURAL[plural].record_kind, record_id)
    except MovedError as moved:
        return redirect(url_for(".ask", plural=plural, record_id=moved.to), 303)
    return _page(past)


@pages.post(_ADDRESS)
@may("merge")
def rename(plural: str, record_id: str) -> AnyResponse:
    """Give the record the id that was typed."""
    past = get_past(reading(), CLASS_OF_PLURAL[plural].record_kind, record_id)
    to, note = (request.form.get(name, "").strip() for name in ("to", "note"))
    wrong = _problems(past, to, note)
    if wrong:
        return _page(past, wrong, status=422)
    try:
        done = _save(past, to, note)
    except ConflictError:
        message = "Nothing was renamed: somebody saved the record meanwhile. Look at it, then rename it."
        return _page(get_past(reading(), past.kind, past.record_id), message=message, status=409)
    except InvalidRecordError as error:
        return _page(past, {"to": str(error.problems[0])}, status=422)
    except InvalidRecordsError as error:
        return _page(past, {"to": str(error.records[0].problems[0])}, status=422)
    said = Markup('“{}” has the id {} now, and its old address leads here. <a href="{}">Undo it</a>')
    flash(said.format(past.title, to, url_for("admin_activity.ask", batch=done.batch)), "done")
    return redirect(work_url(past.kind, to), 303)


def _problems(past: Past, to: str, note: str) -> dict[str, str]:
    wrong = {}
    if not is_id(to):
        wrong["to"] = (
            "This is no id. Write small letters, digits and single hyphens between them, at most 80."
        )
    elif to == past.record_id:
        wrong["to"] = "This is the id that it has. Write another one."
    if past.now.status == "published" and not note:
        wrong["note"] = "This is missing. Tell readers in a sentence why the address is another."
    for problem in text_problems(_SAID, note, "note"):
        wrong["note"] = str(problem)
    return wrong


def _save(past: Past, to: str, note: str) -> SavedBatch:
    text = request.form.get("version", "")
    with writing() as session:
        return rename_record(
            session,
            (past.kind, past.record_id),
            to=to,
            base_version=int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0,
            who=current_person(),
            reason=note or f"Its id was {past.record_id}.",
            note=note,
        )


def _page(
    past: Past, problems: Mapping[str, str] | None = None, *, message: str = "", status: int = 200
) -> AnyResponse:
    session = reading()
    following = list_referrers(session, (past.kind, past.record_id))
    labels = labels_of(session, following[:_SHOWN])
    page = render_template(
        "admin/rename/ask.html",
        past=past,
        following=[(key[0], labels[key].label if key in labels else key[1]) for key in following[:_SHOWN]],
        count=len(following),
        problems=problems or {},
        message=message,
        typed=request.form,
        work_url=work_url,
    )
    return make_response(page, status)
