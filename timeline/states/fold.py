"""Fold the changes of one policy into its history.

The rule of the fold: a *setting* change (introduced, changed, ended, an announcement whose effective
date is known) takes the place of the one before it at its place. Nothing else moves the rule:

- *suspended* lies over it and *resumed* lifts that; the rule beneath goes on changing meanwhile, and an
  end ends the suspension too;
- *disputed* says that somebody holds otherwise. The rule stays, and the answer is disputed until a
  setting change that certainly came later has certainly taken effect;
- *clarified* says that the rule is so and claims no change. Where the fold agrees, it adds nothing but
  evidence for the order of changes. Where nothing is known to be in effect, it shows that the rule was
  so from that day on (and says nothing of the days before). Where the fold finds something else, it is
  not for the archive to choose: to move the rule would make a change that nobody claims, and to pass
  over it would hide a source. So both stay visible, as if disputed, and the change is flagged.

An end gives the place back to the rule of the wider place; where there is none, a gap follows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from timeline.states.change import AFTER, OVERLAYING, Change, days_of, order_of
from timeline.states.eve import states_before
from timeline.states.history import Basis, Claim, History, Level, Pending, chain_of
from timeline.states.order import Step, arrange, comes_after
from timeline.states.track import EMPTY, lay_out


def fold(
    policy: str, changes: Iterable[Change], parents: Mapping[str, str], states: Iterable[str] = ()
) -> History:
    """Fold the changes of a policy into its history.

    `parents` gives for each place the id of the place that it is part of; `states` are the keys that the
    policy knows, and where they are given, a change to any other is flagged.
    """
    told = sorted(changes, key=order_of)
    by_place: dict[str, list[Change]] = {}
    for change in told:
        by_place.setdefault(change.place, []).append(change)
    chains = {place: chain_of(place, parents) for place in by_place}
    levels: dict[str, Level] = {}
    for place in sorted(by_place, key=lambda place: (len(chains[place]), place)):
        wider = tuple(levels[name] for name in chains[place][1:] if name in levels)
        levels[place] = _level(place, by_place[place], wider)
    return History(
        policy=policy,
        changes=tuple(told),
        levels=levels,
        parents=parents,
        narrower=_narrower(levels, chains),
        widest=_widest(levels, chains),
        states=frozenset(states),
    )


def _narrower(levels: Mapping[str, Level], chains: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for place in levels:
        for name in chains[place][1:] if place else ():
            found.setdefault(name, []).append(place)
    return {name: tuple(places) for name, places in found.items()}


def _widest(levels: Mapping[str, Level], chains: Mapping[str, Sequence[str]]) -> str:
    first = next(iter(levels), "")
    return first if all(first in chains[place] for place in levels) else ""


def _level(place: str, changes: Sequence[Change], wider: tuple[Level, ...]) -> Level:
    steps = arrange(changes)
    settings = [step for step in steps if step.change.sets_state]
    overlays = [step for step in steps if step.change.action in OVERLAYING]
    acting = any(step.change.action != "ended" for step in overlays)
    by_first = sorted(steps, key=lambda step: step.first)
    by_last = sorted(steps, key=lambda step: step.last)
    level = Level(
        place=place,
        steps=steps,
        setting=tuple(settings),
        settings=lay_out(settings),
        overlays=lay_out(overlays) if acting else EMPTY,
        by_first=tuple(by_first),
        by_last=tuple(by_last),
        first_days=tuple(step.first for step in by_first),
        last_days=tuple(step.last for step in by_last),
    )
    level, contrary = _with_clarified(level, settings, wider)
    rivals = settings or _nearest_settings(wider)
    return replace(
        level,
        claims=tuple(_claims(level, contrary, rivals, wider)),
        pending=tuple(_pending(steps, settings)),
    )


def _nearest_settings(wider: tuple[Level, ...]) -> Sequence[Step]:
    """Give the steps that set the rule which a place without settings of its own inherits."""
    for level in wider:
        if level.setting:
            return level.setting
    return ()


def _with_clarified(
    level: Level, settings: list[Step], wider: tuple[Level, ...]
) -> tuple[Level, frozenset[int]]:
    """Judge the clarifications in turn: add those that show a rule where none is known to the settings.

    Gives the level, and the numbers of the steps that say otherwise than the fold finds.
    """
    contrary: set[int] = set()
    for number, step in enumerate(level.steps):
        if step.change.action != "clarified":
            continue
        found = states_before(level, wider, step)
        if not found.states:
            settings.append(step)
            level = replace(level, setting=tuple(settings), settings=lay_out(settings))
        elif step.state not in found.states:
            contrary.add(number)
    return level, frozenset(contrary)


def _claims(
    level: Level, contrary: frozenset[int], rivals: Sequence[Step], wider: tuple[Level, ...]
) -> Iterable[Claim]:
    for number, step in enumerate(level.steps):
        change = step.change
        against: tuple[str, ...] = ()
        basis: Basis
        if change.action == "disputed":
            basis = "held"
        elif number in contrary:
            basis = "clarified"
        elif change.disputed_by and (change.sets_state or change.action == "clarified"):
            basis = "evidence"
            if change.sets_state:
                against = states_before(level, wider, step).states
        else:
            continue
        yield Claim(
            change=change,
            basis=basis,
            state=step.state,
            against=against,
            first=step.first,
            last=step.last,
            closed=min((rival.last for rival in rivals if _settles(rival, step)), default=AFTER),
        )


def _settles(rival: Step, step: Step) -> bool:
    """Tell whether a setting step certainly comes after a claim."""
    if rival.first > step.last:
        return True
    if rival is step or rival.change.place != step.change.place:
        return False
    if rival.first == step.last:
        return comes_after(rival, step)
    return rival.moment in step.later or (rival.moment == step.moment and rival.turn > step.turn)


def _pending(steps: Sequence[Step], settings: Sequence[Step]) -> Iterable[Pending]:
    """Find how long each announcement stands without effect: till then, or till the rule is so or ends."""
    for step in steps:
        if step.change.action != "announced":
            continue
        first, known = days_of(step.change.date)
        after = max(first, known if known < AFTER else first)
        ends = [
            other.last
            for other in settings
            if other is step or (other.first > after and (not other.state or other.state == step.state))
        ]
        yield Pending(change=step.change, first=first, until=min(ends, default=AFTER))
