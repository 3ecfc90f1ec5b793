"""What an act on many records left to be decided: the proposals that it made."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.models.curation import ProposalRow
from timeline.models.history import RecordRow
from timeline.records.references import RecordKey

WAITING = ("open", "review", "returned")


def list_proposed_in(session: Session, batch: str) -> tuple[RecordKey, ...]:
    """List the records for which an act made proposals that still wait."""
    statement = (
        select(RecordRow.kind, RecordRow.slug)
        .join(ProposalRow, ProposalRow.record_id == RecordRow.id)
        .where(ProposalRow.batch == batch.replace("\x00", "\ufffd"), ProposalRow.state.in_(WAITING))
        .order_by(ProposalRow.id)
    )
    return tuple((row.kind, row.slug) for row in session.execute(statement))
