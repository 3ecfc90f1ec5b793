"""The record of Secure Communities: whether it is whole, and whether everything in it rests on something."""

import re
from collections.abc import Iterable, Mapping

import pytest

from tests.record.documents import FILES
from tests.record.seed import Seed
from timeline.dates.parse import parse
from timeline.records.authority import Actor, Place, Topic
from timeline.records.event import Event
from timeline.records.policy import Policy
from timeline.records.question import Question
from timeline.records.series import Series
from timeline.records.source import Source
from timeline.records.timeline import Timeline

ISSUED = {
    "ncsl-secure-communities": "2012-07-26",
    "what-is-secure-communities": "",
    "no-rules-of-the-road": "2011-03",
    "ice-secure-communities": "2012-08-31/2012-12-31",
    "cosmetic-changes": "2011-07-19",
}

LOCATOR = re.compile(
    r"masthead|footer|note \d+(, bullet \d+)?|para\. \d+|\D.*, (heading|para\. \d+|bullet \d+[ab]?)"
)


@pytest.mark.parametrize(
    ("event_id", "title", "date", "asserted"),
    [
        ("programme-launch", "The 2008 launch", "2008-03", "2008-03"),
        ("setting-the-record-straight-memo", "The August 17, 2010 memo", "2010-08-17", "2010-08-17"),
        # The source gives the year; that it was not before March is inferred from what it tells first.
        ("ice-terminates-moas-2011", "The 2011 terminations", "[2011-03..2011-12]", "2011"),
        ("ice-response-april-2012", "The 2012 reforms", "2012-04", "2012-04"),
        ("white-house-reforms-2012-06-16", "The 2012 reforms", "2012-06-16", "2012-06-16"),
    ],
)
def test_the_events_that_everybody_looks_for(
    seed: Seed, event_id: str, title: str, date: str, asserted: str
) -> None:
    event = seed.event(event_id)
    assert event.title.startswith(f"{title}: ")
    assert (event.date, event.significance) == (date, 1)
    assert event.date_basis == ("stated" if asserted == date else "inferred")
    quoted = [part for part in event.citations if part.source in FILES and part.quotation]
    assert asserted in {part.asserted_date for part in quoted}


def test_the_record_is_whole(seed: Seed) -> None:
    events = seed.of(Event)
    counts = {
        "timelines": len(seed.of(Timeline)),
        "events": len(events),
        "landmarks": sum(event.significance == 1 for event in events),
        "sources": len(seed.of(Source)),
        "figures": sum(len(series.figures) for series in seed.of(Series)),
        "policies": len(seed.of(Policy)),
        "policy changes": sum(len(event.changes) for event in events),
        "questions": len(seed.of(Question)),
    }
    expected = {
        "timelines": range(1, 2),
        "events": range(110, 141),
        "landmarks": range(10, 16),
        "sources": range(60, 81),
        "figures": range(50, 101),
        "policies": range(20, 31),
        "policy changes": range(50, 101),
        "questions": range(45, 101),
    }
    assert {name: count for name, count in counts.items() if count not in expected[name]} == {}


@pytest.mark.parametrize("key", FILES)
def test_the_five_documents_have_their_keys_and_dates(seed: Seed, key: str) -> None:
    source = seed.source(key)
    assert (source.issued, source.consulted) == (ISSUED[key], "yes")
    assert bool(source.issued_note)


def test_only_the_five_documents_were_read(seed: Seed) -> None:
    assert {source.id for source in seed.of(Source) if source.consulted == "yes"} == set(FILES)


def test_every_event_rests_on_one_of_the_documents_or_says_why_not(seed: Seed) -> None:
    without = [
        event.id
        for event in seed.of(Event)
        if not event.note and not any(citation.source in FILES for citation in event.citations)
    ]
    assert without == []


def test_every_statement_says_where_it_stands(seed: Seed) -> None:
    without = [statement.where for statement in seed.statements() if not statement.part.locator]
    assert without == []


def test_locators_of_the_documents_have_one_form(seed: Seed) -> None:
    named = [(each.where, each.part.source, each.part.locator) for each in seed.statements()]
    named += [
        (f"source {source.id}", mention.source, mention.locator)
        for source in seed.of(Source)
        for mention in source.mentions
    ]
    odd = [
        (where, locator)
        for where, source, locator in named
        if source in FILES and not LOCATOR.fullmatch(locator)
    ]
    assert odd == []


def test_every_source_is_cited_or_named(seed: Seed) -> None:
    cited = {statement.part.source for statement in seed.statements()}
    without = [source.id for source in seed.of(Source) if source.id not in cited and not source.mentions]
    assert without == []


def test_a_work_that_was_not_read_says_who_names_it(seed: Seed) -> None:
    unnamed = [source.id for source in seed.of(Source) if source.consulted == "no" and not source.mentions]
    assert unnamed == []


def test_every_actor_place_and_topic_is_used(seed: Seed) -> None:
    events = seed.of(Event)
    actors = {part.actor for event in events for part in event.actors}
    actors |= {claim.speaker for question in seed.of(Question) for claim in question.claims}
    places = {place for event in events for place in event.places}
    places |= {change.place for event in events for change in event.changes}
    places |= {figure.place for series in seed.of(Series) for figure in series.figures}
    places |= {actor.place for actor in seed.of(Actor)}
    topics = {topic for event in events for topic in event.topics}
    assert _unused(actors, {actor.id: actor.part_of for actor in seed.of(Actor)}) == []
    assert _unused(places, {place.id: place.part_of for place in seed.of(Place)}) == []
    assert _unused(topics, {topic.id: topic.broader for topic in seed.of(Topic)}) == []


def _unused(used: Iterable[str], above: Mapping[str, str]) -> list[str]:
    """List what is neither used nor above something that is used."""
    reached: set[str] = set()
    waiting = set(used)
    while waiting:
        reached |= waiting
        waiting = {above[record_id] for record_id in waiting if record_id in above} - reached
    return sorted(set(above) - reached)


def test_every_state_that_a_change_names_is_one_of_its_policy(seed: Seed) -> None:
    known = {policy.id: {state.state for state in policy.states} for policy in seed.of(Policy)}
    strange = [
        (event.id, change.policy, state)
        for event in seed.of(Event)
        for change in event.changes
        for state in (change.state, change.stated_from)
        if state and state not in known[change.policy]
    ]
    assert strange == []


def test_an_announcement_does_not_take_effect_before_it_is_made(seed: Seed) -> None:
    early = []
    for event in seed.of(Event):
        for change in event.changes:
            if change.action == "announced" and change.effective:
                made, effective = parse(event.date).earliest, parse(change.effective).earliest
                if made is None or effective is None or effective < made:
                    early.append((event.id, change.policy))
    assert early == []


def test_every_policy_has_changes(seed: Seed) -> None:
    changed = {change.policy for event in seed.of(Event) for change in event.changes}
    assert {policy.id for policy in seed.of(Policy)} == changed


def test_the_lede_is_short(seed: Seed) -> None:
    assert all(len(timeline.lede.split()) <= 60 for timeline in seed.of(Timeline))


def test_apostrophes_and_quotation_marks_of_ours_are_typographic(seed: Seed) -> None:
    straight = [
        (where, text) for where, text in seed.own_words() if re.search("['\"]", text) and "http" not in text
    ]
    assert straight == []
