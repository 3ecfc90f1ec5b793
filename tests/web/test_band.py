"""The band's shapes: pieces, edges in lanes, the record's end, and what stands over the rule."""

import datetime as dt
from itertools import pairwise

import pytest
from flask import Flask, render_template_string

from timeline.dates.parse import parse
from timeline.drawing.time_scale import TimeScale
from timeline.queries.policy_facts import PolicyFacts
from timeline.queries.told_policies import ToldPolicy
from timeline.states.change import Change
from timeline.states.fold import fold
from timeline.states.words import Labels
from timeline.web.band import LANES, MOST_PIECES, SMALL_PIECES, Band, band_of, bounded, scale_of, small

STATES = {"free": "Free", "permit": "With a permit", "none": "Not at all"}


def change(event: str, action: str, date: str, state: str = "", position: int = 1) -> Change:
    return Change(
        policy="wells",
        event=event,
        position=position,
        action=action,
        state=state,
        date=parse(date) if date else None,
    )


def told(*changes: Change, complete_to: dt.date | None = None) -> ToldPolicy:
    facts = PolicyFacts(
        id="wells",
        key=1,
        title="Wells",
        question="May everybody draw water?",
        principal=True,
        states=STATES,
        timelines=(),
        complete_to=complete_to,
    )
    names = {("event", each.event): each.event for each in changes if each.event != "hidden"}
    labels = Labels(states=STATES)
    return ToldPolicy(facts=facts, history=fold("wells", changes, {}, STATES), labels=labels, names=names)


def drawn(policy: ToldPolicy, *, day: dt.date | None = None) -> Band:
    scale = scale_of([policy.history], policy.facts.complete_to)
    assert scale is not None
    return band_of(policy, "", scale, heading="Everywhere", day=day)


def test_the_pieces_fill_the_picture_without_gaps() -> None:
    band = drawn(
        told(
            change("launch", "introduced", "2008-03", "free"),
            change("order", "changed", "[2010-03-01..2010-12-31]", "permit"),
            change("end", "ended", "2011-06-01"),
            complete_to=dt.date(2012, 8, 31),
        )
    )
    assert [(piece.kind, piece.colours) for piece in band.pieces] == [
        ("unknown", ()),
        ("changing", (0,)),
        ("state", (0,)),
        ("changing", (0, 1)),
        ("state", (1,)),
        ("unknown", ()),
    ]
    assert band.pieces[0].start == 0
    for piece, following in pairwise(band.pieces):
        assert piece.start + piece.width == pytest.approx(following.start)
    assert band.pieces[-1].start + band.pieces[-1].width == pytest.approx(100)
    assert [piece.mark for piece in band.pieces] == ["", "", "1", "1 or 2", "2", ""]
    assert "From 1 March 2010 to 30 December 2010: uncertain, Free or With a permit" in band.summary


def test_a_label_stands_only_where_it_fits_and_before_the_end_of_the_record() -> None:
    band = drawn(
        told(
            change("launch", "introduced", "2008-01-01", "free"),
            change("order", "changed", "2012-01-01", "permit"),
            change("later", "changed", "2012-02-01", "none"),
            complete_to=dt.date(2012, 1, 20),
        )
    )
    free, permit, none = band.pieces[-3:]
    assert (free.label, free.fits, free.mark) == ("Free", 300, "1")
    assert (permit.label, permit.fits, permit.mark) == ("With a permit", 0, "")
    assert (none.fits, none.mark) == (0, "")
    assert band.complete is not None
    assert band.complete == pytest.approx(permit.start + permit.width * 20 / 31)


def test_an_edge_shows_how_uncertain_its_day_is() -> None:
    band = drawn(
        told(
            change("before", "introduced", "[..2008-06-30]", "free"),
            change("day", "changed", "2009-01-01", "permit"),
            change("month", "changed", "2010-03", "none"),
            change("never-dated", "disputed", "", "none"),
            change("since", "clarified", "2010-09/..", "none"),
            change("hidden", "changed", "2010-06-01", "free"),
        )
    )
    edges = {edge.event: edge for edge in band.edges}
    assert set(edges) == {"before", "day", "month", "since"}
    assert edges["before"].at == edges["before"].end
    assert edges["day"].start == edges["day"].at == edges["day"].end
    assert edges["since"].at < 100
    assert edges["month"].start < edges["month"].at < edges["month"].end
    assert edges["month"].title == "March 2010: month"


