"""Bring back what a record said earlier, all of it or some fields: asked first, and kept as a new version."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.edit_page import KINDS_OF_CHANGE, Standing
from timeline.admin.history import NUMBER, PLURALS, Past, get_past
from timeline.admin.keeping import Account, Step, account_problems, keep, steps_for
from timeline.admin.list_columns import NAMES_OF
from timeline.admin.permission import current_person, may
from timeline.admin.screen import Screen
from timeline.admin.shown_differences import names_in, shown_differences
from timeline.db import DatabaseSession
from timeline.differing.differences import Difference, apply, differences
from timeline.errors import (
    ConflictError,
    InvalidRecordError,
    InvalidRecordsError,
    MovedError,
    NotAllowedError,
    Problem,
    TimelineError,
)
from timeline.queries.version_records import records_of_versions
from timeline.records.kinds import CLASS_OF_PLURAL, Record
from timeline.serving import reading, writing
from timeline.store.restore import earlier_record

pages = Blueprint("admin_restoring", __name__)
SCREEN: Final = Screen(pages=pages)

_ACTS: Final = ("save", "change", "propose")
_MESSAGES: Final[Mapping[str, str]] = {
    "draft": "Restored from version {}, as a new version of the draft. Submit it when it is ready.",
    "review": "Restored from version {}, as a new version. The record is still in review.",
    "change": "Restored from version {}. It is public now, with your note in the list of changes.",
    "propose": "Restoring version {} is proposed. Somebody else looks at it; until then nothing changes.",
}


@pages.get(f"/admin/<any({PLURALS}):plural>/<record_id>/history/<{NUMBER}:version>/restore")
@may("draft")
def ask(plural: str, record_id: str, version: int) -> AnyResponse:
    """Show what restoring a version would change, and ask for the reason."""
    try:
        past = get_past(reading(), CLASS_OF_PLURAL[plural].record_kind, record_id)
    except MovedError as moved:
        return redirect(url_for(".ask", plural=plural, record_id=moved.to, version=version), 303)
    return _page(past, version, chosen=request.args.getlist("field"))


@pages.post(f"/admin/<any({PLURALS}):plural>/<record_id>/history/<{NUMBER}:version>/restore")
@may("draft")
def restore(plural: str, record_id: str, version: int) -> AnyResponse:
    """Keep the chosen fields as the version had them, on top of what there is now."""
    past = get_past(reading(), CLASS_OF_PLURAL[plural].record_kind, record_id)
    chosen = request.form.getlist("field")
    act = _act(past)
    if act is None:
        return _page(past, version, chosen=chosen, status=422)
    account = Account(**{name: request.form.get(name, "").strip() for name in ("change", "note", "reason")})
    problems = _problems(account, chosen, asks=_steps(past)[act].asks_for_account)
    if problems:
        return _page(past, version, chosen=chosen, problems=problems, status=422)
    try:
        _keep(past, version, chosen, account, act)
    except TimelineError as error:
        return _refused(get_past(reading(), past.kind, record_id), version, chosen, error)
    flash(_MESSAGES[past.now.status if act == "save" else act].format(version), "done")
    return redirect(url_for("admin_history.index", plural=plural, record_id=record_id), 303)


def _keep(past: Past, version: int, chosen: list[str], account: Account, act: str) -> None:
    base = _base_version()
    if base != past.now.version:
        raise ConflictError(past.kind, past.record_id, base_version=base, version=past.now.version)
    with writing() as session:
        now, found = _restorable(session, past, version)
        record = apply(now, [one for one in found if one.field in chosen])
        keep(
            session,
            record,
            act=act,
            who=current_person(),
            base_version=base,
            status=past.now.status,
            account=account,
        )


def _restorable(session: DatabaseSession, past: Past, version: int) -> tuple[Record, tuple[Difference, ...]]:
    """Give the record as it is and what is different in the version, whose ids are those of today."""
    last = past.now.version
    now = records_of_versions(session, past.kind, past.record_id, [last])[last]
    return now, differences(now, earlier_record(session, past.kind, past.record_id, version))


def _refused(past: Past, version: int, chosen: list[str], error: TimelineError) -> AnyResponse:
    """Give the form back and say why nothing was restored."""
    match error:
        case ConflictError():
            message = (
                "Nothing was restored: somebody saved the record meanwhile. This is what it would do now."
            )
            return _page(past, version, chosen=chosen, message=message, status=409)
        case InvalidRecordError():
            return _page(past, version, chosen=chosen, refused=error.problems, status=422)
        case InvalidRecordsError():
            found = tuple(problem for one in error.records for problem in one.problems)
            return _page(past, version, chosen=chosen, refused=found, status=422)
        case NotAllowedError():
            return _page(past, version, chosen=chosen, message=str(error), status=403)
    raise error


def _base_version() -> int:
    text = request.form.get("base_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _steps(past: Past) -> Mapping[str, Step]:
    standing = Standing(
        kind=past.kind, record_id=past.record_id, version=past.now.version, status=past.now.status
    )
    return steps_for(reading(), standing, current_person())


def _act(past: Past) -> str | None:
    return next((act for act in _ACTS if act in _steps(past)), None)


def _problems(account: Account, chosen: list[str], *, asks: bool) -> tuple[Problem, ...]:
    found = list(account_problems(account)) if asks else []
    if not account.reason:
        cure = "Say in a sentence why this version is right after all."
        found.append(Problem(path="reason", value="", message="is missing", cure=cure))
    elif len(account.reason) > 2_000 and not asks:
        cure = "Say it in at most 2,000 characters."
        found.append(Problem(path="reason", value=account.reason, message="is too long", cure=cure))
    if not chosen:
        cure = "Tick at least one field."
        found.append(Problem(path="fields", value="", message="is not chosen", cure=cure))
    return tuple(found)


def _page(
    past: Past,
    version: int,
    *,
    chosen: list[str],
    message: str = "",
    problems: tuple[Problem, ...] = (),
    refused: tuple[Problem, ...] = (),
    status: int = 200,
) -> AnyResponse:
    session = reading()
    now, found = _restorable(session, past, version)
    names = names_in(session, [now, apply(now, found)])
    shown = shown_differences(now, apply(now, found), names, found)
    by_field: dict[str, list[object]] = {}
    for one in shown:
        by_field.setdefault(one.field, []).append(one)
    act = _act(past)
    body = render_template(
        "admin/history/restore.html",
        past=past,
        version=version,
        fields=by_field,
        chosen=chosen or ([] if request.method == "POST" else list(by_field)),
        act=act,
        asks=act is not None and _steps(past)[act].asks_for_account,
        kinds_of_change=KINDS_OF_CHANGE,
        kinds=NAMES_OF,
        message=message,
        problems={problem.path: problem for problem in problems},
        refused=refused,
        typed=request.form,
    )
    return make_response(body, status)
