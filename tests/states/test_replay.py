"""The fold against a replay of every possible world."""

import dataclasses
import datetime as dt
import itertools

from hypothesis import HealthCheck, given, settings

from tests.states.replay import WINDOW, Replay, replay
from tests.states.strategies import changes
from timeline.states.answer import find, is_known, state_on
from timeline.states.change import OVERLAYING, SETTING, Change
from timeline.states.eve import last_before
from timeline.states.flags import flags
from timeline.states.fold import fold
from timeline.states.history import chain_of
from timeline.states.track import Standing

PARENTS = {"county": "nation"}
PLACES = ("", "nation", "county")
THOROUGH = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def _keys(standing: Standing) -> frozenset[tuple[str, int] | None]:
    keys: set[tuple[str, int] | None] = {step.change.key for step in standing.steps}
    return frozenset(keys | {None} if standing.none else keys)


@THOROUGH
@given(changes(actions=("introduced", "changed", "changed", "ended")))
def test_the_changes_that_can_be_in_effect(told: list[Change]) -> None:
    level = fold("p", told, {}).levels[""]
    worlds = replay(told)
    for day in WINDOW:
        assert _keys(level.settings.on(day)) == worlds.last_on(day, SETTING), dt.date.fromordinal(day)


@THOROUGH
@given(changes(actions=("introduced", "changed", "suspended", "suspended", "resumed", "ended")))
def test_the_suspensions_that_can_lie_over_it(told: list[Change]) -> None:
    level = fold("p", told, {}).levels[""]
    worlds = replay(told)
    if all(change.action in SETTING for change in told):
        return
    for day in WINDOW:
        assert _keys(level.overlays.on(day)) == worlds.last_on(day, OVERLAYING), dt.date.fromordinal(day)


@THOROUGH
@given(changes(actions=("introduced", "changed", "changed", "ended")))
def test_what_each_change_found(told: list[Change]) -> None:
    level = fold("p", told, {}).levels[""]
    worlds = replay(told)
    for step in level.steps:
        found, none = last_before(level.setting, level.settings, step)
        keys = {each.change.key for each in found} | ({None} if none else set())
        expected = worlds.just_before(step.change, SETTING)
        assert keys >= expected, step.change.key
        # An end among other changes of one day may leave one too many, never one too few.
        if all(change.action != "ended" for change in told):
            assert keys == expected, step.change.key


@THOROUGH
@given(
    changes(
        actions=("introduced", "changed", "changed", "ended", "suspended", "resumed"),
        places=PLACES,
        shared=False,
        most=5,
    )
)
def test_the_nearest_rule_wins_and_the_suspension_over_it(told: list[Change]) -> None:
    history = fold("p", told, PARENTS)
    worlds = {place: replay([c for c in told if c.place == place]) for place in PLACES}
    for place, day in itertools.product(PLACES, WINDOW):
        chain = [worlds[name] for name in chain_of(place, PARENTS)]
        rules, suspended = _outcomes(chain, day)
        found = find(history.levels_of(place), day)
        options = {option.change.key for option in found.options} | ({None} if found.may_be_none else set())
        assert options == rules
        if found.suspension is None:
            assert suspended == {False}
        else:
            assert True in suspended
            assert suspended == {True} or not found.suspension.sure
            # An end that lifts one suspension may bring a wider one back; then it errs on the safe side.
            if all(change.action != "ended" for change in told):
                assert found.suspension.sure == (suspended == {True})


def _outcomes(chain: list[Replay], day: int) -> tuple[set[object], set[bool]]:
    """Give the rules that hold in some world, and whether they are suspended; no event is shared."""
    rules: set[object] = set()
    suspended: set[bool] = set()
    combined = itertools.product(*({_come(world, day) for world in each.worlds} for each in chain))
    for places in combined:
        rule, laid = None, None
        for told in places:
            own = [change for change in told if change.sets_state]
            over = [change for change in told if change.action in OVERLAYING]
            if laid is None and over and over[-1].action != "ended":
                laid = over[-1].action == "suspended"
            if own and own[-1].state:
                rule = own[-1].key
                break
        rules.add(rule)
        suspended.add(bool(laid))
    return rules, suspended


