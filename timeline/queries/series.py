"""Series: the list of all, each with how many figures it has and the last of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.models.history import RecordRow
from timeline.models.series import FigureRow, SeriesRow


@dataclass(frozen=True, kw_only=True, slots=True)
class LastFigure:
    """A figure as a list shows it; `place` is empty where it is that of the whole series."""

    value: str
    qualifier: str
    period: Edtf | None
    place: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesRowOfIndex:
    """A series in a list.

    `first` and `last` are the dates of the figures that begin first and end last; None where no figure
    has a date. `latest` holds what the sources give for the latest period: several where they differ or
    speak of several places, all figures where none has a date.
    """

    id: str
    title: str
    unit: str
    measure: str
    figures: int
    first: Edtf | None
    last: Edtf | None
    latest: tuple[LastFigure, ...]


def list_series(session: Session) -> tuple[SeriesRowOfIndex, ...]:
    """List the published series by title, with what their figures come to: one statement."""
    place = aliased(RecordRow)
    statement = (
        select(
            RecordRow.slug,
            SeriesRow.title,
            SeriesRow.unit,
            SeriesRow.measure,
            FigureRow.value,
            FigureRow.qualifier,
            FigureRow.period,
            place.slug,
        )
        .join(SeriesRow, SeriesRow.record_id == RecordRow.id)
        .join(FigureRow, FigureRow.record_id == RecordRow.id)
        .outerjoin(place, place.id == FigureRow.place_id)
        .where(RecordRow.status == "published")
        .order_by(SeriesRow.title, RecordRow.slug, FigureRow.position)
    )
    rows = session.execute(statement).all()
    return tuple(_index_row(list(found)) for _, found in groupby(rows, lambda row: row[0]))


def _index_row(rows: Sequence[Sequence[str]]) -> SeriesRowOfIndex:
    slug, title, unit, measure = rows[0][:4]
    figures = tuple(_figures(rows))
    dated = [figure.period for figure in figures if figure.period is not None]
    first = min((date for date in dated if date.earliest), key=_begins, default=None)
    last = max((date for date in dated if date.latest), key=_ends, default=None)
    return SeriesRowOfIndex(
        id=slug,
        title=title,
        unit=unit,
        measure=measure,
        figures=len(rows),
        first=first,
        last=last,
        latest=_distinct(figure for figure in figures if last is None or figure.period == last),
    )


def _figures(rows: Sequence[Sequence[str]]) -> Iterator[LastFigure]:
    for *_, value, qualifier, period, place in rows:
        yield LastFigure(
            value=value, qualifier=qualifier, period=parse(period) if period else None, place=place or ""
        )


def _distinct(figures: Iterator[LastFigure]) -> tuple[LastFigure, ...]:
    return tuple(dict.fromkeys(figures))


def _begins(date: Edtf) -> tuple[str, str]:
    return str(date.earliest), date.text


def _ends(date: Edtf) -> tuple[str, str, str]:
    return str(date.latest), str(date.earliest or ""), date.text
