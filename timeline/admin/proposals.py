"""The review of a proposal: a change of a published record, which stays as it is until this is published."""

from collections.abc import Callable
from typing import Final, cast

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.conflicting import CHOICE, SIDES, meeting_of
from timeline.admin.permission import current_person, may
from timeline.admin.review_answers import (
    Refused,
    find_refusal,
    public_url,
    review_body,
    typed_number,
    typed_place,
    typed_text,
    what_waits,
)
from timeline.admin.review_offers import COLLISION
from timeline.admin.review_page import page_of_proposal, title_of
from timeline.admin.screen import Screen
from timeline.db import DatabaseSession
from timeline.differing.merging import Merged, Side, resolve
from timeline.differing.places import place_now
from timeline.errors import NotAllowedError
from timeline.house_rules import find_review_rule
from timeline.queries.proposals import Proposal, get_proposal
from timeline.records.kinds import Record
from timeline.serving import reading
from timeline.store.accepting import accept, merged_proposal
from timeline.store.comments import comment_on_proposal, settle_comment_on_proposal
from timeline.store.proposals import WAITING, return_proposal, revise, submit_proposal, withdraw_proposal

pages = Blueprint("admin_proposals", __name__)
SCREEN = Screen(pages=pages)

_NUMBER: Final = "int(max=2147483647)"
_PROPOSAL: Final = f"/admin/proposals/<{_NUMBER}:number>"


@pages.get(_PROPOSAL)
@may("look")
def show(number: int) -> Response:
    """Show what a proposal changes, beside its evidence, and what can be done with it."""
    return _page(number)


@pages.post(f"{_PROPOSAL}/submit")
@may("draft")
def submit(number: int) -> AnyResponse:
    """Ask for the review of a proposal that was being written or was returned."""
    return _do(
        number,
        lambda session: submit_proposal(
            session,
            number,
            who=current_person(),
            version=typed_number("version"),
            reason=typed_text("reason"),
        ),
        "Submitted for review. A second person looks at it and publishes it.",
    )


@pages.post(f"{_PROPOSAL}/accept")
@may("publish")
def take(number: int) -> AnyResponse:
    """Publish what is proposed."""
    return _do(number, lambda session: _accept(session, number, None), "", is_published=True)


@pages.post(f"{_PROPOSAL}/return")
@may("publish")
def give_back(number: int) -> AnyResponse:
    """Return a proposal to its author, with a reason."""
    return _do(
        number,
        lambda session: return_proposal(
            session,
            number,
            who=current_person(),
            version=typed_number("version"),
            reason=typed_text("reason"),
        ),
        "Returned: its author finds it in the queue, with your reason.",
        onward=True,
    )


@pages.post(f"{_PROPOSAL}/withdraw")
@may("draft")
def withdraw(number: int) -> AnyResponse:
    """Give a proposal up."""
    return _do(
        number,
        lambda session: withdraw_proposal(
            session,
            number,
            who=current_person(),
            version=typed_number("version"),
            reason=typed_text("reason"),
        ),
        "The proposal is withdrawn. The published version stays as it is.",
        onward=True,
    )


@pages.get(f"{_PROPOSAL}/meet")
@may("draft")
def meet(number: int) -> AnyResponse:
    """Show what a proposal and the record both changed, three ways, to be chosen from."""
    proposal = get_proposal(reading(), number)
    if proposal.state not in WAITING or not merged_proposal(reading(), number).conflicts:
        return redirect(url_for(".show", number=number), 303)
    return _choices(proposal)


@pages.post(f"{_PROPOSAL}/meet")
@may("draft")
def meet_chosen(number: int) -> AnyResponse:
    """Take the choices into the proposal, or publish it with them."""
    proposal = get_proposal(reading(), number)
    if proposal.state not in WAITING:
        return _page(number, Refused(status=409, message="This proposal does not wait any more."))
    merged = merged_proposal(reading(), number)
    record = _chosen(merged)
    if proposal.record_version != typed_number("record_version"):
        return _choices(proposal, status=409, message="The record was saved again. Look at the choices anew.")
    if record is None:
        return _choices(
            proposal, status=422, message="A choice is missing. Choose one of the three for each."
        )
    if request.form.get("act") == "accept":
        return _do(number, lambda session: _accept(session, number, record), "", is_published=True)
    return _do(
        number,
        lambda session: revise(
            session,
            number,
            record,
            who=current_person(),
            version=typed_number("version"),
            reason="Takes in what was published since.",
            base_version=proposal.record_version,
        ),
        f"The proposal starts from version {proposal.record_version} now, with what you chose.",
    )


