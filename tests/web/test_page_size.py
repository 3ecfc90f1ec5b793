"""How many elements the timeline page has at most, whatever the record holds."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from timeline import vocab
from timeline.dates.parse import parse
from timeline.drawing.density import Count
from timeline.filters import MOST_VALUES as MOST_OF_A_FIELD
from timeline.queries.density import Landmark
from timeline.queries.events import EventCard, EventPage, Link
from timeline.queries.facets import FACETS, MOST_VALUES, Facets, FacetValue
from timeline.queries.lanes import MOST_EVENTS, MOST_LANES, MOST_NAMED, Lane, LaneEvent
from timeline.web import timeline
from timeline.web.slim_band import ToldBand, ToldPiece

MOST_ELEMENTS = 1_200
#: Of a page with lanes, which somebody chooses to see all at once.
MOST_WITH_LANES = 2_400
#: How many of them are laid out at a time; the picture has the most. What a box offers is not laid out.
MOST_AT_A_TIME = 340
_LONG = "A name of many words that goes on and on, " * 5


def card(number: int) -> EventCard:
    """Give an event that says of itself all that a card can show, in a year and a month of its own."""
    links = tuple(Link(id=f"name-{number}-{one}", label=_LONG) for one in range(9))
    return EventCard(
        id=f"event-{number}",
        title=_LONG,
        summary=_LONG,
        date=parse(f"{1990 + number}-0{number % 9 + 1}%"),
        kind="guidance",
        significance=1,
        actors=links,
        places=links,
        citations=99,
        sources=99,
        changes=9,
        dates_differ=True,
        contested=True,
    )


def counts(months: int) -> tuple[Count, ...]:
    """Give events of each significance in each of so many months, long ones, and some of long before."""
    months_ = [dt.date(1990 + month // 12, month % 12 + 1, 1) for month in range(months)]
    found = [Count(day, day.replace(day=28), level, 50) for day in months_ for level in (1, 2, 3)]
    spans = [Count(day, dt.date(1999, 12, 31), 3, 5) for day in months_]
    open_ends = [Count(None, dt.date(1995, 5, 31), 3, 5), Count(None, None, 3, 5)]
    far = [Count(dt.date(1200 + 17 * one, 1, 1), dt.date(1200 + 17 * one, 12, 31), 3, 1) for one in range(20)]
    return (*far, *found, *spans, *open_ends)


def facets() -> Facets:
    """Give as many values of each field as a page shows."""
    coded = {"kind": vocab.EVENT_KINDS, "role": vocab.ACTOR_ROLES}
    ids = {name: coded.get(name) or [f"{name}-{one}" for one in range(MOST_VALUES)] for name in FACETS}
    return Facets(
        values={
            name: tuple(FacetValue(one, _LONG, 1_000_000) for one in found) for name, found in ids.items()
        },
        levels={1: 1_000, 2: 1_000_000, 3: 1_000_000},
        disputed=1_000,
    )


def lanes() -> tuple[Lane, ...]:
    """Give as many lanes as there may be, each with all events that a page looks at, named and unnamed."""
    events = tuple(
        LaneEvent(
            id=f"event-{one}",
            title=(_LONG, f"Event {one}")[one % 2],
            date=parse(f"{1990 + one % 10}-0{one % 9 + 1}" + ("", "-05")[one % 2]),
            significance=one % 3 + 1,
        )
        for one in range(MOST_EVENTS)
    )
    return tuple(
        Lane(id=f"lane-{one}", label=_LONG, total=1_000_000, events=events if one < MOST_LANES else ())
        for one in range(MOST_NAMED)
    )


def band(policy: str) -> ToldBand:
    """Give a policy whose rule changes each month, between many states."""
    pieces = [
        ToldPiece(
            dt.date(1990 + month // 12, month % 12 + 1, 1),
            dt.date(1990 + month // 12, month % 12 + 1, 28),
            ("changing", "disputed", "state")[month % 3],
            tuple((month + one) % 6 for one in range(6)),
            "x",
            _LONG,
        )
        for month in range(0, 120, 4)
    ]
    return ToldBand(policy=policy, heading=_LONG, complete_to=None, pieces=tuple(pieces))


@pytest.fixture
def fullest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the page have as much of everything as it can show."""
    cards = tuple(card(number) for number in range(timeline.PAGE_SIZE))

    def page(*_session_and_filter: object, limit: int, **_cursors: str) -> EventPage:
        return EventPage(cards=cards[:limit], total=1_000_000, before="event-1", after="event-2")

    marks = tuple(
        Landmark(
            id=f"mark-{one}", title="Name" * (1 + one % 3), date=parse(f"199{one % 10}-0{one % 9 + 1}-05")
        )
        for one in range(timeline.MOST_LANDMARKS)
    )
    answers: dict[str, Callable[..., Any]] = {
        "kept": lambda _session, _question, answer: answer(),
        # As many as there are bars for: whole years, or what a filter asks for.
        "count_by_bounds": lambda _session, asked, **_options: counts(127 if asked.start else 120),
        "page_of_events": page,
        "list_events": lambda *_rest, **_options: cards[: timeline.MOST_LANDMARKS],
        "list_landmarks": lambda *_rest, **_options: marks,
        "list_principal": lambda *_rest, **_options: [
            band(f"policy-{one}") for one in range(timeline.MOST_BANDS)
        ],
        "told_band": lambda one: one,
        "count_facets": lambda *_rest: facets(),
        "list_lanes": lambda *_rest: lanes(),
    }
    for name, answer in answers.items():
        monkeypatch.setattr(timeline, name, answer)


