"""The pictures that stand for pages where their addresses are shared, drawn from the data.

They say in the language of the page what the archive says; titles are in that of the record.
"""

from typing import Final

from flask import Blueprint, Response, abort, current_app, url_for

from timeline.dates.parse import parse
from timeline.drawing.card import HEIGHT, WIDTH, Card, card_png
from timeline.drawing.density import density
from timeline.filters import EventFilter
from timeline.queries.density import count_by_bounds
from timeline.queries.kept import kept
from timeline.queries.records import get_record
from timeline.queries.selection import count_events
from timeline.records.authority import Actor, Place, Topic
from timeline.records.event import Event
from timeline.records.kinds import RECORD_CLASSES, Record
from timeline.records.policy import Policy
from timeline.records.question import Question
from timeline.records.series import Series
from timeline.records.source import Source
from timeline.records.timeline import Timeline
from timeline.web.feeds import site_url
from timeline.web.languages import current_language
from timeline.web.reading import reading
from timeline.web.speaking import gettext, ngettext, number, term, the_date, words

pages = Blueprint("cards", __name__)

_PLURALS: Final = {cls.record_kind: cls.plural for cls in RECORD_CLASSES}
_KINDS: Final = {plural: kind for kind, plural in _PLURALS.items()}
_MOST_STATES: Final = 4


@pages.get("/cards/<plural>/<record_id>.png")
def picture(plural: str, record_id: str) -> Response:
    """Draw the picture of a record."""
    if plural not in _KINDS:
        abort(404)
    stored = get_record(reading(), _KINDS[plural], record_id)
    site_name = str(current_app.jinja_env.globals["site_name"])
    png = kept(
        reading(),
        ("card", current_language(), plural, record_id, site_name),
        lambda: card_png(_card(stored.record, site_name)),
    )
    return Response(png, mimetype="image/png")


def picture_of(record: Record | None) -> tuple[str, int, int] | None:
    """Give the address, the width and the height of a record's picture; None for pages of no record."""
    if record is None:
        return None
    path = url_for("cards.picture", plural=_PLURALS[record.record_kind], record_id=record.id)
    return site_url() + path, WIDTH, HEIGHT


def _card(record: Record, site_name: str) -> Card:
    match record:
        case Timeline():
            return _of_timeline(record, site_name)
        case Event():
            cited = len({citation.source for citation in record.citations})
            return Card(
                kicker=f"{site_name} · {term('EVENT_KINDS', record.kind)}",
                title=record.title,
                date=words(parse(record.date) if record.date else None),
                foot=ngettext("%(num)s source", "%(num)s sources", cited),
            )
        case Source():
            makers = [made.literal or f"{made.given} {made.family}".strip() for made in record.creators]
            return Card(
                kicker=f"{site_name} · {term('SOURCE_TYPES', record.type)}",
                title=record.title,
                date=words(parse(record.issued)) if record.issued else "",
                foot=", ".join(makers[:3]) or record.publisher or record.container,
            )
        case Actor() | Place() | Topic():
            return _of_authority(record, site_name)
        case _:
            return _of_statements(record, site_name)


def _of_authority(record: Actor | Place | Topic, site_name: str) -> Card:
    only = (record.id,)
    match record:
        case Actor():
            asked, kind, name = EventFilter(actor=only), term("ACTOR_KINDS", record.kind), record.name
        case Place():
            asked, kind, name = EventFilter(place=only), term("PLACE_KINDS", record.kind), record.name
        case _:
            asked, kind, name = EventFilter(topic=only), gettext("Topic"), record.label
    return _of_events(asked, f"{site_name} · {kind}", name)


def _of_statements(record: Policy | Series | Question, site_name: str) -> Card:
    match record:
        case Policy():
            states = [state.label for state in record.states]
            kicker = f"{site_name} · {gettext('Policy')}"
            more = ["…"] if len(states) > _MOST_STATES else []
            foot = " · ".join([*states[:_MOST_STATES], *more])
            return Card(kicker=kicker, title=record.question, date=record.title, foot=foot)
        case Series():
            sources = {figure.source for figure in record.figures}
            counted = ngettext("%(num)s figure", "%(num)s figures", len(record.figures))
            foot = _from_sources(counted, len(sources))
            kicker = f"{site_name} · {gettext('Figures')}"
            return Card(kicker=kicker, title=record.title, date=record.unit, foot=foot)
        case Question():
            sources = {claim.source for claim in record.claims}
            counted = ngettext("%(num)s claim", "%(num)s claims", len(record.claims))
            return Card(
                kicker=f"{site_name} · {gettext('Where sources differ')}",
                title=record.title,
                date=term("QUESTION_STATUSES", record.status),
                foot=_from_sources(counted, len(sources)),
            )


def _from_sources(counted: str, sources: int) -> str:
    of_all = ngettext("%(num)s source", "%(num)s sources", sources)
    return gettext("%(figures)s from %(sources)s", figures=counted, sources=of_all)


def _of_timeline(record: Timeline, site_name: str) -> Card:
    complete = ""
    if record.complete_to:
        until = parse(record.complete_to)
        complete = gettext("Complete to %(date)s", date=words(until), the_date=the_date(until))
    return _of_events(EventFilter(timeline=(record.id,)), site_name, record.title, foot=complete)


def _of_events(whole: EventFilter, kicker: str, title: str, *, foot: str = "") -> Card:
    """Make the card of what events belong to: how many there are, when, and their strip."""
    events = count_events(reading(), whole)
    counted = ngettext("%(num)s event", "%(num)s events", events, num=number(events))
    found = density(count_by_bounds(reading(), whole, by_day=False), None, None)
    bars: tuple[float, ...] = ()
    marked: tuple[float, ...] = ()
    span = ""
    if found is not None:
        highest = max(bar.sure for bar in found.bars) or 1
        bars = tuple(bar.sure / highest for bar in found.bars)
        marked = tuple(bar.within[0] / highest for bar in found.bars)
        first, last = found.first.year, found.last.year
        span = f", {first}" if first == last else f", {first}–{last}"
    return Card(kicker=kicker, title=title, date=f"{counted}{span}", foot=foot, bars=bars, marked=marked)
