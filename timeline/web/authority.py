"""Actors, places and topics: an index of each, and a page for each with its events."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, render_template, url_for

from timeline import vocab
from timeline.db import DatabaseSession
from timeline.languages.catalogue import N_
from timeline.queries.indexes import IndexRow, list_actors, list_below, list_places, list_topics
from timeline.queries.names import names_of
from timeline.queries.records import get_record
from timeline.records.authority import Actor, Place, Topic
from timeline.records.references import keys_referred_to
from timeline.web.feeds import site_url
from timeline.web.groups import by_year
from timeline.web.letters import asked_index
from timeline.web.own_view import OwnView, own_view
from timeline.web.reading import reading
from timeline.web.speaking import gettext, term

#: An index shows so many names at a time, and a page so many of what is part of its record.
INDEX_SIZE: Final = 300
MOST_BELOW: Final = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Authority:
    """What the pages of one kind of authority record say."""

    kind: str
    plural: str
    heading: str
    below: str
    vocabulary: str
    list_all: Callable[[DatabaseSession], tuple[IndexRow, ...]]

    def order(self, group: str) -> int:
        """Give the place of a group of records among others."""
        return list(getattr(vocab, self.vocabulary)).index(group) if self.vocabulary else 0

    def label(self, group: str) -> str:
        """Say the heading of a group of records."""
        return term(self.vocabulary, group) if self.vocabulary else gettext("All topics")


AUTHORITIES = (
    Authority(
        kind="actor",
        plural="actors",
        heading=N_("Actors"),
        below=N_("Parts and members"),
        vocabulary="ACTOR_KINDS",
        list_all=list_actors,
    ),
    Authority(
        kind="place",
        plural="places",
        heading=N_("Places"),
        below=N_("Contains"),
        vocabulary="PLACE_KINDS",
        list_all=list_places,
    ),
    Authority(
        kind="topic",
        plural="topics",
        heading=N_("Topics"),
        below=N_("Narrower"),
        vocabulary="",
        list_all=list_topics,
    ),
)


def blueprints() -> tuple[Blueprint, ...]:
    """Make the blueprints of actors, places and topics."""
    return tuple(_blueprint(authority) for authority in AUTHORITIES)


def _blueprint(authority: Authority) -> Blueprint:
    pages = Blueprint(authority.plural, __name__)

    @pages.get(f"/{authority.plural}")
    def index() -> str:
        rows = authority.list_all(reading())
        return render_template(
            "authority/index.html",
            heading=gettext(authority.heading),
            kind=authority.kind,
            labels={group: authority.label(group) for group in sorted({row.group for row in rows})}
            if authority.vocabulary
            else {},
            index=asked_index(rows, lambda row: row.label, most=INDEX_SIZE),
        )

    @pages.get(f"/{authority.plural}/<record_id>")
    def show(record_id: str) -> str:
        return _show(authority, record_id)

    return pages


def _show(authority: Authority, record_id: str) -> str:
    stored = get_record(reading(), authority.kind, record_id)
    view = own_view(authority.kind, record_id)
    said = _said_of(stored.record)
    below = list_below(reading(), authority.kind, record_id)
    return render_template(
        "authority/show.html",
        stored=stored,
        kind=authority.kind,
        id=record_id,
        canonical=site_url() + url_for(f"{authority.plural}.show", record_id=record_id),
        index_url=url_for(f"{authority.plural}.index"),
        index_label=gettext(authority.heading),
        below_label=gettext(authority.below),
        below=below[:MOST_BELOW],
        more_below=len(below[MOST_BELOW:]),
        names=names_of(reading(), keys_referred_to(stored.record)),
        view=view,
        page=view.page,
        years=by_year(view.page.cards),
        page_url=lambda **cursor: url_for(
            f"{authority.plural}.show", record_id=record_id, **_narrowing(view, authority.kind), **cursor
        ),
        description=said["text"] or said["heading"],
        **said,
    )


def _narrowing(view: OwnView, kind: str) -> dict[str, Any]:
    return {name: values for name, values in view.query.items() if name != kind}


def _said_of(record: object) -> dict[str, Any]:
    match record:
        case Actor():
            return {
                "heading": record.name,
                "kind_label": term("ACTOR_KINDS", record.kind),
                "text": record.description,
                "details": [(gettext("Also called"), ", ".join(record.other_names))]
                if record.other_names
                else [],
                "references": _given(
                    (gettext("Part of"), "actor", record.part_of),
                    (gettext("Belongs to"), "place", record.place),
                ),
            }
        case Place():
            return {
                "heading": record.name,
                "kind_label": term("PLACE_KINDS", record.kind),
                "text": record.description,
                "details": [(code.scheme.upper(), code.value) for code in record.codes],
                "references": _given((gettext("Part of"), "place", record.part_of)),
            }
        case Topic():
            return {
                "heading": record.label,
                "kind_label": gettext("Topic"),
                "text": record.definition,
                "details": [],
                "references": _given((gettext("Broader"), "topic", record.broader)),
            }
        case _:
            raise TypeError(f"{type(record).__name__} is not an authority record")


def _given(*references: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    return [reference for reference in references if reference[2]]