def _come(world: tuple[tuple[int, Change], ...], day: int) -> tuple[Change, ...]:
    return tuple(change for at, change in world if at <= day)


@THOROUGH
@given(changes(actions=("changed", "changed", "ended"), places=PLACES))
def test_one_event_at_several_places(told: list[Change]) -> None:
    """What one event does at two places on one unknown day is never taken apart into too little."""
    told = [dataclasses.replace(change, stated_from="") for change in told]
    history = fold("p", told, PARENTS)
    joint = replay(told).worlds
    for place, day in itertools.product(PLACES, WINDOW):
        rules = set()
        for world in joint:
            come = _come(world, day)
            own = ([change for change in come if change.place == name] for name in chain_of(place, PARENTS))
            rules.add(next((at[-1].key for at in own if at and at[-1].state), None))
        found = find(history.levels_of(place), day)
        options = {option.change.key for option in found.options} | ({None} if found.may_be_none else set())
        assert rules <= options
        if not any(change.action == "ended" for change in told):
            assert rules == options


@THOROUGH
@given(changes(actions=("introduced", "changed", "changed", "ended", "disputed", "disputed")))
def test_how_long_a_dispute_stands_open(told: list[Change]) -> None:
    history = fold("p", told, {})
    worlds = replay(told)
    held = [change for change in told if change.action == "disputed"]
    for day, change in itertools.product(WINDOW, held):
        found = find(history.levels_of(""), day)
        open_claims = {each.claim.change.key: each.sure for each in found.claims}
        come = worlds.has_come(change, day)
        settled = worlds.is_settled(change, day, SETTING)
        assert (change.key in open_claims) == (True in come and not settled)
        if change.key in open_claims:
            assert open_claims[change.key] == (come == {True})


@THOROUGH
@given(changes(actions=("introduced", "changed", "ended", "clarified", "clarified"), most=4))
def test_a_clarification_that_no_world_bears_out_is_flagged(told: list[Change]) -> None:
    history = fold("p", told, {})
    contrary = {flag.change.key for flag in flags(history) if flag.kind == "clarified-otherwise"}
    clarified = [change for change in told if change.action == "clarified"]
    if not clarified or len({change.event for change in clarified}) < len(clarified):
        return
    first = clarified[0]
    others = [change for change in told if change.action != "clarified" or change == first]
    states = {change.key: change.state for change in others}
    before = {states.get(key, "") if key else "" for key in replay(others).just_before(first, SETTING)}
    if len(clarified) == 1:
        assert (first.key in contrary) == (first.state not in before and before != {""})


@THOROUGH
@given(
    changes(
        actions=("introduced", "changed", "ended", "disputed", "clarified", "suspended", "resumed"),
        places=PLACES,
        most=6,
    )
)
def test_kinds_say_what_the_parts_say(told: list[Change]) -> None:
    history = fold("p", told, PARENTS)
    for day in WINDOW:
        kinds = {find(history.levels_of(place), day).kind for place in (history.widest, *history.places)}
        assert is_known(history, dt.date.fromordinal(day)) == (kinds != {"unknown"})
    for place, day in itertools.product(PLACES, WINDOW):
        answer = state_on(history, dt.date.fromordinal(day), place)
        match answer.kind:
            case "state":
                assert len(answer.states) == 1
                assert not answer.may_be_none
                assert answer.suspension is None or answer.suspension.sure
            case "changing":
                unsure = answer.suspension is not None and not answer.suspension.sure
                assert len(answer.states) + answer.may_be_none > 1 or unsure
            case "disputed":
                assert any(each.sure for each in answer.claims)
            case "unknown":
                assert answer.reason
                assert answer.may_be_none
        assert answer.is_inherited == (answer.rule_of is not None and answer.rule_of != place)
        if answer.inherited is not None:
            assert answer.inherited.place in chain_of(place, PARENTS)[1:]
