"""The page of a review: what changes, beside its evidence, the remarks on it, and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for

from timeline import vocab
from timeline.admin.addresses import work_url
from timeline.admin.remarks import Remarks, place_remarks
from timeline.admin.review_offers import Along, Offer, goes_along, offers_for_proposal, offers_for_record
from timeline.admin.shown_differences import names_in
from timeline.admin.statements import Statement, statements
from timeline.db import DatabaseSession
from timeline.differing.words import words_of
from timeline.errors import Problem
from timeline.house_rules import find_review_rule
from timeline.queries.history import Version, list_versions
from timeline.queries.last_published import find_last_published
from timeline.queries.people import Person, names_of_people
from timeline.queries.proposals import (
    Comment,
    Proposal,
    list_comments_on_proposal,
    list_comments_on_record,
    list_waiting_on,
)
from timeline.queries.records import Stored
from timeline.queries.type_ahead import labels_of
from timeline.queries.version_records import records_of_versions
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.validate import problems
from timeline.store.accepting import merged_proposal
from timeline.store.proposals import WAITING

_NAMES: Final = ("title", "name", "label")
#: The view that does what an offer says, where it is not called so itself.
_ENDPOINTS: Final = {
    "return": "give_back",
    "take-back": "take_back",
    "bring-back": "bring_back",
    "accept": "take",
    "publish": "publish",
    "submit": "submit",
    "withdraw": "withdraw",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing that happened: by whom, when, what, and what was said."""

    by: str
    at_utc: object
    what: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What is reviewed: a record, or a proposal about one (`proposal` is its number)."""

    kind: str
    record_id: str
    title: str
    proposal: int | None
    status: str
    status_label: str
    version: int
    record_version: int

    def url(self, act: str = "", **values: object) -> str:
        """Give the address of its page, or of something that is done with it."""
        if self.proposal is not None:
            end = f"admin_proposals.{act or 'show'}"
            return url_for(end, number=self.proposal, **values)  # type: ignore[arg-type]
        plural = CLASS_OF_KIND[self.kind].plural
        end = f"admin_review.{act or 'show'}"
        return url_for(end, plural=plural, record_id=self.record_id, **values)  # type: ignore[arg-type]

    def act_url(self, offer: str) -> str:
        """Give the address to which the button of an offer sends."""
        return self.url(_ENDPOINTS[offer])

    def settle_url(self, number: int) -> str:
        """Give the address at which a remark is settled."""
        return self.url("settle", remark_number=number)

    @staticmethod
    def review_url(kind: str, record_id: str) -> str:
        """Give the address at which another record is reviewed."""
        return url_for("admin_review.show", plural=CLASS_OF_KIND[kind].plural, record_id=record_id)

    @property
    def edit_url(self) -> str:
        """Give the address at which what it says is changed."""
        if self.proposal is not None:
            return url_for("admin_editor.edit_proposal", number=self.proposal)
        return work_url(self.kind, self.record_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewPage:
    """All that the template of a review shows."""

    subject: Subject
    lede: str
    statements: tuple[Statement, ...]
    remarks: Remarks
    offers: tuple[Offer, ...]
    steps: tuple[Step, ...]
    people: Mapping[str, str]
    lacking: tuple[Problem, ...] = ()
    along: tuple[tuple[Along, str], ...] = ()
    waiting: tuple[int, ...] = ()
    change: str = ""
    note: str = ""
    stale: str = ""
    is_new: bool = False

    @staticmethod
    def words_of(path: str) -> str:
        """Name a field in words."""
        return words_of(path)


def title_of(record: Record) -> str:
    """Give what a record is called; its id where it has no name yet."""
    return next((str(getattr(record, name)) for name in _NAMES if getattr(record, name, "")), record.id)


def page_of_record(session: DatabaseSession, stored: Stored[Record], who: Person) -> ReviewPage:
    """Lay out the review of a record."""
    record, key = stored.record, (stored.record.record_kind, stored.record.id)
    before = find_last_published(session, *key) if stored.status != "published" else record
    versions = list_versions(session, *key, limit=12)
    is_open = stored.status in ("draft", "review")
    found = statements(session, before, record)
    comments = list_comments_on_record(session, key)
    versions_then = records_of_versions(session, *key, {comment.version for comment in comments})
    remarks = _remarks(session, comments, versions_then, record, found)
    along = goes_along(session, *key) if is_open else ()
    names = labels_of(session, [(each.kind, each.record_id) for each in along])
    return ReviewPage(
        subject=Subject(
            kind=key[0],
            record_id=key[1],
            title=title_of(record),
            proposal=None,
            status=stored.status,
            status_label=vocab.STATUSES[stored.status].label,
            version=stored.version,
            record_version=stored.version,
        ),
        lede=_lede(stored.status, is_new=before is None, differs=bool(found)),
        statements=found,
        remarks=remarks,
        offers=offers_for_record(session, *key, who=who, four_eyes=find_review_rule(session).two_people),
        steps=tuple(_step(version) for version in versions),
        people=names_of_people(session, remarks.people | {each.by for each in versions}),
        lacking=problems(record) if is_open else (),
        along=tuple(
            (each, names[each.kind, each.record_id].label if (each.kind, each.record_id) in names else "")
            for each in along
        ),
        waiting=list_waiting_on(session, key),
        is_new=before is None,
    )


def page_of_proposal(session: DatabaseSession, proposal: Proposal, who: Person) -> ReviewPage:
    """Lay out the review of a proposal."""
    is_open = proposal.state in WAITING
    merged = merged_proposal(session, proposal.number) if is_open else None
    collides = bool(merged and merged.conflicts)
    # Where nothing collides, the page shows what publishing comes to now.
    before, after = (
        (merged.theirs, merged.record) if merged and not collides else (proposal.base, proposal.record)
    )
    found = statements(session, before, after)
    comments = list_comments_on_proposal(session, proposal.number)
    steps = {step.version: step.record for step in proposal.steps}
    remarks = _remarks(session, comments, steps, after, found)
    four_eyes = find_review_rule(session).two_people
    return ReviewPage(
        subject=Subject(
            kind=proposal.kind,
            record_id=proposal.record_id,
            title=title_of(merged.theirs if merged else proposal.base),
            proposal=proposal.number,
            status=proposal.state,
            status_label=vocab.PROPOSAL_STATES[proposal.state].label,
            version=proposal.version,
            record_version=proposal.record_version,
        ),
        lede=(
            "The published version stays as it is until this is published."
            if is_open
            else vocab.PROPOSAL_STATES[proposal.state].meaning
        ),
        statements=found,
        remarks=remarks,
        offers=offers_for_proposal(session, proposal, who=who, four_eyes=four_eyes, collides=collides),
        steps=tuple(
            Step(
                by=step.by,
                at_utc=step.at_utc,
                what=vocab.PROPOSAL_STATES[step.state].label,
                reason=step.reason,
            )
            for step in reversed(proposal.steps)
        ),
        people=names_of_people(
            session,
            remarks.people | {proposal.author, *(step.by for step in proposal.steps)},
        ),
        change=vocab.CHANGES[proposal.change].label,
        note=proposal.note,
        stale=_stale(proposal, collides=collides),
    )


def _stale(proposal: Proposal, *, collides: bool) -> str:
    if not proposal.is_stale:
        return ""
    since = (
        f"It starts from version {proposal.base_version}; the record is at version {proposal.record_version}."
    )
    rest = (
        "Both changed the same: choose what is to stand."
        if collides
        else "Nothing collides: the page shows the change as it comes to stand on the version of now."
    )
    return f"{since} {rest}"


def _lede(status: str, *, is_new: bool, differs: bool) -> str:
    if status == "published":
        return "It is published as it stands; nothing of it waits."
    if is_new:
        return "It was never public: all of it is new."
    if not differs:
        return "It says the same as when it was last published."
    return "What differs from the version that was last published."


def _remarks(
    session: DatabaseSession,
    comments: Sequence[Comment],
    versions: Mapping[int, Record],
    now: Record,
    found: Sequence[Statement],
) -> Remarks:
    names = names_in(session, [now, *versions.values()]) if comments else {}
    return place_remarks(comments, versions, now, found, names)


def _step(version: Version) -> Step:
    what = f"Version {version.version}, {vocab.STATUSES[version.status].label.lower()}"
    return Step(by=version.by, at_utc=version.at_utc, what=what, reason=version.reason)
