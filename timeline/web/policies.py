"""Policies: every question about the rule, and the page of one with its answer for a day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for

from timeline.drawing.time_scale import TimeScale
from timeline.queries.as_of import get_revision, id_at
from timeline.queries.disagreements import list_touching
from timeline.queries.kept import kept
from timeline.queries.policy_archive import policy_archive
from timeline.queries.policy_changes import list_evidence
from timeline.queries.policy_facts import PolicyFacts
from timeline.queries.questions import names_with_short_sources
from timeline.queries.records import get_record
from timeline.queries.states import found_changes
from timeline.queries.told_policies import ToldPolicy, get_told, list_told
from timeline.records.policy import Policy
from timeline.records.validate import ID_LONGEST
from timeline.states.answer import state_on
from timeline.states.change import Change
from timeline.states.history import History
from timeline.web.answers import Said, address, cited, confirmations, grounds, mark_of, said, ways
from timeline.web.asked_days import asked_day, asked_known, asked_place, require_known
from timeline.web.band import SMALL_PIECES, Band, band_of, bounded, fills_of, scale_of, small
from timeline.web.changes import change_line
from timeline.web.feeds import site_url
from timeline.web.list_pages import asked_page, fitting
from timeline.web.reading import read_as_of, reading
from timeline.web.speaking import gettext, short_months

pages = Blueprint("policies", __name__)

MOST_BANDS = 6
#: How many policies a page lists at most, and how many elements they come to, about.
PAGE_SIZE = 30
MOST_ELEMENTS = 1_100
#: How many changes of one policy a page lists, and how many events are marked in the bands of other places.
MOST_CHANGES = 18
MOST_EDGES = 40
MOST_SMALL_BANDS = 12
#: How many elements the evidence of an answer comes to, about, and how many events say it again there.
MOST_OF_GROUNDS = 250
MOST_CONFIRMED = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A policy in the list of all: how it stood at the end of the record, and its bands."""

    said: tuple[Said, ...]
    more: int
    bands: tuple[Band, ...]


