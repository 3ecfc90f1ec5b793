"""Records that are made while another one is written: from a short form beside it, or from a pasted text."""

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.drafted import NAMES, Drafts, read_reference
from timeline.admin.edit_page import quick_page
from timeline.admin.forms.layout import QUICK
from timeline.admin.forms.tree import Tree, blank_tree
from timeline.admin.keeping import keep_quick
from timeline.admin.permission import current_person, may
from timeline.admin.screen import Screen
from timeline.admin.typed_form import read_form, typed_tree
from timeline.errors import InvalidRecordError, NotAllowedError, Problem
from timeline.queries.type_ahead import labels_of
from timeline.records.fields import field_specs
from timeline.records.kinds import CLASS_OF_KIND
from timeline.serving import reading, writing

pages = Blueprint("admin_quick", __name__)

KINDS: Final = ", ".join(QUICK)
_LONGEST: Final = 500


@pages.get(f"/admin/quick/<any({KINDS}):kind>")
@may("draft")
def show(kind: str) -> Response:
    """Show the short form, with the name that was typed."""
    tree = blank_tree(CLASS_OF_KIND[kind])
    tree[NAMES[kind]] = request.args.get("name", "")[:_LONGEST].strip()
    return _fragment(kind, tree)


@pages.post(f"/admin/quick/<any({KINDS}):kind>")
@may("draft")
def add(kind: str) -> AnyResponse:
    """Keep the record and give its id and name, or give the form back."""
    tree, pressed = typed_tree(kind)
    if pressed:
        return _fragment(kind, tree)
    typed = read_form(reading(), kind, tree, record_id="")
    name = NAMES[kind]
    wrong = list(typed.wrong)
    wrong += [found for found in typed.lacking if found.path in QUICK[kind]]
    if not wrong:
        try:
            with writing() as session:
                keep_quick(session, typed.record, who=current_person())
        except InvalidRecordError as error:
            wrong = list(error.problems)
        except NotAllowedError as error:
            wrong = [Problem(path=name, value="", message="cannot be kept", cure=str(error))]
        else:
            return _made(kind, typed.record.id)
    return _fragment(kind, typed.tree, wrong, status=422)


@pages.post("/admin/quick/paste")
@may("draft")
def paste() -> AnyResponse:
    """Draft sources from a pasted text: of one, give that which is there already, or the form filled in.

    Of several each is drafted as it stands, to be completed under its own address.
    """
    read = read_reference(request.form.get("text", ""))
    if isinstance(read, Drafts):
        return _several(read)
    if read.known:
        return _made("source", read.known, known=True)
    return _fragment("source", read.tree, left=read.left)


def _several(done: Drafts) -> AnyResponse:
    if not (done.known or done.made):
        answer = jsonify(problem=done.words)
        answer.status_code = 422
        return answer
    keys = [*done.known, *done.made]
    labels = labels_of(reading(), keys)
    several = [
        {"id": one.id, "label": one.label, "detail": one.detail, "status": one.status}
        for one in (labels[key] for key in keys)
    ]
    answer = jsonify(several=several, message=done.words)
    answer.status_code = 201
    return answer


def _made(kind: str, slug: str, *, known: bool = False) -> AnyResponse:
    found = labels_of(reading(), [(kind, slug)])[kind, slug]
    answer = jsonify(id=slug, label=found.label, detail=found.detail, status=found.status, known=known)
    answer.status_code = 200 if known else 201
    return answer


def _fragment(
    kind: str,
    tree: Tree,
    wrong: list[Problem] | tuple[Problem, ...] = (),
    *,
    status: int = 200,
    left: Sequence[str] = (),
) -> Response:
    page = quick_page(reading(), kind, tree, wrong)
    hidden = _hidden(kind, tree)
    body = render_template("admin/edit/quick.html", page=page, kind=kind, left=left, hidden=hidden)
    return make_response(body, status)


def _hidden(kind: str, tree: Tree) -> list[tuple[str, str]]:
    """List what is known beyond the fields of the short form, so that it is not lost."""
    cls = CLASS_OF_KIND[kind]
    kept: list[tuple[str, str]] = []
    for spec in field_specs(cls):
        if spec.name in QUICK[kind]:
            continue
        value = tree[spec.name]
        if isinstance(value, str):
            kept.append((spec.name, value))
        elif spec.part is not None:
            kept += [
                (f"{spec.name}-{at}-{name}", text)
                for at, row in enumerate(value)
                for name, text in row.items()
                if isinstance(text, str)
            ]
    return [(name, value) for name, value in kept if value]


SCREEN: Final = Screen(pages=pages)