@pages.post(f"{_PROPOSAL}/remarks")
@may("draft")
def remark(number: int) -> AnyResponse:
    """Keep a remark on a proposal or on one of its fields."""
    return _do(
        number,
        lambda session: comment_on_proposal(
            session,
            number,
            who=current_person(),
            text=typed_text("text"),
            path=_path_in_proposal(number, typed_text("path")),
        ),
        "Remark kept. It stands here until somebody settles it.",
    )


@pages.post(f"{_PROPOSAL}/remarks/<{_NUMBER}:remark_number>/settle")
@may("draft")
def settle(number: int, remark_number: int) -> AnyResponse:
    """Mark a remark as dealt with."""
    return _do(
        number,
        lambda session: settle_comment_on_proposal(session, number, remark_number, who=current_person()),
        "Remark settled.",
    )


def _path_in_proposal(number: int, path: str) -> str:
    """Give the place in the proposal itself of a place on its page, which shows it merged with the record."""
    proposal = get_proposal(reading(), number)
    if proposal.state not in WAITING or not proposal.is_stale:
        return path
    merged = merged_proposal(reading(), number)
    return path if merged.conflicts else place_now(merged.record, proposal.record, path) or path


def _accept(session: DatabaseSession, number: int, resolved: Record | None) -> None:
    if not current_person().may("publish"):
        raise NotAllowedError("To publish a change takes the role of editor.")
    accept(
        session,
        number,
        who=current_person(),
        version=typed_number("version"),
        record_version=typed_number("record_version"),
        four_eyes=find_review_rule(session).two_people,
        resolved=resolved,
        reason=typed_text("reason"),
    )


def _chosen(merged: Merged) -> Record | None:
    """Give the record with the sides that were chosen; None while a choice is missing."""
    sides = {
        conflict.path: cast("Side", request.form[CHOICE + conflict.path])
        for conflict in merged.conflicts
        if request.form.get(CHOICE + conflict.path) in SIDES
    }
    return resolve(merged, sides) if len(sides) == len(merged.conflicts) else None


def _choices(proposal: Proposal, *, status: int = 200, message: str = "") -> Response:
    meeting = meeting_of(
        reading(), merged_proposal(reading(), proposal.number), by="", version=proposal.record_version
    )
    offers = page_of_proposal(reading(), proposal, current_person()).offers
    why_not = next((offer.why_not for offer in offers if offer.name == "accept"), "")
    body = render_template(
        "admin/review/meet.html",
        proposal=proposal,
        title=title_of(proposal.base),
        meeting=meeting,
        picked=request.form,
        message=message,
        may_publish=why_not == COLLISION,
    )
    return make_response(body, status)


def _do(
    number: int,
    act: Callable[[DatabaseSession], object],
    done: str,
    *,
    onward: bool = False,
    is_published: bool = False,
) -> AnyResponse:
    """Take a step with a proposal; go on with the queue, or stay on its page."""
    proposal = get_proposal(reading(), number)
    refused = find_refusal(act)
    if refused is not None:
        return _page(number, refused)
    if is_published:
        see = Markup('Published: everybody sees the change now. <a href="{}">See the public page</a>. {}')
        flash(see.format(public_url(proposal.kind, proposal.record_id), what_waits()), "done")
        return redirect(url_for("admin_review.index"), 303)
    flash(f"{done} {what_waits()}" if onward else done, "done")
    if onward:
        return redirect(url_for("admin_review.index"), 303)
    return redirect(url_for(".show", number=number, _anchor=typed_place()), 303)


def _page(number: int, refused: Refused | None = None) -> Response:
    page = page_of_proposal(reading(), get_proposal(reading(), number), current_person())
    return make_response(review_body(page, refused), refused.status if refused else 200)