@pages.get("/policies")
def index() -> str:
    """List the policies as they stood at the end of the record."""
    require_known(in_pages=True)
    archive = policy_archive(reading())
    histories = archive.all_histories(reading())
    page = asked_page(
        all_in_order(),
        lambda one: one.id,
        size=MOST_ELEMENTS,
        weight=lambda one: max(MOST_ELEMENTS // PAGE_SIZE, _weight(histories[one.id])),
    )
    told = list_told(reading(), [one.id for one in page.items])
    ordered = [told.policies[one.id] for one in page.items]
    day = told.end
    # One scale for all pages of the list.
    scale = scale_of(list(histories.values()), told.complete_to, spans_only=True)
    rows = {one.facts.id: _row(one, day, scale) for one in ordered}
    return render_template(
        "policy/index.html",
        day=day,
        page=page,
        fills=fills_of(band for row in rows.values() for band in row.bands),
        page_url=lambda **cursor: url_for("policies.index", **cursor),
        ticks=scale.ticks(8, short_months()) if scale else (),
        has_main=any(one.principal for one in archive.facts.policies.values()),
        principal=[rows[one.facts.id] for one in ordered if one.facts.principal],
        others=[rows[one.facts.id] for one in ordered if not one.facts.principal],
    )


@pages.get("/policies/<record_id>")
def show(record_id: str) -> str:
    """Show one policy and its answer for a day at a place."""
    require_known("on", "place", "known", in_pages=True)
    record_id = _as_of(record_id, asked_known())
    stored = get_record(reading(), "policy", record_id)
    policy = stored.record
    assert isinstance(policy, Policy)  # noqa: S101 - get_record gives the kind asked for
    place = request.args.get("place", "").strip()[:ID_LONGEST]
    found = get_told(reading(), record_id, place=place)
    (told,) = found.policies.values()
    asked = asked_place(found.parents, told.history.places)
    place = told.history.widest if asked is None else asked
    day = asked_day("on", default=found.end)
    return render_template(
        "policy/show.html",
        stored=stored,
        policy=policy,
        told=told,
        day=day,
        place=place,
        known=request.args.get("known", "").strip(),
        today_url=address(told, day, place),
        description=policy.question,
        canonical=site_url() + url_for("policies.show", record_id=record_id),
        places=_places(told, place),
        marks=[mark_of(told.facts.states, state) for state in told.facts.states],
        differ=list_touching(reading(), "policy", record_id),
        **_answered(told, day, place),
        **_pictured(told, day, place),
        **_changed(told, day, place),
    )


def _as_of(record_id: str, known: int | dt.datetime | None) -> str:
    """Let the rest of the request read the record as it stood; give the id that the policy had then."""
    if known is None:
        return record_id
    revision = get_revision(reading(), known)
    then = id_at(reading(), "policy", record_id, revision)
    read_as_of(revision)
    return then


def _answered(told: ToldPolicy, day: dt.date, place: str) -> dict[str, Any]:
    """Give what the answer's box needs."""
    known = request.args.get("known", "").strip()
    answer = state_on(told.history, day, place, complete_to=told.facts.complete_to)
    evidence = list_evidence(reading(), answer.changes)
    previous, following = ways(told, answer, known=known)
    found, confirmed = grounds(told, answer, evidence), confirmations(told, answer)
    shown = found[: fitting([8 + 9 * len(ground.citations) for ground in found], MOST_OF_GROUNDS)]
    return {
        "answer": said(told, answer, known=known),
        "grounds": shown,
        "more_grounds": len(found) - len(shown),
        "confirmed": confirmed[:MOST_CONFIRMED],
        "more_confirmed": len(confirmed[MOST_CONFIRMED:]),
        "previous": previous,
        "following": following,
        "names": {**told.names, **names_with_short_sources(reading(), cited(evidence))},
    }


def _places(told: ToldPolicy, place: str) -> list[tuple[str, str]]:
    """List the places that can be asked about: those with changes of their own, and the one asked for."""
    own = dict.fromkeys((*told.history.places, place))
    labels = told.labels.places
    return sorted(((one, labels.get(one, one)) for one in own if one), key=lambda pair: pair[1].casefold())


def _key_of(change: Change) -> str:
    return f"{change.event}.{change.position}"


def _pictured(told: ToldPolicy, day: dt.date, place: str) -> dict[str, Any]:
    """Give the bands: of the other places with their events, or where these are many, some small ones."""
    known = request.args.get("known", "").strip()
    bands = _bands(told, day, place)
    here, others = bounded(bands[0][1]) if bands else None, bands[1:]
    is_crowded = sum(len(band.edges) for _, band in others) > MOST_EDGES
    elsewhere = [(place, small(band)) for place, band in others[:MOST_SMALL_BANDS]] if is_crowded else others
    return {
        "band_here": here,
        "elsewhere": elsewhere,
        "is_crowded": is_crowded,
        "more_places": len(others) - len(elsewhere),
        "address_at": lambda one: address(told, day, one, known=known),
        "fills": fills_of([*([here] if here else []), *(band for _, band in elsewhere)]),
    }


def _changed(told: ToldPolicy, day: dt.date, place: str) -> dict[str, Any]:
    """Give a page of the history."""
    known = request.args.get("known", "").strip()
    page = asked_page(told.history.changes, _key_of, size=MOST_CHANGES)
    found = found_changes(told.history, page.items)
    return {
        "page": page,
        "page_url": lambda **cursor: f"{address(told, day, place, known=known, **cursor)}#history",
        "changes": [change_line(change, told.facts.states) for change in found],
    }


def _bands(told: ToldPolicy, day: dt.date, place: str) -> list[tuple[str, Band]]:
    """Draw the place that is asked for first, then everywhere, then each place with changes of its own."""
    scale = scale_of([told.history], told.facts.complete_to)
    if scale is None:
        return []
    shown = dict.fromkeys((place, *told.history.places))
    if place == "" and "" not in told.history.levels:
        shown.pop("")
    return [(one, band_of(told, one, scale, heading=_place_name(told, one), day=day)) for one in shown]


def _place_name(told: ToldPolicy, place: str) -> str:
    return told.labels.places.get(place, place) if place else gettext("Everywhere")


def _row(told: ToldPolicy, day: dt.date, scale: TimeScale | None) -> Row:
    places = _told_places(told.history)
    shown = places[:MOST_BANDS]
    answers = [state_on(told.history, day, place, complete_to=told.facts.complete_to) for place in shown]
    bands = (
        [small(band_of(told, place, scale, heading=_place_name(told, place))) for place in shown]
        if scale
        else []
    )
    return Row(
        said=tuple(said(told, answer) for answer in answers),
        more=len(places) - len(shown),
        bands=tuple(bands),
    )


def _told_places(history: History) -> tuple[str, ...]:
    """List the places with changes of their own; the widest alone where it has some."""
    widest = history.widest
    return (widest,) if widest in history.levels or not history.places else history.places


def _weight(history: History) -> int:
    """Give how many elements a policy comes to in the list, about: a few, and for each place its band."""
    places = _told_places(history)[:MOST_BANDS]
    steps = (len(history.levels[place].steps) if place in history.levels else 0 for place in places)
    return 6 + sum(10 + 2 * min(2 * SMALL_PIECES, 2 * number + 1) for number in steps)


def all_in_order() -> Sequence[PolicyFacts]:
    """Give all policies in the order of pages: the principal ones first, then by title."""
    facts = policy_archive(reading()).facts
    return kept(reading(), "policies in order", lambda: tuple(sorted(facts.policies.values(), key=_place)))


def _place(one: PolicyFacts) -> tuple[bool, str, str]:
    return not one.principal, one.title.casefold(), one.id
