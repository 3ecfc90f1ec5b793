"""Merge two records of a kind: side by side, chosen field by field and item by item, previewed, undoable."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.addresses import list_url, work_url
from timeline.admin.history import PLURALS, title_of
from timeline.admin.kept_form import local_address
from timeline.admin.list_columns import NAMES_OF
from timeline.admin.merge_choice import Side, chosen_record, sides_of
from timeline.admin.permission import current_person, may
from timeline.admin.screen import Screen
from timeline.admin.shown_differences import names_in, row_in_words, said_value, shown_differences
from timeline.db import DatabaseSession
from timeline.errors import (
    ConflictError,
    InvalidRecordError,
    InvalidRecordsError,
    MovedError,
    NotAllowedError,
    NotFoundError,
    TimelineError,
)
from timeline.house_rules import find_review_rule
from timeline.queries.history import list_versions
from timeline.queries.type_ahead import find_by_name, labels_of
from timeline.queries.version_records import records_of_versions
from timeline.records.kinds import CLASS_OF_KIND, CLASS_OF_PLURAL, Record
from timeline.records.validate import is_id
from timeline.serving import reading, writing
from timeline.store.merging import list_referrers, merge_records, why_not_merged
from timeline.store.save import SavedBatch

pages = Blueprint("admin_merge", __name__)
SCREEN: Final = Screen(pages=pages)

_LONGEST: Final = 2_000
_FOLLOWING_SHOWN: Final = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """One of two records that are to become one."""

    record: Record
    version: int
    status: str

    @property
    def id(self) -> str:
        """Give its id."""
        return self.record.id

    @property
    def title(self) -> str:
        """Give what it is called."""
        return title_of(self.record)


@dataclass(frozen=True, kw_only=True, slots=True)
class Two:
    """The record that stays, and the one that is merged into it."""

    kind: str
    keep: Party
    other: Party

    @property
    def plural(self) -> str:
        """Give the part of the address that their kind has."""
        return CLASS_OF_KIND[self.kind].plural

    @property
    def is_public(self) -> bool:
        """Tell whether readers see that they are merged."""
        return "published" in {self.keep.status, self.other.status}

    def sides(self, form: Mapping[str, list[str]] | None = None) -> tuple[Side, ...]:
        """Give the fields side by side, as they are chosen in a form or as is usual."""
        return sides_of(self.keep.record, self.other.record, form)


@pages.get(f"/admin/<any({PLURALS}):plural>/merge")
@may("merge")
def choose(plural: str) -> AnyResponse:
    """Ask which two records are one, or show the two side by side."""
    kind = CLASS_OF_PLURAL[plural].record_kind
    typed = {name: request.args.get(name, "").strip() for name in ("keep", "other")}
    found = {name: _id_of(kind, text) for name, text in typed.items()}
    problems = {name: problem for name, (_, problem) in found.items() if problem and (any(typed.values()))}
    two = None
    if not problems and all(typed.values()):
        two = _two(reading(), kind, found["keep"][0], found["other"][0])
        if isinstance(two, str):
            problems["other"] = two
    if two is None or isinstance(two, str):
        return _ask(kind, typed, problems)
    return _side_by_side(two)


@pages.post(f"/admin/<any({PLURALS}):plural>/merge")
@may("merge")
def merge(plural: str) -> AnyResponse:
    """Take two rows of a list, show what their merging comes to, or merge them."""
    kind = CLASS_OF_PLURAL[plural].record_kind
    act = request.form.get("act", "")
    if act not in {"preview", "merge", "look"}:
        return _from_list(kind)
    two = _two(reading(), kind, request.form.get("keep", ""), request.form.get("other", ""))
    if isinstance(two, str):
        return _ask(kind, {"keep": request.form.get("keep", ""), "other": ""}, {"other": two})
    if act == "look":
        return _side_by_side(two)
    if _versions() != (two.keep.version, two.other.version):
        message = "Nothing was merged: somebody saved one of the two meanwhile. This is how they are now."
        return _side_by_side(two, message=message, status=409)
    if act == "preview":
        return _preview(two)
    return _merged(two)


def _merged(two: Two) -> AnyResponse:
    note, reason = (request.form.get(name, "").strip() for name in ("note", "reason"))
    wrong = {}
    if two.is_public and not note:
        wrong["note"] = "This is missing. Tell readers in a sentence why two records became one."
    for name, text in (("note", note), ("reason", reason)):
        if (
            len(text) > _LONGEST
            or not text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
        ):
            wrong[name] = f"Say it in at most {_LONGEST:,} characters that can be shown."
    if wrong:
        return _preview(two, problems=wrong, status=422)
    said = reason or note or f"The same as {two.keep.id}."
    try:
        done = _save(two, note=note, reason=said)
    except ConflictError:
        message = "Nothing was merged: somebody saved one of these records meanwhile. Look at them again."
        return _side_by_side(two, message=message, status=409)
    except NotAllowedError:
        return _preview(two, status=403)
    except (InvalidRecordError, InvalidRecordsError) as error:
        return _preview(two, refused=_problems(error), status=422)
    flash(_words(two, done), "done")
    return redirect(work_url(two.kind, two.keep.id), 303)


def _save(two: Two, *, note: str, reason: str) -> SavedBatch:
    with writing() as session:
        return merge_records(
            session,
            chosen_record(two.keep.record, two.other.record, _form()),
            loser=two.other.id,
            base_version=two.keep.version,
            loser_version=two.other.version,
            who=current_person(),
            four_eyes=find_review_rule(session).two_people,
            reason=reason,
            note=note,
        )


def _problems(error: TimelineError) -> tuple[str, ...]:
    records = error.records if isinstance(error, InvalidRecordsError) else (error,)
    return tuple(
        f"The {one.kind} “{one.record_id}”: {problem}"
        for one in records
        if isinstance(one, InvalidRecordError)
        for problem in one.problems
    )


def _words(two: Two, done: SavedBatch) -> Markup:
    """Say what was merged, and how that is undone."""
    followed = len(done.saved) - 2
    names = {0: "", 1: " One record that named it names this one now."}.get(
        followed, f" {followed:,} records that named it name this one now."
    )
    said = Markup('“{}” is merged into “{}”, and its address leads here.{} <a href="{}">Undo it</a>')
    return said.format(
        two.other.title, two.keep.title, names, url_for("admin_activity.ask", batch=done.batch)
    )


def _from_list(kind: str) -> AnyResponse:
    """Go on with two rows of a list; with fewer or more, say what to do."""
    ids = [slug for slug in dict.fromkeys(request.form.getlist("ids")) if is_id(slug)]
    plural = CLASS_OF_KIND[kind].plural
    if len(ids) == 2:
        return redirect(url_for(".choose", plural=plural, keep=ids[0], other=ids[1]), 303)
    if len(ids) == 1:
        return redirect(url_for(".choose", plural=plural, keep=ids[0]), 303)
    flash("Two records are merged at a time, so nothing was done. Tick the two that are the same.", "problem")
    back = request.form.get("back", "")
    return redirect(local_address(back) if back else list_url(kind), 303)


def _id_of(kind: str, text: str) -> tuple[str, str]:
    """Find the id that is meant by an id or a name, or say what is wrong with it."""
    if not text:
        return "", "This is missing. Type a name and choose one that is offered."
    known = _known_id(kind, text)
    if known:
        return known, ""
    found = find_by_name(reading(), kind, text.replace("\x00", ""))
    if len(found) == 1:
        return found[0].id, ""
    if found:
        return "", f"This is the name of {len(found)}. Write an id: {', '.join(one.id for one in found)}."
    return "", f"There is no {kind} of this name. Choose one that is offered."


def _known_id(kind: str, text: str) -> str:
    """Give the id that a record with this id has now; empty where there is none."""
    try:
        return text if list_versions(reading(), kind, text, limit=1) else ""
    except MovedError as moved:
        return moved.to
    except NotFoundError:
        return ""


def _two(session: DatabaseSession, kind: str, keep: str, other: str) -> Two | str:
    """Get both records, or say why they cannot be merged."""
    if keep == other:
        return "These are one and the same record already. Choose two different ones."
    parties = [_party(session, kind, slug) for slug in (keep, other)]
    for party in parties:
        if party.status == "withdrawn":
            return f"“{party.title}” is withdrawn. Bring it back as a draft first."
    return Two(kind=kind, keep=parties[0], other=parties[1])


def _party(session: DatabaseSession, kind: str, slug: str) -> Party:
    try:
        (last,) = list_versions(session, kind, slug, limit=1)
    except MovedError as moved:
        raise NotFoundError(kind, slug) from moved
    record = records_of_versions(session, kind, slug, [last.version])[last.version]
    return Party(record=record, version=last.version, status=last.status)


def _form() -> dict[str, list[str]]:
    return dict(request.form.lists())


def _versions() -> tuple[int, ...]:
    texts = (request.form.get(name, "") for name in ("keep_version", "other_version"))
    return tuple(int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0 for text in texts)


def _ask(kind: str, typed: Mapping[str, str], problems: Mapping[str, str]) -> AnyResponse:
    keys = [(kind, text) for text in typed.values() if is_id(text)]
    page = render_template(
        "admin/merge/ask.html",
        kind=kind,
        plural=CLASS_OF_KIND[kind].plural,
        names=NAMES_OF[kind],
        typed=typed,
        problems=problems,
        labels={key[1]: found.label for key, found in labels_of(reading(), keys).items()},
        list_url=list_url,
    )
    return make_response(page, 422 if problems else 200)


def _side_by_side(two: Two, *, message: str = "", status: int = 200) -> AnyResponse:
    page = render_template(
        "admin/merge/choose.html",
        two=two,
        sides=two.sides(_form() if request.method == "POST" else None),
        names_of=names_in(reading(), [two.keep.record, two.other.record]),
        names=NAMES_OF[two.kind],
        say=said_value,
        say_row=row_in_words,
        work_url=work_url,
        list_url=list_url,
        message=message,
    )
    return make_response(page, status)


def _preview(
    two: Two,
    *,
    problems: Mapping[str, str] | None = None,
    refused: tuple[str, ...] = (),
    status: int = 200,
) -> AnyResponse:
    session = reading()
    result = chosen_record(two.keep.record, two.other.record, _form())
    following = list_referrers(session, (two.kind, two.other.id))
    four_eyes = find_review_rule(session).two_people
    why_not = why_not_merged(session, result, loser=two.other.id, four_eyes=four_eyes)
    labels = labels_of(session, following[:_FOLLOWING_SHOWN])
    page = render_template(
        "admin/merge/preview.html",
        two=two,
        differences=shown_differences(two.keep.record, result, names_in(session, [two.keep.record, result])),
        following=[
            (key[0], labels[key].label if key in labels else key[1]) for key in following[:_FOLLOWING_SHOWN]
        ],
        count=len(following),
        names=NAMES_OF[two.kind],
        carried=[(name, value) for side in two.sides(_form()) for name, value in side.fields()],
        problems=problems or {},
        refused=refused,
        why_not=why_not,
        typed=request.form,
    )
    return make_response(page, status)