@pytest.mark.usefixtures("fullest")
@pytest.mark.parametrize("query", ["", "?from=1990-01&to=2000-07", "?after=event-1"])
def test_the_fullest_page_keeps_within_its_bound(app: Flask, query: str) -> None:
    html = app.test_client().get(f"/{query}").get_data(as_text=True)
    assert len(re.findall(r"<[a-z]", html)) <= MOST_ELEMENTS


@pytest.mark.usefixtures("fullest")
@pytest.mark.parametrize("query", ["", "&from=1990-01&to=2000-07&q=memo&disputed=dates"])
def test_the_fullest_lanes_keep_within_it_and_lead_to_what_they_leave_out(app: Flask, query: str) -> None:
    # In another language than the record's, where each of its texts has an element to say so, and in its own.
    for path in ("/es/", "/"):
        html = app.test_client().get(f"{path}?view=lanes&by=topic{query}").get_data(as_text=True)
        assert MOST_WITH_LANES - 60 < len(re.findall(r"<[a-z]", html)) <= MOST_WITH_LANES
        parts = re.findall(r'<section class="lane".*?</section>', html, re.DOTALL)
        assert len(parts) == MOST_LANES
        for number, part in enumerate(parts):
            marks = set(re.findall(r'<a class="lane-mark[^>]* href="([^"]+)"', part))
            # Each that is drawn has its whole title in the page, and a link in words; the others are counted.
            words = part.partition('"lane-key"')[2]
            assert len(marks) == part.count("<title") > 3
            assert marks == set(re.findall(r'<a href="(/[^"]*events/[^"]+)"', words))
            [(url, more)] = re.findall(r'lane-more[^>]*><a href="([^"]+)#list">[^<]*?([\d,.\xa0 ]+)', part)
            assert int(re.sub(r"\D", "", more)) == 1_000_000 - len(marks)
            assert f"topic=lane-{number}" in url
            assert "view=" not in url
            assert "by=" not in url


