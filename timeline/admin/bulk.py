"""Change many records of a list at once: what to do, a preview of what it does, one act, one undo."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from timeline import vocab
from timeline.admin.bulk_choice import Choice, Offer, offers_for, read_action, read_choice
from timeline.admin.list_columns import COLUMNS_OF, NAMES_OF
from timeline.admin.permission import current_person, may
from timeline.admin.screen import Screen
from timeline.admin.sent_csv import sent_csv
from timeline.admin.shown_differences import Names, row_in_words, said_value, spec_at
from timeline.differing.differences import Difference
from timeline.errors import ConflictError, InvalidRecordError, InvalidRecordsError, Problem
from timeline.exports.csv_lines import csv_bytes
from timeline.house_rules import find_review_rule
from timeline.list_filter import terms_of
from timeline.package.cells import guard, join_list
from timeline.queries.admin_lists import Listed, rows_of_keys
from timeline.queries.type_ahead import labels_of
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.references import RecordKey
from timeline.records.validate import is_id
from timeline.serving import reading, writing
from timeline.store.bulk import MOST, BulkPlan, SavedBulk, plan_bulk, save_bulk
from timeline.store.bulk_changes import BulkAction

pages = Blueprint("admin_bulk", __name__)
SCREEN = Screen(pages=pages)
_KIND = f"any({', '.join(CLASS_OF_KIND)})"
_SHOWN = 12
_EXPORTED_AT_ONCE = 500
#: An act on so many fields is the most that a form carries: a field a record, and what is asked beside.
_MOST_PARTS = MOST + 500


@pages.post(f"/admin/bulk/<{_KIND}:kind>")
@may("look")
def choose(kind: str) -> AnyResponse:
    """Ask what to do with the chosen records."""
    _let_many_fields_in()
    return _ask(read_choice(kind, request.form))


@pages.post(f"/admin/bulk/<{_KIND}:kind>/preview")
@may("draft")
def preview(kind: str) -> AnyResponse:
    """Show what the act would do to each record."""
    _let_many_fields_in()
    choice = read_choice(kind, request.form)
    keys = choice.keys(reading())
    action = read_action(_offers(kind), request.form)
    if action is None or not keys or len(keys) > MOST:
        return _ask(choice, problem="Choose what to do, and the value that it takes." if keys else "")
    return _preview(choice, action, keys)


@pages.post(f"/admin/bulk/<{_KIND}:kind>/save")
@may("draft")
def save(kind: str) -> AnyResponse:
    """Do it, to the records as the preview showed them."""
    _let_many_fields_in()
    choice = read_choice(kind, request.form)
    action = read_action(_offers(kind), request.form)
    records = list(_previewed(kind))
    if action is None or not records:
        return _ask(choice, problem="Choose what to do, and the value that it takes.")
    try:
        done = _saved(action, records)
    except ConflictError as error:
        names = len(error.stale) or 1
        message = f"Nothing was changed: {names} of them were saved by somebody since. This is how it is now."
        return _preview(choice, action, [(kind, slug) for _, slug, _ in records], message=message, status=409)
    except (InvalidRecordError, InvalidRecordsError) as error:
        problems = error.problems if isinstance(error, InvalidRecordError) else ()
        message = "" if problems else str(error)
        keys = [(kind, slug) for _, slug, _ in records]
        return _preview(choice, action, keys, message=message, problems=problems, status=422)
    flash(_words(done), "done")
    return redirect(choice.back, 303)


@pages.post(f"/admin/bulk/<{_KIND}:kind>/export")
@may("look")
def export(kind: str) -> Response:
    """Send the chosen records as CSV, with every column that their list can show."""
    _let_many_fields_in()
    choice = read_choice(kind, request.form)
    shown = [column.name for column in COLUMNS_OF[kind]]

    def lines(session: Session) -> Iterator[bytes]:
        return csv_bytes(["id", "title", *(name for name in shown if name != "id")], rows(session))

    def rows(session: Session) -> Iterator[list[str]]:
        keys = choice.keys(session, limit=10_000_000)
        for start in range(0, len(keys), _EXPORTED_AT_ONCE):
            some = keys[start : start + _EXPORTED_AT_ONCE]
            yield from (_cells(row, shown) for row in rows_of_keys(session, kind, some, columns=shown))

    return sent_csv(f"{CLASS_OF_KIND[kind].plural}-list.csv", lines)


def _let_many_fields_in() -> None:
    request.max_form_parts = _MOST_PARTS


def _offers(kind: str) -> list[Offer]:
    return offers_for(reading(), kind, current_person())


def _ask(choice: Choice, *, problem: str = "") -> AnyResponse:
    keys = choice.keys(reading())
    if not keys:
        flash("No record was chosen, so nothing was done. Tick some rows first.", "problem")
        return redirect(choice.back, 303)
    shown = keys[:_SHOWN]
    names = labels_of(reading(), shown)
    page = render_template(
        "admin/bulk/choose.html",
        choice=choice,
        count=len(keys),
        most=MOST,
        names=NAMES_OF[choice.kind],
        shown=[names[key].label if key in names else key[1] for key in shown],
        offers=_offers(choice.kind),
        problem=problem,
        typed=request.form,
    )
    return make_response(page, 422 if problem else 200)


def _preview(
    choice: Choice,
    action: BulkAction,
    keys: Sequence[RecordKey],
    *,
    message: str = "",
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> AnyResponse:
    plan = _planned(keys, action)
    offer = next(offer for offer in _offers(choice.kind) if offer.name == action.name)
    page = render_template(
        "admin/bulk/preview.html",
        choice=choice,
        action=action,
        plan=plan,
        label=offer.label,
        value=dict(offer.values).get(action.value, ""),
        is_public=any(
            row.outcome == "propose" or (row.outcome == "change" and row.status_now == "published")
            for row in plan.rows
        ),
        changes={name: vocab.CHANGES[name] for name in ("editorial", "update", "correction")},
        statuses=vocab.STATUSES,
        message=message,
        problems={problem.path: problem for problem in problems},
        names=NAMES_OF[choice.kind],
        say=partial(_said, CLASS_OF_KIND[choice.kind], _names(action)),
        typed=request.form,
        shown_most=200,
    )
    return make_response(page, status)


def _names(action: BulkAction) -> Names:
    """Give the name of the topic that an act is about, if it is about one."""
    return {key: found.label for key, found in labels_of(reading(), [("topic", action.value)]).items()}


def _said(cls: type[Record], names: Names, difference: Difference, value: Any) -> str:
    """Give a value in words, as before and after the act."""
    spec = spec_at(cls, difference.path)
    return row_in_words(spec, value, names) if spec.is_many else said_value(spec.mark, value, names)


def _planned(keys: Sequence[RecordKey], action: BulkAction) -> BulkPlan:
    four_eyes = find_review_rule(reading()).two_people
    return plan_bulk(reading(), keys, action, who=current_person(), four_eyes=four_eyes)


def _previewed(kind: str) -> Iterator[tuple[str, str, int]]:
    """Yield the records that the preview showed as changing, with their versions."""
    for text in request.form.getlist("record")[:MOST]:
        slug, _, version = text.rpartition(":")
        if is_id(slug) and version.isascii() and version.isdigit() and len(version) < 10:
            yield kind, slug, int(version)


def _saved(action: BulkAction, records: list[tuple[str, str, int]]) -> SavedBulk:
    with writing() as session:
        return save_bulk(
            session,
            records,
            action,
            who=current_person(),
            four_eyes=find_review_rule(session).two_people,
            reason=request.form.get("reason", "").strip()[:2000],
            note=request.form.get("note", "").strip()[:2000],
            change=request.form.get("change", "editorial"),
        )


def _words(done: SavedBulk) -> Markup:
    """Say what was done, and how it is undone."""
    changed, proposed = len(done.plan.of("change")), len(done.proposals)
    parts = []
    if changed:
        parts.append("1 record was changed" if changed == 1 else f"{changed:,} records were changed")
    if proposed:
        parts.append("1 change was proposed" if proposed == 1 else f"{proposed:,} changes were proposed")
    said = " and ".join(parts) or "Nothing had to be changed"
    if not parts:
        return Markup("{}.").format(said)
    link = url_for("admin_activity.ask", batch=done.batch)
    return Markup('{}, in one act. <a href="{}">Undo it</a>').format(said, link)


def _cells(row: Listed, names: Sequence[str]) -> list[str]:
    return [row.id, guard(row.title), *(guard(_cell(row, name)) for name in names if name != "id")]


def _cell(row: Listed, name: str) -> str:
    plain: dict[str, Any] = {
        "date": row.date.text if row.date else "",
        "kind": terms_of(row.kind, row.term),
        "significance": row.significance,
        "status": row.status,
        "evidence": row.evidence,
        "changed": row.changed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return str(plain[name]) if name in plain else join_list(row.more.get(name, ()))
