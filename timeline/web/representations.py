"""A record in the forms for programs: at its own address by the header Accept, and each at one of its own.

`/events/some-event` answers with JSON, JSON-LD, CSV, a calendar or a reference, where that is what is
accepted; `/events/some-event.json` and so on always do. CSV is the rows that are the record's own: of an
event its row in the flat file, of a series its figures, of a question its claims, and of what events are
filtered by, its events. All of them take `known`, and give the record as it stood then.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

from flask import Blueprint, Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from timeline.db import DatabaseSession
from timeline.disagreement.questions import of_question
from timeline.disagreement.statement import Disagreement
from timeline.errors import BadRequestError, MovedError
from timeline.exports.record_json import json_line
from timeline.exports.records_jsonld import linked_record
from timeline.exports.registry import FORMATS
from timeline.filters import EventFilter
from timeline.parameters import unknown_parameters
from timeline.queries.archive import SelectedArchive
from timeline.queries.as_of import get_revision, id_at
from timeline.queries.records import Stored, get_record
from timeline.queries.selection import require_known
from timeline.queries.versions import list_versions
from timeline.records.event import Event
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.question import Question
from timeline.web.asked_file import KNOWN, asked_file, asked_known
from timeline.web.citations import as_source, one_event
from timeline.web.citing import FORMS as CITED_FORMS
from timeline.web.feeds import site_url
from timeline.web.negotiation import (
    BIBTEX,
    CALENDAR,
    CSL,
    CSV,
    FORMS_OF_KIND,
    JSON,
    JSON_LD,
    LINKSET,
    PAGE,
    RECORD_JSON,
    RIS,
    Form,
    asked_form,
    asked_kind,
)
from timeline.web.reading import read_as_of, reading
from timeline.web.record_data import json_of, label_of
from timeline.web.signposts import add_signposts, linkset

pages = Blueprint("representations", __name__)

Pieces = Iterable[bytes]
_WITH_ROWS_OF_THEIR_OWN: Final = frozenset({"event", "series", "question"})
_TEXTS: Final = ("text/csv", "text/calendar", "application/x-bibtex", "application/x-research-info-systems")


def init_representations(app: Flask) -> None:
    """Let an application answer at a record's own address in the form that is accepted."""
    app.before_request(_answer)


def show(kind: str, ending: str, record_id: str) -> AnyResponse:
    """Send a record in the form that its address ends in."""
    form = next(one for one in FORMS_OF_KIND[kind] if one.ending == ending)
    try:
        return _sent(kind, record_id, form)
    except MovedError as moved:
        query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
        path = f"{request.script_root}/{CLASS_OF_KIND[kind].plural}/{moved.to}.{ending}"
        return redirect(path + query, 301)


for _kind, _forms in FORMS_OF_KIND.items():
    for _form in _forms:
        pages.add_url_rule(
            f"/{CLASS_OF_KIND[_kind].plural}/<record_id>.{_form.ending}",
            view_func=show,
            defaults={"kind": _kind, "ending": _form.ending},
        )


def _answer() -> Response | None:
    """Answer in the form that is accepted; leave it to the page where that is the one."""
    form, kind = asked_form(), asked_kind()
    if not kind or form is PAGE or not request.view_args:
        return None
    record_id = request.view_args["record_id"]
    response = _sent(kind, record_id, form)
    response.headers["Content-Location"] = (
        f"{site_url()}/{CLASS_OF_KIND[kind].plural}/{record_id}.{form.ending}"
    )
    return response


def _sent(kind: str, record_id: str, form: Form) -> Response:
    record_id = _as_of(kind, record_id)
    stored = get_record(reading(), kind, record_id)
    _refuse_unknown(kind, form)
    charset = "; charset=utf-8" if form.media_type in _TEXTS else ""
    response = Response(_WRITERS[form](stored), content_type=form.media_type + charset)
    # Whoever reads it may be a page of another site: it is public, and nothing in it depends on who asks.
    response.headers["Access-Control-Allow-Origin"] = "*"
    file_name = f"{record_id}.{form.ending}"
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    return add_signposts(response, kind, record_id, form=form)


