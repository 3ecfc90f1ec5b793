"""Keep a view of a list under a name, and let go of one. Views are nobody's history but their owner's."""

import datetime as dt
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from timeline.errors import InvalidRecordError, NotFoundError, Problem
from timeline.models.curation import SavedViewRow
from timeline.records.fields import Text
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.validate import text_problems

MOST_VIEWS: Final = 50
_NAME: Final = Text("The name of the view.", required=True, longest=80)
_QUERY: Final = Text("The address of the view.", longest=4000)


def keep_view(session: Session, *, owner: str, kind: str, name: str, query: str) -> int:
    """Keep a view under a name, in place of one that had the name, without committing; give its number.

    Raises InvalidRecordError where the name is missing or cannot be kept, or there are too many already.
    """
    problems = [*text_problems(_NAME, name, "name"), *text_problems(_QUERY, query, "query")]
    if not name:
        problems = [Problem(path="name", value="", message="is missing", cure="Give the view a name.")]
    if problems or kind not in CLASS_OF_KIND:
        raise InvalidRecordError("view", name, tuple(problems))
    of_owner = SavedViewRow.owner == owner, SavedViewRow.kind == kind
    row = session.scalar(select(SavedViewRow).where(*of_owner, SavedViewRow.name == name))
    number = session.scalar(select(func.count()).select_from(SavedViewRow).where(*of_owner)) or 0
    if row is None and number >= MOST_VIEWS:
        message = f"would be one more than the {MOST_VIEWS} views there can be"
        problem = Problem(path="name", value="", message=message, cure="Delete one of them first.")
        raise InvalidRecordError("view", name, (problem,))
    if row is None:
        row = SavedViewRow(owner=owner, kind=kind, name=name)
        session.add(row)
    row.query, row.changed_at = query, dt.datetime.now(dt.UTC)
    session.flush()  # The number is the database's to give.
    return row.id


def drop_view(session: Session, *, owner: str, number: int) -> None:
    """Let go of one of somebody's views, without committing; raises NotFoundError."""
    row = session.get(SavedViewRow, number)
    if row is None or row.owner != owner:
        raise NotFoundError("view", str(number))
    session.delete(row)
