"""The words in and around the picture of a series."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from timeline.drawing.symbols import colour_of, symbol_of
from timeline.figures.form import form_of, why_none
from timeline.figures.reading import DOWNWARD, EXCLUSIVE, UPWARD, Origin, Read, origins
from timeline.figures.row_chart import RowChart, row_chart
from timeline.figures.time_chart import TimeChart, label_of, time_chart
from timeline.queries.names import Names
from timeline.records.series import Series
from timeline.web.languages import current_language
from timeline.web.record_language import named, sentence_of
from timeline.web.speaking import gettext, said, words


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """How the figures of one origin are marked: the symbol's name and outline, and the colour's number."""

    origin: Origin
    name: str
    outline: str
    colour: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture with the words in it and around it, by the number of the figure where they are of one."""

    form: str
    title: str
    marked: Markup
    chart: TimeChart | RowChart | None
    why_none: str
    keys: tuple[Key, ...]
    key_of: dict[int, Key]
    labels: dict[int, str]
    told: dict[int, str]
    places: dict[str, str]
    periods_differ: bool
    signs: tuple[str, ...]


def picture_of(series: Series, figures: tuple[Read, ...], names: Names) -> Picture:
    """Draw the figures of a series; `names` has those of its places and sources."""
    form = form_of(figures)
    places = _places(figures, names)
    keys = {origin: _key(number, origin) for number, origin in enumerate(origins(figures))}
    chart: TimeChart | RowChart | None = None
    if form == "time":
        cumulative = series.measure == "cumulative-count"
        chart = time_chart(
            figures, cumulative=cumulative, names_of_places=places, language=current_language()
        )
    elif form == "rows":
        chart = row_chart(figures)
    return Picture(
        form=form,
        title=_title(series).striptags(),
        marked=_title(series),
        chart=chart,
        why_none="" if chart else why_none(figures, series.unit),
        keys=tuple(keys.values()),
        key_of={read.number: keys[read.origin] for read in figures},
        labels={read.number: label_of(read, places, current_language()) for read in figures},
        told={read.number: _told(read, series.unit, names) for read in figures},
        places=places,
        periods_differ=len({read.figure.period for read in figures}) > 1,
        signs=_signs(figures),
    )


def _title(series: Series) -> Markup:
    says_unit = series.title.lower().endswith(f"in {series.unit.lower()}")
    if says_unit:
        return escape(named(series.title))
    return sentence_of("%(title)s, in %(unit)s", title=series.title, unit=series.unit)


def _key(number: int, origin: Origin) -> Key:
    name, outline = symbol_of(number)
    return Key(origin=origin, name=name, outline=outline, colour=colour_of(number))


def _places(figures: tuple[Read, ...], names: Names) -> dict[str, str]:
    """Name the places where there are several; where there is one, the page says it once."""
    ids = dict.fromkeys(read.figure.place for read in figures)
    if len(ids) < 2:
        return {}
    return {place: names.get(("place", place), place) if place else gettext("everywhere") for place in ids}


def _told(read: Read, unit: str, names: Names) -> str:
    """Say a figure in a line, as its mark in the picture says it to whoever cannot see it."""
    figure = read.figure
    parts = [f"{said(read.words)} {unit}"]
    if figure.place:
        parts.append(names.get(("place", figure.place), figure.place))
    parts.append(words(read.period) if read.period else gettext("no period given"))
    parts.append(names.get(("source", figure.source), figure.source))
    return ", ".join(parts)


def _signs(figures: tuple[Read, ...]) -> tuple[str, ...]:
    """List the signs of exactness that the picture uses and has to explain."""
    qualifiers = {read.figure.qualifier for read in figures}
    used = {
        "up": qualifiers & UPWARD,
        "down": qualifiers & DOWNWARD,
        "hollow": qualifiers & EXCLUSIVE,
        "brackets": qualifiers & {"about"},
    }
    return tuple(sign for sign, given in used.items() if given)