@pytest.mark.usefixtures("fullest")
def test_lanes_under_a_filter_of_as_many_values_as_there_may_be_keep_within_it_too(app: Flask) -> None:
    fields = {name: [f"{name}-{one + 5}" for one in range(MOST_OF_A_FIELD)] for name in FACETS}
    fields |= {"kind": list(vocab.EVENT_KINDS)[:MOST_OF_A_FIELD], "role": list(vocab.ACTOR_ROLES)}
    for given in (fields, {name: values[:2] for name, values in fields.items()}):
        html = app.test_client().get(f"/?{urlencode({**given, 'view': 'lanes'}, doseq=True)}").text
        assert len(re.findall(r"<[a-z]", html)) <= MOST_WITH_LANES
        assert html.count('class="lane-mark') >= MOST_LANES


@pytest.mark.parametrize("by", ["topic", "actor", "place", "policy"])
def test_lanes_of_the_record_keep_within_it(app: Flask, by: str) -> None:
    for query in ("", "&detail=main", "&detail=landmarks", "&from=2010&to=2010", "&q=memo"):
        html = app.test_client().get(f"/es/?view=lanes&by={by}{query}").text
        assert len(re.findall(r"<[a-z]", html)) <= MOST_WITH_LANES, query
        # All that has a day has a mark of its own.
        assert "lane-foot" not in html, query


@pytest.mark.usefixtures("fullest")
@pytest.mark.parametrize("query", ["", "?from=1990-01&to=2000-07", "?after=event-1"])
def test_the_browser_gets_to_lay_out_the_fullest_page_in_small_parts(app: Flask, query: str) -> None:
    html = app.test_client().get(f"/{query}").get_data(as_text=True)
    parts = re.split(r'<script src="/static/js/so-far[^>]*></script>', html.partition("<body>")[2])
    sizes = [len(re.findall(r"<(?!option)[a-z]", part)) for part in parts]
    assert len(sizes) > 6
    assert max(sizes) <= MOST_AT_A_TIME, sizes


@pytest.mark.usefixtures("fullest")
def test_a_filter_of_as_many_values_as_there_may_be_keeps_within_it_too(app: Flask) -> None:
    fields = {name: [f"{name}-{one + 5}" for one in range(MOST_OF_A_FIELD)] for name in FACETS}
    fields |= {"kind": list(vocab.EVENT_KINDS)[:MOST_OF_A_FIELD], "role": list(vocab.ACTOR_ROLES)}
    asked = urlencode({**fields, "q": "memo", "from": "1990-01", "to": "2000-07"}, doseq=True)
    html = app.test_client().get(f"/?{asked}").get_data(as_text=True)
    assert len(re.findall(r"<[a-z]", html)) <= MOST_ELEMENTS
    chips = re.findall(r"<li>.*?</li>", html.partition('<ul class="chips"')[2].partition("</ul>")[0])
    given = sum(len(values) for values in fields.values()) + 3
    assert len(chips) == 14
    assert f"and {given - 12} more" in chips[12]
    assert ('href="/"' in chips[13], "Remove all" in chips[13]) == (True, True)
    # The form holds all of them, and sends them again.
    boxes = re.findall(r'<select id="f-([a-z]+)"[^>]* multiple[^>]*>(.*?)</select>', html, re.DOTALL)
    chosen = {name: set(re.findall(r'value="([^"]+)"[^>]* selected', box)) for name, box in boxes}
    assert chosen == {name: set(values) for name, values in fields.items()}


@pytest.mark.parametrize(
    "path",
    [
        "/policies",
        "/policies/state-participation?on=2011-04-15&place=us-ma",
        "/compare?a=2008-01-01&b=2012-08-31",
        "/on/2010-09-10",
        "/es/on/2010-09-10",
        "/sources",
        "/sources/no-rules-of-the-road",
        "/sources/no-rules-of-the-road?list=events",
        "/sources/no-rules-of-the-road?list=claims",
        "/questions",
        "/questions/matrix",
        "/actors/ice",
        "/topics/participation",
        "/series",
        "/api",
        "/api/writing",
        "/api/records",
    ],
)
def test_pages_of_lists_keep_within_it_too(app: Flask, path: str) -> None:
    html = app.test_client().get(path).get_data(as_text=True)
    assert len(re.findall(r"<[a-z]", html)) <= MOST_ELEMENTS
