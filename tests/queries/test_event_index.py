"""The index of events gives what a look at every record gives, and follows every write."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.queries.plain import FIELDS, PlainArchive
from timeline import vocab
from timeline.db import read_session, write_transaction
from timeline.filters import EventFilter, parse_filter
from timeline.queries import event_index
from timeline.queries.density import count_by_bounds
from timeline.queries.event_index import forget_events, indexed_events
from timeline.queries.events import page_of_events
from timeline.queries.facets import MOST_VALUES, count_facets
from timeline.queries.records import get_record
from timeline.queries.selection import choose, keys_in_order
from timeline.records.authority import Place
from timeline.records.event import Event, Participation
from timeline.store.restore import withdraw
from timeline.store.save import save

_DAYS = ("1900", "2008", "2009-05", "2010-08-17", "2011", "2011-09/..", "2012-06", "2030")


def _filters(plain: PlainArchive, number: int, seed: int) -> Iterator[EventFilter]:
    """Yield filters of values that the record has, from none to four together."""
    chance = random.Random(seed)
    yield EventFilter()
    for _ in range(number):
        event = chance.choice(plain.events)
        offered: dict[str, list[str]] = {
            "kind": [event.kind, "statement"],
            "topic": [*event.topics],
            "place": [*event.places, "us", "nowhere"],
            "actor": [one.actor for one in event.actors],
            "role": [one.role for one in event.actors],
            "source": [one.source for one in event.citations],
            "policy": [one.policy for one in event.changes],
            "q": [event.title.split()[-1], "county", '"secure communities"'],
            "detail": ["main", "landmarks"],
            "disputed": ["dates"],
            "from": [chance.choice(_DAYS)],
            "to": [chance.choice(_DAYS[1:4])],
            "when": ["within", "overlaps"],
        }
        chosen = chance.sample(
            sorted(name for name, values in offered.items() if values), chance.randint(1, 4)
        )
        parameters = {name: [chance.choice(offered[name])] for name in chosen}
        if "from" in parameters and "to" in parameters:
            parameters["to"] = ["2031"]
        if "kind" in parameters and chance.random() < 0.5:
            parameters["kind"] = offered["kind"]
        yield parse_filter(parameters)


@pytest.mark.parametrize("seed", range(4))
def test_every_filter_gives_what_a_look_at_every_record_gives(record_engine: Engine, seed: int) -> None:
    with read_session(record_engine) as session:
        plain = PlainArchive(session)
        slugs = plain.slugs
        met = 0
        for asked in _filters(plain, 40, seed):
            expected = plain.ids(asked)
            assert [slugs[key] for key in keys_in_order(session, asked)] == expected, asked
            met += bool(expected)
            months = Counter(
                {
                    (str(one.first)[:7], str(one.last)[:7], one.significance): one.events
                    for one in count_by_bounds(session, asked)
                }
            )
            assert months == plain.months(asked), asked
        assert met > 15


@pytest.mark.parametrize("seed", range(2))
def test_every_count_is_what_a_look_at_every_record_gives(record_engine: Engine, seed: int) -> None:
    with read_session(record_engine) as session:
        plain = PlainArchive(session)
        for asked in _filters(plain, 15, seed):
            found = count_facets(session, asked)
            for name in FIELDS:
                expected = plain.values(asked, name)
                values = found.values[name]
                assert all(value.events == expected[value.id] for value in values), (asked, name)
                missing = set(expected) - {value.id for value in values}
                chosen = getattr(asked, name)
                least = min((value.events for value in values if value.id not in chosen), default=0)
                assert not missing or len(values) >= MOST_VALUES
                assert all(expected[value] <= least for value in missing), (asked, name)
            assert found.disputed == len(plain.ids(replace(asked, disputed="dates")))
            levels = Counter(found.levels)
            assert sum(levels.values()) == len(plain.ids(replace(asked, significance=3)))


def test_pages_forward_and_back_hold_every_event_once_in_order(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        plain = PlainArchive(session)
        for asked in list(_filters(plain, 8, 9)):
            expected = plain.ids(asked)
            forward, cursor = [], ""
            while True:
                page = page_of_events(session, asked, after=cursor, limit=7)
                forward += [card.id for card in page.cards]
                if page.after is None:
                    break
                cursor = page.after
            assert forward == expected
            assert page.total == len(expected)
            backward: list[str] = []
            cursor = "9999999"
            while cursor:
                page = page_of_events(session, asked, before=cursor, limit=7)
                backward = [card.id for card in page.cards] + backward
                cursor = page.before or ""
            assert backward == expected


def _write(engine: Engine, chance: random.Random) -> None:
    """Change, add or take back an event, or move a place."""
    with read_session(engine) as session:
        events = PlainArchive(session).events
        stored = get_record(session, "event", chance.choice(events).id)
        place = get_record(session, "place", chance.choice(["us-ca", "us-ma", "us-il"]))
    assert isinstance(stored.record, Event)
    assert isinstance(place.record, Place)
    was = stored.record.date
    date = chance.choice(["2009-03-03", "2011", "2012-07/2012-08", "", "2013-05~", was])
    # Citations bear on changes, some of which are taken off below.
    free = tuple(replace(citation, bears_on=()) for citation in stored.record.citations)
    event = replace(stored.record, citations=free, date=date, date_basis="stated" if date else "unknown")
    with write_transaction(engine) as session:
        match chance.choice(["date", "links", "new", "withdraw", "place"]):
            case "date":
                changed = replace(event, significance=chance.choice([1, 2, 3]))
            case "links":
                changed = replace(
                    event,
                    kind=chance.choice(sorted(vocab.EVENT_KINDS)),
                    actors=(Participation(actor="ice", role="issuer"),),
                    places=(chance.choice(["us", "us-ca", "us-ma"]),),
                    topics=("detainers",),
                    changes=chance.choice([(), tuple(replace(one, effective="") for one in event.changes)]),
                )
            case "new":
                slug = f"added-{chance.randint(1, 10**9)}"
                changed = replace(event, id=slug, title=f"Added {slug}", changes=(), relations=())
                save(
                    session,
                    changed,
                    by="Tests",
                    base_version=0,
                    change="new",
                    reason="More.",
                    status="published",
                )
                return
            case "withdraw":
                slug = f"gone-{chance.randint(1, 10**9)}"
                gone = replace(event, id=slug, changes=(), relations=())
                save(
                    session,
                    gone,
                    by="Tests",
                    base_version=0,
                    change="new",
                    reason="More.",
                    status="published",
                )
                withdraw(session, "event", slug, by="Tests", base_version=1, reason="Wrong.")
                return
            case _:
                moved = replace(place.record, part_of="us" if not place.record.part_of else "")
                save(session, moved, by="Tests", base_version=place.version, change="update", reason="Moved.")
                return
        save(session, changed, by="Tests", base_version=stored.version, change="update", reason="Other.")


@pytest.mark.parametrize("seed", range(2))
def test_the_index_follows_every_write_without_being_made_anew(own_record: Engine, seed: int) -> None:
    with read_session(own_record) as session:
        base = indexed_events(session).index.base
    chance = random.Random(seed)
    for round_ in range(25):
        _write(own_record, chance)
        if round_ % 3:
            continue
        with read_session(own_record) as session:
            plain = PlainArchive(session)
            slugs = plain.slugs
            for asked in _filters(plain, 8, round_):
                expected = plain.ids(asked)
                assert [slugs[key] for key in keys_in_order(session, asked)] == expected, asked
                page = page_of_events(session, asked, limit=200)
                assert [card.id for card in page.cards] == expected
                if expected:
                    middle = expected[len(expected) // 2]
                    at = expected.index(middle)
                    after = page_of_events(session, asked, after=middle, limit=3)
                    assert [card.id for card in after.cards] == expected[at + 1 : at + 4]
                    before = page_of_events(session, asked, before=middle, limit=3)
                    assert [card.id for card in before.cards] == expected[max(0, at - 3) : at]
                values = count_facets(session, asked).values["place"]
                counted = plain.values(asked, "place")
                assert all(value.events == counted[value.id] for value in values)
    with read_session(own_record) as session:
        index = indexed_events(session).index
    assert index.base == base
    assert index.late


def test_a_session_of_before_a_write_is_answered_from_before(own_record: Engine) -> None:
    with read_session(own_record) as old:
        before = list(keys_in_order(old, EventFilter(kind=("guidance",))))
        with read_session(own_record) as session:
            stored = get_record(session, "event", "setting-the-record-straight-memo")
        assert isinstance(stored.record, Event)
        with write_transaction(own_record) as session:
            other = replace(stored.record, kind="statement")
            save(session, other, by="Tests", base_version=stored.version, change="update", reason="Other.")
        with read_session(own_record) as session:
            after = list(keys_in_order(session, EventFilter(kind=("guidance",))))
        assert len(after) == len(before) - 1
        assert list(keys_in_order(old, EventFilter(kind=("guidance",), q="memo")))
        assert list(keys_in_order(old, EventFilter(kind=("guidance",)))) == before


def test_after_too_many_writes_the_index_is_made_anew(
    own_record: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_index, "MOST_WRITES", 2)
    with read_session(own_record) as session:
        assert not indexed_events(session).index.late
    chance = random.Random(5)
    for _ in range(8):
        _write(own_record, chance)
        with read_session(own_record) as session:
            assert len(indexed_events(session).index.late) <= 2
            found = list(keys_in_order(session, EventFilter()))
            forget_events(session)
        with read_session(own_record) as session:
            assert list(keys_in_order(session, EventFilter())) == found
            assert len(choose(session, EventFilter()).events) == len(found)
