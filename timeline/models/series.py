"""Series and their figures."""

import datetime as dt

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from timeline import vocab
from timeline.models.base import (
    Base,
    bounds,
    from_one,
    one_of,
    own_key,
    owner,
    place_in_order,
    reference,
    reference_within,
)


class SeriesRow(Base):
    __tablename__ = "series"

    record_id: Mapped[int] = own_key()
    title: Mapped[str]
    definition: Mapped[str]
    unit: Mapped[str]
    measure: Mapped[str]
    whole_id: Mapped[int | None] = reference_within("series")
    note: Mapped[str]

    __table_args__ = (one_of("measure", vocab.SERIES_MEASURES, or_empty=True),)


class FigureRow(Base):
    """A number that a source gives: `value` as written, `amount` for reckoning and order."""

    __tablename__ = "figures"

    record_id: Mapped[int] = owner("series")
    position: Mapped[int] = place_in_order()
    value: Mapped[str]
    amount: Mapped[float]
    qualifier: Mapped[str]
    period: Mapped[str]
    period_earliest: Mapped[dt.date | None]
    period_latest: Mapped[dt.date | None]
    period_verbatim: Mapped[str]
    place_id: Mapped[int | None] = reference("places")
    source_id: Mapped[int] = reference("sources")
    locator: Mapped[str]
    quotation: Mapped[str]
    attributed_to_id: Mapped[int | None] = reference("sources")
    event_id: Mapped[int | None] = reference("events")
    note: Mapped[str]

    __table_args__ = (
        one_of("qualifier", vocab.QUALIFIERS),
        bounds("period"),
        Index(None, "record_id", "period_earliest"),
        from_one(),
    )
