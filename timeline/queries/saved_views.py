"""Views of lists that people keep under a name: each person's own."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from timeline.errors import NotFoundError
from timeline.models.curation import SavedViewRow
from timeline.queries.sending import send


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedView:
    """A view: the parameters of a list's address, under a name."""

    number: int
    kind: str
    name: str
    query: str


def list_views(session: Session, owner: str, kind: str) -> tuple[SavedView, ...]:
    """List the views that somebody keeps of the list of a kind, by name."""
    return tuple(_view(row) for row in send(session, _VIEWS, {"owner": owner, "kind": kind}))


# Made once, and of plain columns: every list asks for it.
_VIEWS: Final = (
    select(SavedViewRow.id, SavedViewRow.kind, SavedViewRow.name, SavedViewRow.query)
    .where(SavedViewRow.owner == bindparam("owner"), SavedViewRow.kind == bindparam("kind"))
    .order_by(SavedViewRow.name)
)


def get_view(session: Session, owner: str, number: int) -> SavedView:
    """Get one of somebody's views; raises NotFoundError, also for what is another person's."""
    row = session.get(SavedViewRow, number)
    if row is None or row.owner != owner:
        raise NotFoundError("view", str(number))
    return _view(row)


def _view(row: SavedViewRow | Row[Any]) -> SavedView:
    return SavedView(number=row.id, kind=row.kind, name=row.name, query=row.query)
