"""Writing: drafts, changes, proposals and publication, by the same functions of the store as the screens use.

The rules of the house hold here as there. The same request sent twice does nothing the second time.
"""

from collections.abc import Callable
from typing import Any, Final

from flask import Response

from timeline.api.access import curator, refused
from timeline.api.answers import answer_json
from timeline.api.declared import Call
from timeline.api.parameters import read_base_version
from timeline.api.places import address, record_path, site_url
from timeline.api.problems import BODY, ApiError, told
from timeline.api.resources import resource
from timeline.db import DatabaseSession
from timeline.errors import ConflictError, NotAllowedError, NotFoundError, Problem
from timeline.exports.record_json import moment
from timeline.house_rules import find_review_rule
from timeline.queries.people import Bearer
from timeline.queries.proposals import Proposal, get_proposal, list_waiting_on
from timeline.queries.records import Stored, find_record, get_record
from timeline.records.canonical import from_document, to_document
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.rights import VOCABULARY_KINDS
from timeline.serving import reading, writing
from timeline.store import accepting, proposals, publishing, workflow
from timeline.store.act import Act, act_problems
from timeline.store.company import authors
from timeline.store.dataset import lock
from timeline.store.registry import get_entry
from timeline.vocab import PROPOSAL_CHANGES

THROUGH: Final = "api"


def create(call: Call) -> Response:
    """Keep a new record as a draft."""
    _refuse_account(call)
    record, bearer = _record(call), _bearer(call)
    who = curator(bearer, "publish")
    with writing() as session:
        lock(session)
        there = find_record(session, record.record_kind, record.id, status="draft")
        is_repeated = there is not None and there.record == record and _is_by(session, record, who.handle)
        if not is_repeated:
            workflow.save_draft(
                session, record, who=who, base_version=0, reason=call.body.get("reason", ""), through=THROUGH
            )
    return _answer(record.record_kind, record.id, status=200 if is_repeated else 201)


def replace(call: Call) -> Response:
    """Put what is sent in the place of what a record says."""
    base_version, record = read_base_version(), _record_of_path(call)
    with writing() as session:
        lock(session)
        entry = get_entry(session, *_key(call))
        stored = get_record(session, *_key(call), status=None)
        if stored.record != record:
            keep = _keep_published if entry.status == "published" else _keep_draft
            keep(session, call, record, base_version)
    return _answer(*_key(call))


def _keep_draft(session: DatabaseSession, call: Call, record: Record, base_version: int) -> None:
    _refuse_account(call)
    workflow.save_draft(
        session,
        record,
        who=curator(_bearer(call), "publish"),
        base_version=base_version,
        reason=call.body.get("reason", ""),
        through=THROUGH,
    )


def _keep_published(session: DatabaseSession, call: Call, record: Record, base_version: int) -> None:
    right = "vocabulary" if record.record_kind in VOCABULARY_KINDS else "publish"
    bearer = _bearer(call)
    if not bearer.may(right):
        raise refused(bearer, right)
    _refuse_account(call, is_told=True, has_kind=True)
    try:
        publishing.change_published(
            session,
            record,
            who=curator(bearer, right),
            base_version=base_version,
            four_eyes=find_review_rule(session).two_people,
            change=call.body["change"],
            note=call.body["note"],
            reason=call.body.get("reason", ""),
            through=THROUGH,
        )
    except NotAllowedError as error:
        there = f"{record_path(*_key(call))}/proposals"
        raise ApiError(403, str(error), cure=f"POST the same body to {there}.") from None


def submit(call: Call) -> Response:
    """Ask for the review of a draft."""
    return _step(call, workflow.submit, "publish")


def publish(call: Call) -> Response:
    """Publish a record, with the drafts that it refers to."""

    def act(session: DatabaseSession, *key: str, **given: Any) -> None:
        four_eyes = find_review_rule(session).two_people
        publishing.publish(session, *key, four_eyes=four_eyes, note=call.body.get("note", ""), **given)

    return _step(call, act, "publish")


def withdraw(call: Call) -> Response:
    """Take a record back."""

    def act(session: DatabaseSession, *key: str, **given: Any) -> None:
        lock(session)
        _refuse_account(call, is_told=get_entry(session, *key).status == "published", has_reason=True)
        workflow.take_back(session, *key, note=call.body.get("note", ""), **given)

    return _step(call, act, "publish")


def _step(call: Call, act: Callable[..., object], right: str) -> Response:
    base_version = read_base_version()
    _refuse_account(call)
    with writing() as session:
        act(
            session,
            *_key(call),
            who=curator(_bearer(call), right),
            base_version=base_version,
            reason=call.body.get("reason", ""),
            through=THROUGH,
        )
    return _answer(*_key(call))


def propose(call: Call) -> Response:
    """Propose a change of a published record, and submit it for review."""
    base_version, record = read_base_version(), _record_of_path(call)
    _refuse_account(call, is_told=True, has_kind=True)
    who = curator(_bearer(call), "publish")
    change, note = call.body["change"], call.body["note"]
    with writing() as session:
        lock(session)
        number = _same_proposal(session, record, (who.handle, base_version, change, note))
        is_new = number is None
        if number is None:
            number = proposals.propose(
                session,
                record,
                who=who,
                base_version=base_version,
                change=change,
                note=note,
                reason=call.body.get("reason", ""),
            )
    return _answer_proposal(number, status=201 if is_new else 200)


