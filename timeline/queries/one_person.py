"""Which versions were published by the person who wrote them, so that the public history can say so.

What came through an import or the command line is left out: there the history says that it did.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from timeline.models.curation import ProposalRow, ProposalStepRow
from timeline.models.history import RevisionRow

_CURATED: Final = ("admin", "api")


def published_by_one(session: Session, revisions: Iterable[RevisionRow | Row[Any]]) -> frozenset[int]:
    """Give the numbers of those revisions whose publisher is the last who changed what they say.

    Of a revision its number, record_id, version, status, by and through are needed.
    """
    asked = [
        revision for revision in revisions if revision.status == "published" and revision.through in _CURATED
    ]
    if not asked:
        return frozenset()
    editors = _proposers(session, asked)
    editors = _editors(session, [each for each in asked if each.number not in editors]) | editors
    return frozenset(each.number for each in asked if editors[each.number] == each.by)


def _proposers(session: Session, revisions: Sequence[RevisionRow | Row[Any]]) -> dict[int, str]:
    """Find who last changed the proposals that these revisions came of."""
    found: dict[int, tuple[str, str]] = {}
    steps = session.execute(
        select(ProposalRow.revision, ProposalStepRow.by, ProposalStepRow.document)
        .join(ProposalStepRow, ProposalStepRow.proposal_id == ProposalRow.id)
        .where(
            ProposalRow.revision.in_([revision.number for revision in revisions]),
            ProposalStepRow.state != "accepted",
        )
        .order_by(ProposalRow.revision, ProposalStepRow.version)
    )
    for number, by, document in steps:
        if number not in found or found[number][1] != document:
            found[number] = (by, document)
    return {number: by for number, (by, _) in found.items()}


def _editors(session: Session, revisions: Sequence[RevisionRow | Row[Any]]) -> dict[int, str]:
    """Find who last changed what each revision says; submitting or publishing changes nothing in it."""
    wanted = {(revision.record_id, revision.version): revision.number for revision in revisions}
    versions = session.execute(
        select(RevisionRow.record_id, RevisionRow.version, RevisionRow.by, RevisionRow.fingerprint)
        .where(RevisionRow.record_id.in_({record_id for record_id, _ in wanted}))
        .order_by(RevisionRow.record_id, RevisionRow.version)
    )
    found: dict[int, str] = {}
    last: tuple[int, str, str] | None = None
    for record_id, version, by, fingerprint in versions:
        if last is None or (last[0], last[1]) != (record_id, fingerprint):
            last = (record_id, fingerprint, by)
        if (record_id, version) in wanted:
            found[wanted[record_id, version]] = last[2]
    return found
