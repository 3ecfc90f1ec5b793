"""Series: the list of all, and the page of one with its figures as a picture and as a table."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, url_for

from timeline import vocab
from timeline.errors import BadRequestError, Problem
from timeline.figures.periods import covered
from timeline.figures.reading import read_figures
from timeline.figures.selection import OF_FIGURES, FigureChoice, choice_of, chosen
from timeline.figures.summary import Summary, summary_of
from timeline.filters import EventFilter
from timeline.languages.catalogue import N_
from timeline.languages.message import message
from timeline.queries.disagreements import list_touching
from timeline.queries.questions import names_with_short_sources
from timeline.queries.records import get_record
from timeline.queries.series import list_flags_of, list_parents, list_series
from timeline.records.references import references
from timeline.records.series import Series
from timeline.web.feeds import site_url
from timeline.web.params import asked_filter
from timeline.web.reading import reading
from timeline.web.series_picture import picture_of
from timeline.web.speaking import gettext, term

pages = Blueprint("series", __name__)

Options = list[tuple[str, str]]


@pages.get("/series")
def index() -> str:
    """List the series that have figures of the filter."""
    asked = _asked()
    every = list_series(reading())
    choice = _choice(asked)
    found = [(series, chosen(series, choice)) for series in every]
    summaries = [summary_of(series, figures) for series, figures in found if figures]
    return render_template(
        "series/index.html",
        asked=asked,
        query=_query(asked),
        choices=_choices(every),
        total=sum(summary.figures for summary in summaries),
        whole=len(every),
        groups=_groups(summaries),
    )


@pages.get("/series/<record_id>")
def show(record_id: str) -> str:
    """Show one series."""
    stored = get_record(reading(), "series", record_id)
    series = stored.record
    assert isinstance(series, Series)  # noqa: S101 - get_record gives the kind asked for
    flags = list_flags_of(reading(), record_id)
    keys = [reference.key for reference in references(series)]
    keys += [("series", other) for flag in flags for other in flag.series]
    names = names_with_short_sources(reading(), keys)
    figures = read_figures(series)
    return render_template(
        "series/show.html",
        series=series,
        stored=stored,
        description=series.definition,
        canonical=site_url() + url_for("series.show", record_id=record_id),
        figures=figures,
        covered=covered(read.period for read in figures),
        sources=len({read.figure.source for read in figures}),
        picture=picture_of(series, figures, names),
        differ=list_touching(reading(), "series", record_id),
        flags=flags,
        names=names,
    )


def _asked() -> EventFilter:
    """Read the filter, as far as it speaks of figures; raises BadRequestError."""
    asked = asked_filter()
    problems = tuple(
        Problem(
            path=name,
            value=value,
            message=message("is a filter of events, not of figures"),
            cure=message("Figures can be chosen by {names}.", names=", ".join(OF_FIGURES)),
        )
        for name, value in asked.parameters()
        if name not in OF_FIGURES
    )
    if problems:
        raise BadRequestError(problems)
    return asked


def _choice(asked: EventFilter) -> FigureChoice:
    if asked.is_empty:
        return FigureChoice()
    part_of = list_parents(reading(), "place") if asked.place else {}
    broader = list_parents(reading(), "topic") if asked.topic else {}
    return choice_of(_query(asked), part_of=part_of, broader=broader)


_LABELS = {"source": N_("Source"), "place": N_("Place"), "topic": N_("Topic")}


def _query(asked: EventFilter) -> dict[str, list[str]]:
    query: dict[str, list[str]] = {}
    for name, value in asked.parameters():
        query.setdefault(name, []).append(value)
    return query


def _choices(every: Sequence[Series]) -> list[tuple[str, str, Options]]:
    """Give what the form offers: the sources and places that figures have, and the topics of series."""
    given: Mapping[str, set[str]] = {
        "source": {figure.source for series in every for figure in series.figures},
        "place": {figure.place for series in every for figure in series.figures if figure.place},
        "topic": {topic for series in every for topic in series.topics},
    }
    keys = [(kind, record_id) for kind, ids in given.items() for record_id in ids]
    names = names_with_short_sources(reading(), keys)
    return [
        (
            kind,
            gettext(_LABELS[kind]),
            sorted(
                ((record_id, names[kind, record_id]) for record_id in ids if (kind, record_id) in names),
                key=lambda option: (option[1].casefold(), option[0]),
            ),
        )
        for kind, ids in given.items()
    ]


def _groups(summaries: Sequence[Summary]) -> list[tuple[str, str, list[Summary]]]:
    """Put series under what kind of number they are, in the order of the vocabulary."""
    groups = [
        (
            key,
            term("SERIES_MEASURES", key),
            [summary for summary in summaries if summary.series.measure == key],
        )
        for key in vocab.SERIES_MEASURES
    ]
    return [group for group in groups if group[2]]