def get_waiting(call: Call) -> Response:
    """Give a proposal, whatever became of it."""
    return _answer_proposal(_number(call))


def accept(call: Call) -> Response:
    """Publish what is proposed."""
    version, number = read_base_version(), _number(call)
    _refuse_account(call)
    with writing() as session:
        try:
            accepting.accept(
                session,
                number,
                who=curator(_bearer(call), "publish"),
                version=version,
                record_version=call.body["record_version"],
                four_eyes=find_review_rule(session).two_people,
                reason=call.body.get("reason", ""),
                through=THROUGH,
            )
        except ConflictError as error:
            if error.kind == "proposal":
                raise
            raise ApiError(
                409,
                f"Others have published a change of the {error.kind} “{error.record_id}” since.",
                cure="Read the record and the proposal anew. Where both changed the same field, somebody"
                f" chooses at {site_url()}/admin/proposals/{number}.",
                version=error.version,
            ) from None
    return _answer_proposal(number)


def give_up(call: Call) -> Response:
    """Give a proposal up."""
    version, number = read_base_version(), _number(call)
    _refuse_account(call)
    with writing() as session:
        proposals.withdraw_proposal(
            session,
            number,
            who=curator(_bearer(call), "publish"),
            version=version,
            reason=call.body.get("reason", ""),
        )
    return _answer_proposal(number)


def _bearer(call: Call) -> Bearer:
    if call.bearer is None:
        raise RuntimeError("An operation that writes must declare a right.")
    return call.bearer


def _key(call: Call) -> tuple[str, str]:
    return call.operation.kind, call.parts["record_id"]


def _number(call: Call) -> int:
    text = call.parts["number"]
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFoundError("proposal", text)
    return int(text)


def _record(call: Call) -> Record:
    return from_document(call.operation.kind, call.body["record"])


def _record_of_path(call: Call) -> Record:
    record, record_id = _record(call), call.parts["record_id"]
    if record.id != record_id:
        problem = Problem(
            path="record.id",
            value=record.id,
            message="is not the id in the address",
            cure=f"Write “{record_id}”. Records get another id in the curation screens.",
        )
        raise ApiError(422, f"The body cannot be used: {problem}", errors=told([problem], BODY))
    return record


def _refuse_account(
    call: Call, *, is_told: bool = False, has_kind: bool = False, has_reason: bool = False
) -> None:
    """Raise ApiError where the account of a change lacks what is asked for, or cannot be kept."""
    reason, note = call.body.get("reason", ""), call.body.get("note", "")
    found = list(act_problems(Act(by="-", reason=reason or "-", change="update", note=note)))
    if has_reason and not reason.strip():
        cure = "Say why, for the other curators."
        found.append(Problem(path="reason", value="", message="is missing", cure=cure))
    if has_kind and call.body.get("change") not in PROPOSAL_CHANGES:
        cure = f"The record is published: write one of {', '.join(PROPOSAL_CHANGES)}."
        found.append(Problem(path="change", value="", message="is missing", cure=cure))
    if is_told and not note.strip():
        cure = "The record is published: say in a sentence, for readers, what changed and why."
        found.append(Problem(path="note", value="", message="is missing", cure=cure))
    if found:
        said = "; ".join(str(problem) for problem in found)
        raise ApiError(422, f"The account of the change cannot be kept: {said}", errors=told(found, BODY))


def _is_by(session: DatabaseSession, record: Record, handle: str) -> bool:
    return handle in authors(session, get_entry(session, record.record_kind, record.id))


def _same_proposal(
    session: DatabaseSession, record: Record, account: tuple[str, int, str, str]
) -> int | None:
    """Find a proposal that waits and says the same, of the same author: it was sent twice."""
    for number in list_waiting_on(session, (record.record_kind, record.id)):
        waiting = get_proposal(session, number)
        same = (waiting.author, waiting.base_version, waiting.change, waiting.note) == account
        if same and waiting.record == record and waiting.state == "review":
            return number
    return None


def _answer(kind: str, record_id: str, *, status: int = 200) -> Response:
    stored: Stored[Record] = get_record(reading(), kind, record_id, status=None)
    headers = {"Location": record_path(kind, record_id)} if status == 201 else {}
    document = resource(stored, with_status=True)
    return answer_json(document, status=status, version=stored.version, headers=headers)


def _answer_proposal(number: int, *, status: int = 200) -> Response:
    found = get_proposal(reading(), number)
    there = address(f"/proposals/{number}")
    headers = {"Location": there} if status == 201 else {}
    return answer_json(_proposal(found, there), status=status, version=found.version, headers=headers)


def _proposal(found: Proposal, there: str) -> dict[str, Any]:
    return {
        "number": found.number,
        "kind": found.kind,
        "id": found.record_id,
        "state": found.state,
        "author": found.author,
        "version": found.version,
        "base_version": found.base_version,
        "record_version": found.record_version,
        "change": found.change,
        "note": found.note,
        "created": moment(found.created_at),
        "changed": moment(found.changed_at),
        "revision": found.revision,
        "record": to_document(found.record),
        "links": {
            "self": there,
            "record": record_path(found.kind, found.record_id),
            "collection": address(f"/{CLASS_OF_KIND[found.kind].plural}"),
            "html": f"{site_url()}/admin/proposals/{found.number}",
        },
    }
