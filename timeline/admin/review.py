"""The review: the queue, and the page on which a record is looked at, remarked on and let through."""

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from timeline import vocab
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
from timeline.admin.review_page import page_of_record
from timeline.admin.screen import MOST_COUNTED, MenuEntry, Screen
from timeline.db import DatabaseSession
from timeline.errors import MovedError
from timeline.house_rules import find_review_rule
from timeline.queries.people import names_of_people
from timeline.queries.queue import QUEUES, QueueItem, count_queues, find_place, list_queue
from timeline.queries.records import get_record
from timeline.records.kinds import CLASS_OF_KIND, CLASS_OF_PLURAL
from timeline.serving import reading
from timeline.store import publishing, workflow
from timeline.store.comments import comment_on_record, settle_comment_on_record

pages = Blueprint("admin_review", __name__)


def _waiting() -> int:
    """Count what waits for whoever asks, for the menu."""
    session = reading()
    counts = count_queues(
        session,
        who=current_person(),
        four_eyes=find_review_rule(session).two_people,
        queues=("waiting", "returned"),
        most=MOST_COUNTED + 1,
    )
    return sum(counts.values())


SCREEN = Screen(pages=pages, menu=(MenuEntry(label="Review", endpoint="admin_review.index", count=_waiting),))

_RECORD: Final = f"/admin/review/<any({', '.join(CLASS_OF_PLURAL)}):plural>/<record_id>"
_NUMBER: Final = "int(max=2147483647)"
#: So many things of each part stand on the first page, and on those that go on with one part.
_FIRST: Final = 15
_PAGE: Final = 50

_WORDS: Final = {
    "waiting": (
        "Waiting for you",
        "Submitted, and yours to publish or to return.",
        "Nothing waits for you. What others submit appears here as soon as you may publish it.",
    ),
    "returned": (
        "Returned to you",
        "Somebody has looked at it and asks for more.",
        "Nothing came back to you.",
    ),
    "mine": (
        "Yours",
        "Your drafts and proposals, and what you have submitted.",
        "You are working on nothing now. A new record, or a change of a published one, appears here.",
    ),
}


@pages.get("/admin/review/")
@may("look")
def index() -> str:
    """Show the queue in its three parts, or go on with one of them."""
    asked = request.args.get("queue", "")
    queues = [asked] if asked in QUEUES else list(_WORDS)
    after = find_place(request.args.get("after", "")) if asked in QUEUES else None
    session, who = reading(), current_person()
    four_eyes = find_review_rule(session).two_people
    limit = _PAGE if asked in QUEUES else _FIRST
    parts = []
    for queue in queues:
        found = list_queue(session, queue, who=who, four_eyes=four_eyes, after=after, limit=limit + 1)
        more = url_for(".index", queue=queue, after=str(found[limit - 1].place)) if len(found) > limit else ""
        parts.append((queue, _WORDS[queue], found[:limit], more))
    return render_template(
        "admin/review/index.html",
        parts=parts,
        one=_WORDS[asked][0] if asked in QUEUES else "",
        is_first=after is None,
        counts=count_queues(session, who=who, four_eyes=four_eyes),
        four_eyes=four_eyes,
        people=names_of_people(session, {item.by for _, _, items, _ in parts for item in items}),
        states={**vocab.STATUSES, **vocab.PROPOSAL_STATES},
        item_url=item_url,
    )


def item_url(item: QueueItem) -> str:
    """Give the page on which a thing of the queue is looked at."""
    if item.proposal is not None:
        return url_for("admin_proposals.show", number=item.proposal)
    return url_for("admin_review.show", plural=CLASS_OF_KIND[item.kind].plural, record_id=item.record_id)


@pages.get(_RECORD)
@may("look")
def show(plural: str, record_id: str) -> AnyResponse:
    """Show what a record says against what was published of it, and what can be done."""
    try:
        return _page(plural, record_id)
    except MovedError as moved:
        return redirect(url_for(".show", plural=plural, record_id=moved.to), 303)


@pages.post(f"{_RECORD}/submit")
@may("draft")
def submit(plural: str, record_id: str) -> AnyResponse:
    """Ask for the review of a draft."""
    done = "Submitted for review. A second person looks at it and publishes it."
    return _do(plural, record_id, workflow.submit, done)


