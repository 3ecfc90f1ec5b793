"""The timeline: its story in landmarks, then the whole record under the filter."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, render_template, request, url_for

from timeline import vocab
from timeline.dates.parse import parse
from timeline.filters import EventFilter
from timeline.queries.events import count_events, list_events, page_of_events
from timeline.queries.names import names_of, names_of_kind
from timeline.queries.records import get_record, list_records
from timeline.records.timeline import Timeline
from timeline.web.groups import by_year
from timeline.web.params import CURSORS, asked_cursors, asked_filter
from timeline.web.reading import reading

pages = Blueprint("timeline", __name__)

_LABELS = {
    "q": "Words",
    "kind": "Kind",
    "timeline": "Timeline",
    "topic": "Topic",
    "actor": "Actor",
    "place": "Place",
    "source": "Source",
    "policy": "Policy",
    "from": "From",
    "to": "To",
    "when": "Date",
    "detail": "Detail",
}
_CHOSEN_KINDS = ("topic", "actor", "place", "source")


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """One filter in force, and the address of the list without it."""

    label: str
    text: str
    url: str


@pages.get("/")
def home() -> str:
    """Show the timeline where there is one, and a list of them otherwise."""
    timelines = [stored.record for stored in list_records(reading(), "timeline")]
    if len(timelines) == 1:
        return show(timelines[0].id)
    asked_filter()
    return render_template("timeline/index.html", timelines=timelines)


@pages.get("/timelines/<record_id>")
def show(record_id: str) -> str:
    """Show one timeline."""
    stored = get_record(reading(), "timeline", record_id)
    timeline = stored.record
    assert isinstance(timeline, Timeline)  # noqa: S101 - get_record gives the kind asked for
    asked = asked_filter(also=CURSORS)
    scoped = replace(asked, timeline=(record_id,))
    page = page_of_events(reading(), scoped, **asked_cursors())
    landmarks = replace(EventFilter(), timeline=(record_id,), significance=1)
    whole = EventFilter(timeline=(record_id,))
    names = _names(asked)
    return render_template(
        "timeline/show.html",
        timeline=timeline,
        complete_to=parse(timeline.complete_to) if timeline.complete_to else None,
        canonical=url_for("timeline.show", record_id=record_id, _external=True),
        landmarks=list_events(reading(), landmarks) if asked.is_empty and not asked_cursors() else (),
        whole=count_events(reading(), whole),
        asked=asked,
        choices=_choices(),
        active=_chips(asked, names),
        unknown=_unknown(asked, names),
        download=_query(asked),
        page=page,
        years=by_year(page.cards),
        page_url=_page_url(asked),
    )


def _choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    kinds = [(key, term.label) for key, term in vocab.EVENT_KINDS.items()]
    return [
        ("kind", "Kind", kinds),
        *(
            (kind, _LABELS[kind], sorted(names_of_kind(reading(), kind).items(), key=lambda pair: pair[1]))
            for kind in _CHOSEN_KINDS
        ),
    ]


def _names(asked: EventFilter) -> Mapping[tuple[str, str], str]:
    return names_of(
        reading(), [(kind, value) for kind, value in asked.parameters() if kind in (*_CHOSEN_KINDS, "policy")]
    )


def _chips(asked: EventFilter, names: Mapping[tuple[str, str], str]) -> list[Chip]:
    return [
        Chip(label=_LABELS[name], text=_chip_text(name, value, names), url=_url(asked.without(name, value)))
        for name, value in asked.parameters()
    ]


def _chip_text(name: str, value: str, names: Mapping[tuple[str, str], str]) -> str:
    if name == "kind":
        return vocab.EVENT_KINDS[value].label
    if name == "when":
        return "surely in the range"
    return names.get((name, value), value)


def _unknown(asked: EventFilter, names: Mapping[tuple[str, str], str]) -> str:
    """Say which of the ids asked for are not those of any public record."""
    missing = [
        f"no {kind} with the id “{value}”"
        for kind, value in asked.parameters()
        if kind in (*_CHOSEN_KINDS, "policy") and (kind, value) not in names
    ]
    return f"There is {' and '.join(missing)}." if missing else ""


def _query(asked: EventFilter) -> dict[str, list[str]]:
    query: dict[str, list[str]] = {}
    for name, value in asked.parameters():
        query.setdefault(name, []).append(value)
    return query


def _url(asked: EventFilter, **cursor: str) -> str:
    arguments: dict[str, Any] = {**(request.view_args or {}), **_query(asked), **cursor}
    return url_for(str(request.endpoint), **arguments)


def _page_url(asked: EventFilter) -> Any:
    return lambda **cursor: _url(asked, **cursor)
