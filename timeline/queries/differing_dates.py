"""Which events have sources that differ on a date."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from timeline.models.event import CitationBearingRow, CitationRow


def with_differing_dates(among: Sequence[int] | None = None) -> Select[tuple[int]]:
    """Select the events with two citations that give the same one of their dates without a day in common.

    This is the rule of `timeline.disagreement.dates` on the dates' bounds. The rule itself also sees a day
    in a gap of another date, which bounds do not show; such pairs are left out here. `among` are the keys of
    the events that are looked at, all without it.
    """
    one, other = aliased(CitationRow), aliased(CitationRow)
    of_one, of_other = aliased(CitationBearingRow), aliased(CitationBearingRow)
    same_role = exists().where(
        *_is_bearing_of(of_one, one),
        *_is_bearing_of(of_other, other),
        of_one.bearing.like("date:%"),
        of_one.bearing == of_other.bearing,
    )
    statement = (
        select(one.record_id)
        .join(other, other.record_id == one.record_id)
        .where(
            one.asserted_date_latest < other.asserted_date_earliest,
            or_(and_(_gives_own_date(one), _gives_own_date(other)), same_role),
        )
    )
    return statement if among is None else statement.where(one.record_id.in_(among))


def _is_bearing_of(bearing: Any, citation: Any) -> tuple[ColumnElement[bool], ...]:
    return bearing.record_id == citation.record_id, bearing.citation == citation.position


def _gives_own_date(citation: Any) -> ColumnElement[bool]:
    """Hold to citations that speak of the event's own date; see `DatedCitation.roles`."""
    bearing, further = aliased(CitationBearingRow), aliased(CitationBearingRow)
    return or_(
        exists().where(*_is_bearing_of(bearing, citation), bearing.bearing == "date"),
        ~exists().where(*_is_bearing_of(further, citation), further.bearing.like("date:%")),
    )