@pages.post(f"{_RECORD}/publish")
@may("publish")
def publish(plural: str, record_id: str) -> AnyResponse:
    """Publish a record."""
    kind = CLASS_OF_PLURAL[plural].record_kind

    def act(session: DatabaseSession, **given: Any) -> None:
        four_eyes = find_review_rule(session).two_people
        publishing.publish(session, four_eyes=four_eyes, note=typed_text("note"), **given)

    link = public_url(kind, record_id)
    return _do(plural, record_id, act, "Published: everybody sees it now.", onward=True, link=link)


@pages.post(f"{_RECORD}/return")
@may("publish")
def give_back(plural: str, record_id: str) -> AnyResponse:
    """Return a record to its author, with a reason."""
    done = "Returned: its author finds it in the queue, with your reason."
    return _do(
        plural,
        record_id,
        workflow.return_to_author,
        done,
        onward=True,
    )


@pages.post(f"{_RECORD}/take-back")
@may("draft")
def take_back(plural: str, record_id: str) -> AnyResponse:
    """Withdraw a record that is not published."""
    done = "Withdrawn. Its history stays, and an editor can make it a draft again."
    return _do(plural, record_id, workflow.take_back, done)


@pages.post(f"{_RECORD}/bring-back")
@may("publish")
def bring_back(plural: str, record_id: str) -> AnyResponse:
    """Make a withdrawn record a draft again."""
    done = "It is a draft again. Submit it when it is ready."
    return _do(plural, record_id, workflow.bring_back, done)


@pages.post(f"{_RECORD}/remarks")
@may("draft")
def remark(plural: str, record_id: str) -> AnyResponse:
    """Keep a remark on a record or on one of its fields."""
    kind = CLASS_OF_PLURAL[plural].record_kind
    stored = get_record(reading(), kind, record_id, status=None)
    refused = find_refusal(
        lambda session: comment_on_record(
            session,
            (kind, stored.record.id),
            who=current_person(),
            text=typed_text("text"),
            path=typed_text("path"),
        )
    )
    if refused is not None:
        return _page(plural, record_id, refused)
    flash("Remark kept. It stands here until somebody settles it.", "done")
    return redirect(url_for(".show", plural=plural, record_id=record_id, _anchor=typed_place()), 303)


@pages.post(f"{_RECORD}/remarks/<{_NUMBER}:remark_number>/settle")
@may("draft")
def settle(plural: str, record_id: str, remark_number: int) -> AnyResponse:
    """Mark a remark as dealt with."""
    kind = CLASS_OF_PLURAL[plural].record_kind
    key = (kind, get_record(reading(), kind, record_id, status=None).record.id)
    refused = find_refusal(
        lambda session: settle_comment_on_record(session, key, remark_number, who=current_person())
    )
    if refused is not None:
        return _page(plural, record_id, refused)
    return redirect(url_for(".show", plural=plural, record_id=record_id, _anchor=typed_place()), 303)


def _do(
    plural: str,
    record_id: str,
    act: Callable[..., object],
    done: str,
    *,
    onward: bool = False,
    link: str = "",
) -> AnyResponse:
    """Take a step with a record; go on with the queue, or stay on its page."""
    kind = CLASS_OF_PLURAL[plural].record_kind
    get_record(reading(), kind, record_id, status=None)

    def step(session: DatabaseSession) -> None:
        asked = {"reason": typed_text("reason")}
        given = {"kind": kind, "slug": record_id, "who": current_person()}
        act(session, **given, base_version=typed_number("version"), **asked)

    refused = find_refusal(step)
    if refused is not None:
        return _page(plural, record_id, refused)
    see = Markup(' <a href="{}">See its public page</a>.').format(link) if link else Markup("")
    rest = f" {what_waits()}" if onward else ""
    flash(Markup("{}{}{}").format(done, see, rest), "done")
    target = url_for(".index") if onward else url_for(".show", plural=plural, record_id=record_id)
    return redirect(target, 303)


def _page(plural: str, record_id: str, refused: Refused | None = None) -> Response:
    kind = CLASS_OF_PLURAL[plural].record_kind
    stored = get_record(reading(), kind, record_id, status=None)
    page = page_of_record(reading(), stored, current_person())
    return make_response(review_body(page, refused), refused.status if refused else 200)