def _as_of(kind: str, record_id: str) -> str:
    """Let the rest of the request read the record as it stood, where that is asked; give the id of then."""
    known = asked_known(dict(request.args.lists()))
    if known is None:
        return record_id
    revision = get_revision(reading(), known)
    then = id_at(reading(), kind, record_id, revision)
    read_as_of(revision)
    return then


def _refuse_unknown(kind: str, form: Form) -> None:
    """Raise BadRequestError for what means nothing here; rows of events take the filter of events."""
    if form is CSV and kind not in _WITH_ROWS_OF_THEIR_OWN:
        return
    problems = tuple(unknown_parameters(dict(request.args.lists()), (KNOWN,)))
    if problems:
        raise BadRequestError(problems)


def _json(stored: Stored[Record]) -> Pieces:
    return [json_of(stored)]


def _json_ld(stored: Stored[Record]) -> Pieces:
    record = stored.record
    versions = list_versions(reading(), record.record_kind, [record.id]).get(record.id, ())
    said = linked_record(record, versions, label=label_of(record), site_url=site_url())
    return [f"{json_line(said)}\n".encode()]


def _csv(stored: Stored[Record]) -> Pieces:
    record = stored.record
    # What is one record's own is made at once: a piece that is made as it is sent would be read of another
    # moment, when the request and its session have ended.
    if isinstance(record, Event):
        return [b"".join(FORMATS["events-csv"].write(one_event(record)))]
    if record.record_kind == "series":
        return [b"".join(FORMATS["figures-csv"].write(_OneRecord(reading(), record)))]
    if isinstance(record, Question):
        return [b"".join(FORMATS["disagreements-csv"].write(_OneRecord(reading(), record)))]
    given = dict(request.args.lists()) | {record.record_kind: [record.id]}
    asked = asked_file(FORMATS["events-csv"], given)
    require_known(reading(), asked.asked)
    pieces = asked.pieces()
    # The first piece is made at once, so that what cannot be answered is refused, and not broken off.
    return chain([next(pieces, b"")], pieces)


def _calendar(stored: Stored[Record]) -> Pieces:
    assert isinstance(stored.record, Event)  # noqa: S101 - the form of events alone
    return FORMATS["calendar"].write(one_event(stored.record))


def _cited(ending: str) -> Callable[[Stored[Record]], Pieces]:
    return lambda stored: [CITED_FORMS[ending].write(as_source(stored)).encode("utf-8", "replace")]


def _linkset(stored: Stored[Record]) -> Pieces:
    said = linkset(stored.record.record_kind, stored.record.id)
    return [(json.dumps(said, indent=1) + "\n").encode()]


_WRITERS: Final[Mapping[Form, Callable[[Stored[Record]], Pieces]]] = {
    JSON: _json,
    RECORD_JSON: _json,
    JSON_LD: _json_ld,
    CSV: _csv,
    CALENDAR: _calendar,
    BIBTEX: _cited("bib"),
    RIS: _cited("ris"),
    CSL: _cited("json"),
    LINKSET: _linkset,
}


class _OneRecord:
    """An archive with one record of its kind, and every other record that it may name."""

    def __init__(self, session: DatabaseSession, record: Record) -> None:
        self._record = record
        self._whole = SelectedArchive(session, EventFilter(), site_url=site_url())
        self.site_url = site_url()

    @property
    def selection(self) -> Mapping[str, str]:
        return {}

    def records(self, kind: str) -> Iterator[Record]:
        return iter((self._record,)) if kind == self._record.record_kind else self._whole.records(kind)

    def disagreements(self) -> Iterator[Disagreement]:
        return iter((of_question(self._record),)) if isinstance(self._record, Question) else iter(())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)
