"""Series: the list of all, and the page of one with its figures as a picture and as a table."""

from collections import Counter
from collections.abc import Sequence
from heapq import nlargest
from itertools import groupby
from typing import Any, Final

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
from timeline.records.references import keys_referred_to
from timeline.records.series import Series
from timeline.web.feeds import site_url
from timeline.web.list_pages import asked_page
from timeline.web.params import CURSORS, asked_filter
from timeline.web.reading import reading
from timeline.web.series_picture import picture_of
from timeline.web.speaking import gettext, term

pages = Blueprint("series", __name__)

Options = list[tuple[str, str]]

#: How many elements the series of a page come to at most, and how many each, about.
MOST_ELEMENTS: Final = 760
_ELEMENTS: Final = 8
#: A field offers so many values: those of most figures, and what is chosen.
MOST_VALUES: Final = 60


@pages.get("/series")
def index() -> str:
    """List the series that have figures of the filter."""
    asked = _asked()
    every = list_series(reading())
    choice = _choice(asked)
    found = sorted(((series, chosen(series, choice)) for series in every), key=lambda one: _place(one[0]))
    page = asked_page(
        [one for one in found if one[1]],
        lambda one: one[0].id,
        size=MOST_ELEMENTS,
        weight=lambda _: _ELEMENTS,
    )
    query = _query(asked)
    return render_template(
        "series/index.html",
        asked=asked,
        query=query,
        choices=_choices(every, asked),
        total=sum(len(figures) for _, figures in found),
        whole=len(every),
        groups=_groups([summary_of(series, figures) for series, figures in page.items]),
        page=page,
        page_url=lambda **cursor: url_for("series.index", **query, **cursor),
    )


@pages.get("/series/<record_id>")
def show(record_id: str) -> str:
    """Show one series."""
    stored = get_record(reading(), "series", record_id)
    series = stored.record
    assert isinstance(series, Series)  # noqa: S101 - get_record gives the kind asked for
    flags = list_flags_of(reading(), record_id)
    keys = keys_referred_to(series)
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
    asked = asked_filter(also=CURSORS)
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


def _query(asked: EventFilter) -> dict[str, Any]:
    query: dict[str, Any] = {}
    for name, value in asked.parameters():
        query.setdefault(name, []).append(value)
    return query


def _choices(every: Sequence[Series], asked: EventFilter) -> list[tuple[str, str, Options]]:
    """Give what the form offers: the sources and places that figures have, and the topics of series."""
    counted = {
        "source": Counter(figure.source for series in every for figure in series.figures),
        "place": Counter(figure.place for series in every for figure in series.figures if figure.place),
        "topic": Counter(topic for series in every for topic in series.topics),
    }
    given = {kind: _offered(found, getattr(asked, kind)) for kind, found in counted.items()}
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


def _offered(counted: Counter[str], chosen_: Sequence[str]) -> set[str]:
    most = nlargest(MOST_VALUES, counted, key=lambda one: (counted[one], one))
    return {*most, *chosen_}


def _place(series: Series) -> int:
    """Give where a series stands: under what kind of number it is, in the order of the vocabulary."""
    return list(vocab.SERIES_MEASURES).index(series.measure)


def _groups(summaries: Sequence[Summary]) -> list[tuple[str, str, list[Summary]]]:
    """Put series, which stand in this order, under what kind of number they are."""
    return [
        (key, term("SERIES_MEASURES", key), list(found))
        for key, found in groupby(summaries, lambda summary: summary.series.measure)
    ]
