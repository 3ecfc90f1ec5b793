"""The editors: one form for a record of any kind, that keeps what was typed whatever comes."""

from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.edit_page import Standing
from timeline.admin.editing import answer_form, number_in, show_form
from timeline.admin.forms.tree import Tree, tree_of
from timeline.admin.permission import may
from timeline.admin.prefilled import prefilled
from timeline.admin.screen import Screen
from timeline.errors import MovedError
from timeline.queries.proposals import Proposal, get_proposal
from timeline.queries.records import get_record
from timeline.records.kinds import CLASS_OF_PLURAL
from timeline.serving import reading

pages = Blueprint("admin_editor", __name__)

PLURALS: Final = ", ".join(CLASS_OF_PLURAL)
NAMES: Final = ("title", "name", "label")


@pages.get(f"/admin/<any({PLURALS}):plural>/new")
@may("draft")
def new(plural: str) -> Response:
    """Show the form for a new record, with what the address gives filled in."""
    kind = CLASS_OF_PLURAL[plural].record_kind
    return show_form(Standing(kind=kind), prefilled(reading(), kind, request.args))


@pages.post(f"/admin/<any({PLURALS}):plural>/new")
@may("draft")
def add(plural: str) -> AnyResponse:
    """Keep a new record, or give the form back."""
    return answer_form(Standing(kind=CLASS_OF_PLURAL[plural].record_kind))


@pages.get(f"/admin/<any({PLURALS}):plural>/<record_id>/edit")
@may("draft")
def edit(plural: str, record_id: str) -> AnyResponse:
    """Show the form of a record."""
    kind = CLASS_OF_PLURAL[plural].record_kind
    try:
        stored = get_record(reading(), kind, record_id, status=None)
    except MovedError as moved:
        return redirect(url_for(".edit", plural=plural, record_id=moved.to), 303)
    tree = tree_of(stored.record)
    standing = Standing(
        kind=kind, record_id=record_id, version=stored.version, status=stored.status, title=_title(tree)
    )
    return show_form(standing, tree)


@pages.post(f"/admin/<any({PLURALS}):plural>/<record_id>/edit")
@may("draft")
def change(plural: str, record_id: str) -> AnyResponse:
    """Keep a record that was changed, or give the form back."""
    kind = CLASS_OF_PLURAL[plural].record_kind
    stored = get_record(reading(), kind, record_id, status=None)
    version = number_in(request.form.get("base_version", "")) or stored.version
    title = _title(tree_of(stored.record))
    return answer_form(
        Standing(kind=kind, record_id=record_id, version=version, status=stored.status, title=title)
    )


@pages.get("/admin/proposals/<int(max=2147483647):number>/edit")
@may("draft")
def edit_proposal(number: int) -> Response:
    """Show the form of what is proposed for a published record."""
    proposal = get_proposal(reading(), number)
    account = {"change": proposal.change, "note": proposal.note}
    return show_form(_of_proposal(proposal), tree_of(proposal.record), account=account)


@pages.post("/admin/proposals/<int(max=2147483647):number>/edit")
@may("draft")
def change_proposal(number: int) -> AnyResponse:
    """Keep a proposal that was changed, or give the form back."""
    standing = _of_proposal(get_proposal(reading(), number))
    version = number_in(request.form.get("base_version", "")) or standing.version
    return answer_form(replace(standing, version=version))


def _of_proposal(proposal: Proposal) -> Standing:
    return Standing(
        kind=proposal.kind,
        record_id=proposal.record_id,
        version=proposal.version,
        status=proposal.state,
        title=_title(tree_of(proposal.record)),
        proposal=proposal.number,
    )


def _title(tree: Tree) -> str:
    return next((str(tree[name]) for name in NAMES if tree.get(name)), "")


SCREEN: Final = Screen(pages=pages)