def test_marks_that_would_lie_on_each_other_stand_in_lanes() -> None:
    changes = [change(f"e{day:02}", "clarified", f"2010-01-{day:02}", "free") for day in range(2, 12)]
    band = drawn(told(change("launch", "introduced", "2000-01-01", "free"), *changes))
    lanes = [edge.lane for edge in band.edges if edge.event != "launch"]
    assert lanes[:LANES] == list(range(LANES))
    assert set(lanes) == set(range(LANES))
    assert band.top > LANES * 14


def test_a_scale_of_many_policies_is_not_stretched_by_an_open_date() -> None:
    old = told(change("old", "introduced", "[..1900]", "free"), change("new", "changed", "2010", "permit"))
    wide = scale_of([old.history], None)
    narrow = scale_of([old.history], None, spans_only=True)
    assert wide is not None
    assert narrow is not None
    assert (wide.first.year, narrow.first.year) == (1897, 2009)
    assert scale_of([told(change("x", "introduced", "", "free")).history], None) is None


def test_a_day_outside_the_picture_has_no_marker() -> None:
    policy = told(change("launch", "introduced", "2008-03-01", "free"), complete_to=dt.date(2012, 1, 1))
    assert drawn(policy, day=dt.date(1999, 1, 1)).marker is None
    assert drawn(policy, day=dt.date(2012, 1, 1)).marker is not None


def test_a_suspension_is_drawn_above_what_it_lies_over(app: Flask) -> None:
    policy = told(
        change("launch", "introduced", "2008-03-01", "free"),
        change("halt", "suspended", "2009-01-01"),
        change("lift", "resumed", "2009-06"),
        complete_to=dt.date(2010, 1, 1),
    )
    band = band_of(
        policy, "", TimeScale(first=dt.date(2008, 1, 1), last=dt.date(2010, 12, 31)), heading="All"
    )
    assert [(piece.colours, piece.suspended) for piece in band.pieces[1:]] == [
        ((0,), ""),
        ((0,), "suspended"),
        ((0,), "perhaps suspended"),
        ((0,), ""),
    ]
    with app.test_request_context():
        picture = render_template_string(
            '{% from "policy/band.html" import band with context %}{{ band(drawn, draggable=true) }}',
            drawn=band,
        )
    assert picture.count('class="overlay"') == 1
    assert picture.count('class="overlay overlay-perhaps"') == 1
    assert 'data-first="2008-01-01"' in picture


def test_a_small_band_of_many_pieces_is_drawn_more_simply() -> None:
    days = [dt.date(2008 + number // 12, number % 12 + 1, 1) for number in range(48)]
    changes = [
        change(f"event-{number}", "changed", day.isoformat(), ("free", "permit")[number % 2])
        for number, day in enumerate(days)
    ]
    whole = drawn(told(*changes, complete_to=dt.date(2012, 1, 1)))
    found = small(whole)
    assert len(whole.pieces) > 2 * SMALL_PIECES >= len(found.pieces)
    assert found.pieces[0].start == whole.pieces[0].start
    assert round(sum(piece.width for piece in found.pieces), 6) == round(
        sum(piece.width for piece in whole.pieces), 6
    )
    assert found.summary.endswith("; …")
    few = drawn(told(*changes[:3], complete_to=dt.date(2012, 1, 1)))
    assert small(few) == few
    # On the page of the policy it has more pieces, and no mark of its own for each of many changes.
    large = bounded(whole)
    assert len(found.pieces) < len(large.pieces) <= 2 * MOST_PIECES
    assert (len(whole.edges), large.edges, large.stems.count("M")) == (48, (), 48)
    assert bounded(few) == few
