"""The history of a record: its versions with what each changed, any two compared, and one looked at whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.addresses import work_url
from timeline.admin.list_columns import NAMES_OF
from timeline.admin.permission import is_allowed, may
from timeline.admin.screen import Screen
from timeline.admin.shown_differences import ShownDifference, names_in, shown_differences, shown_record
from timeline.db import DatabaseSession
from timeline.errors import MovedError, NotFoundError
from timeline.queries.history import Version, get_version, list_versions
from timeline.queries.people import names_of_people
from timeline.queries.version_records import records_of_versions
from timeline.records.kinds import CLASS_OF_KIND, CLASS_OF_PLURAL, Record
from timeline.serving import reading

pages = Blueprint("admin_history", __name__)
SCREEN: Final = Screen(pages=pages)

PLURALS: Final = ", ".join(CLASS_OF_PLURAL)
PAGE_SIZE: Final = 20
NUMBER: Final = "int(max=2147483647)"
_NAMES: Final = ("title", "name", "label")


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """A record whose history is looked at, as it is now."""

    kind: str
    record_id: str
    title: str
    now: Version

    @property
    def plural(self) -> str:
        """Give the part of the address that its kind has."""
        return CLASS_OF_KIND[self.kind].plural


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One version and what it changed; `is_first` of the version that made the record."""

    version: Version
    differences: tuple[ShownDifference, ...]

    @property
    def is_first(self) -> bool:
        """Tell whether the record begins with it."""
        return self.version.version == 1


@pages.get(f"/admin/<any({PLURALS}):plural>/<record_id>/history")
@may("look")
def index(plural: str, record_id: str) -> AnyResponse | str:
    """List the versions of a record, newest first, or compare two of them."""
    try:
        past = get_past(reading(), CLASS_OF_PLURAL[plural].record_kind, record_id)
    except MovedError as moved:
        return redirect(url_for(".index", plural=plural, record_id=moved.to), 303)
    if "from" in request.args or "to" in request.args:
        return _compared(past)
    session = reading()
    versions = list_versions(session, past.kind, record_id, before=_number("before"), limit=PAGE_SIZE + 1)
    shown = versions[:PAGE_SIZE]
    told = _told(session, past, shown)
    people = {version.by for version in shown} | {version.proposed_by for version in shown}
    return render_template(
        "admin/history/index.html",
        past=past,
        told=told,
        people=names_of_people(session, people - {""}),
        older=shown[-1].version if len(versions) > PAGE_SIZE else None,
        is_newest=_number("before") is None,
        kinds=NAMES_OF,
        work_url=work_url,
        may_restore=is_allowed("draft") and past.now.status != "withdrawn",
    )


@pages.get(f"/admin/<any({PLURALS}):plural>/<record_id>/history/<{NUMBER}:version>")
@may("look")
def version(plural: str, record_id: str, version: int) -> AnyResponse | str:
    """Show all that a record said in one version."""
    session = reading()
    try:
        past = get_past(session, CLASS_OF_PLURAL[plural].record_kind, record_id)
    except MovedError as moved:
        return redirect(url_for(".version", plural=plural, record_id=moved.to, version=version), 303)
    found = get_version(session, past.kind, record_id, version)
    return render_template(
        "admin/history/version.html",
        past=past,
        version=found.version,
        says=shown_record(found.record, names_in(session, [found.record])),
        people=names_of_people(session, {found.version.by}),
        kinds=NAMES_OF,
        may_restore=is_allowed("draft") and past.now.status != "withdrawn",
    )


def get_past(session: DatabaseSession, kind: str, record_id: str) -> Past:
    """Get what a record is called now, and its last version; raises NotFoundError and MovedError."""
    versions = list_versions(session, kind, record_id, limit=1)
    if not versions:
        raise NotFoundError(kind, record_id)
    (record,) = records_of_versions(session, kind, record_id, [versions[0].version]).values()
    return Past(kind=kind, record_id=record_id, title=title_of(record), now=versions[0])


def title_of(record: Record) -> str:
    """Give what a record is called; its id where it has no name yet."""
    return next((str(getattr(record, name)) for name in _NAMES if getattr(record, name, "")), record.id)


def _told(session: DatabaseSession, past: Past, versions: tuple[Version, ...]) -> tuple[Told, ...]:
    wanted = {number for one in versions for number in (one.version, one.version - 1)}
    records = records_of_versions(session, past.kind, past.record_id, wanted)
    names = names_in(session, records.values())
    return tuple(Told(version=one, differences=_changed(records, one, names)) for one in versions)


def _changed(
    records: Mapping[int, Record], version: Version, names: Mapping[tuple[str, str], str]
) -> tuple[ShownDifference, ...]:
    before, after = records.get(version.version - 1), records[version.version]
    return () if before is None else shown_differences(before, after, names)


def _compared(past: Past) -> AnyResponse:
    """Show what is different between two versions, whichever of them is the later one.

    Where a version is asked for that there is not, it is said beside its field, and the last one stands in.
    """
    newest = past.now.version
    typed = {name: request.args.get(name, "") for name in ("from", "to")}
    asked = {name: _number(name) or 0 for name in typed}
    problems = {name for name in typed if typed[name] and not 0 < asked[name] <= newest}
    earlier = max(1, newest - 1) if "from" in problems else asked["from"] or max(1, newest - 1)
    later = newest if "to" in problems else asked["to"] or newest
    session = reading()
    records = records_of_versions(session, past.kind, past.record_id, [earlier, later])
    page = render_template(
        "admin/history/compare.html",
        past=past,
        typed=typed,
        problems=problems,
        earlier=get_version(session, past.kind, past.record_id, earlier).version,
        later=get_version(session, past.kind, past.record_id, later).version,
        differences=shown_differences(records[earlier], records[later], names_in(session, records.values())),
        kinds=NAMES_OF,
        people=names_of_people(session, {past.now.by}),
        may_restore=is_allowed("draft") and past.now.status != "withdrawn",
    )
    return make_response(page, 404 if max(asked.values()) > newest else 200)


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) else None
