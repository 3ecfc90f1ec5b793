"""Hypothesis strategies for records: single ones that are right, and whole archives that hang together."""

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, TypeVar, cast

from hypothesis import HealthCheck, Phase, assume
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.dates.strategies import edtf_texts
from timeline.records.event import Event, PolicyChange
from timeline.records.fields import (
    Address,
    AnyRef,
    Code,
    Coded,
    Date,
    Decimal,
    FieldSpec,
    Flag,
    Id,
    Key,
    Many,
    Mark,
    Markdown,
    Ref,
    Text,
    Whole,
    field_specs,
)
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.policy import Policy, PolicyState
from timeline.records.question import Question
from timeline.records.source import Creator

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class Pool:
    """What the fields of an archive are drawn from: drawing each anew would take too much chance.

    `ids` are what references may name, by kind.
    """

    ids: Mapping[str, tuple[str, ...]]
    lines: tuple[str, ...]
    texts: tuple[str, ...]
    dates: tuple[str, ...]


#: Settings for tests that draw whole archives: a failing one is shown as it is, since making it smaller
#: takes minutes.
BULKY: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
}

_AWKWARD = "|\\:'\"=+-@,;{}~%é漢\u0301\u200f\U0001f600ß½\u00a0"
_DECIMALS = ("0", "-0.5", "1049", "7.50", "999999999999999.999999", "-12")
_ADDRESSES = ("https://example.org/a?b=c&d=é", "http://x.example/%20")
_CODES = {
    r"[a-z][a-z0-9-]{0,39}": ("doi", "iso-3166-2"),
    r"[0-9a-f]{64}": ("0" * 64, "f" * 64),
    r"[a-z0-9.+-]+/[a-z0-9.+-]+": ("text/plain", "application/atom+xml"),
    r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*": ("en", "es-MX", "zh-Hant-TW"),
}


_SLUG_PART = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8)
_SLUG = st.lists(_SLUG_PART, min_size=1, max_size=3).map("-".join)
_CHANCES = st.booleans()
#: Runs of letters, which are drawn at once, each of the ordinary or of the awkward ones.
_ORDINARY = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=5)
_RUNS = _ORDINARY | st.text(_AWKWARD, min_size=1, max_size=5)
_RUNS_AND_LINES = _RUNS | st.just("\n")


def slugs() -> SearchStrategy[str]:
    """Draw public ids."""
    return _SLUG


def words(*, lines: bool = False, longest: int = 30) -> SearchStrategy[str]:
    """Draw texts of people, not empty, with all that a text may hold."""
    runs = st.lists(_RUNS_AND_LINES if lines else _RUNS, min_size=1, max_size=longest)
    return runs.map(lambda drawn: "".join(drawn)[:longest].strip()).filter(bool)


_LINES = st.lists(words(), min_size=2, max_size=5, unique=True).map(tuple)
_TEXTS = st.lists(words(lines=True), min_size=1, max_size=3).map(tuple)
_DATES = st.lists(edtf_texts(), min_size=1, max_size=5).map(tuple)


@st.composite
def pools(draw: st.DrawFn, ids: Mapping[str, tuple[str, ...]]) -> Pool:
    """Draw some texts and dates for the fields to be drawn from."""
    return Pool(ids=ids, lines=draw(_LINES), texts=draw(_TEXTS), dates=draw(_DATES))


# An archive takes a thousand draws, so these draw what they give themselves: to make a strategy for each
# field of each record, and to have it looked through, takes longer than to draw from it.


@cache
def _numbers(least: int, most: int) -> SearchStrategy[int]:
    return st.integers(least, most)


def pick(draw: st.DrawFn, options: Sequence[Item]) -> Item:
    """Draw one of the options."""
    return options[draw(_numbers(0, len(options) - 1))]


def _several(draw: st.DrawFn, item: Callable[[], Item], least: int, most: int) -> tuple[Item, ...]:
    """Draw so many different items."""
    drawn: list[Item] = []
    number = draw(_numbers(least, most))
    for _ in range(3 * number):
        if len(drawn) < number and (one := item()) not in drawn:
            drawn.append(one)
    assume(len(drawn) >= least)
    return tuple(drawn)


def _value(draw: st.DrawFn, mark: Mark, pool: Pool, *, required: bool) -> Any:  # noqa: C901, PLR0911 - one case a mark
    """Draw a value that is right for a field with this mark."""
    match mark:
        case Text() | Markdown():
            lines = isinstance(mark, Markdown) or mark.lines
            return _some(draw, pool.texts if lines else pool.lines, required=required)
        case Id() | Key():
            return draw(_SLUG)
        case Ref():
            return _some(draw, pool.ids[mark.kind], required=required)
        case AnyRef():
            return pick(draw, [f"{kind}:{slug}" for kind, some in pool.ids.items() for slug in some])
        case Date():
            return _some(draw, pool.dates, required=required)
        case Coded():
            return pick(draw, sorted(mark.terms))
        case Whole():
            return draw(_numbers(mark.least, mark.most))
        case Decimal():
            return pick(draw, _DECIMALS)
        case Address():
            return _some(draw, _ADDRESSES, required=required)
        case Code():
            return _some(draw, _CODES[mark.pattern], required=required)
        case Flag():
            return draw(_CHANCES)


def _some(draw: st.DrawFn, options: Sequence[str], *, required: bool) -> str:
    """Draw one of the options where there are some, or nothing where that is right."""
    if not options or (not required and draw(_CHANCES)):
        return ""
    return pick(draw, options)


@st.composite
def parts(draw: st.DrawFn, cls: type, pool: Pool) -> Any:
    """Draw a record or a part of one whose fields are right one by one."""
    return _part(draw, cls, pool)


def _part(draw: st.DrawFn, cls: type, pool: Pool) -> Any:
    return cls(**{spec.name: _field(draw, spec, pool) for spec in field_specs(cls)})


def _field(draw: st.DrawFn, spec: FieldSpec, pool: Pool) -> Any:
    if not isinstance(spec.mark, Many):
        return _value(draw, spec.mark, pool, required=spec.mark.required)
    if spec.part is None:
        mark = cast("Mark", spec.mark.item)
        if isinstance(mark, Ref) and not pool.ids[mark.kind]:
            return ()
        item: Callable[[], Any] = partial(_value, draw, mark, pool, required=True)
    else:
        if not all(_can_be_drawn(inner.mark, pool) for inner in field_specs(spec.part)):
            return ()
        is_creator = spec.part is Creator
        item = partial(_creator, draw, pool) if is_creator else partial(_part, draw, spec.part, pool)
    return _several(draw, item, spec.mark.least, max(2, spec.mark.least))


def _can_be_drawn(mark: Mark | Many, pool: Pool) -> bool:
    return not isinstance(mark, Ref) or not mark.required or bool(pool.ids[mark.kind])


def _creator(draw: st.DrawFn, pool: Pool) -> Creator:
    """Draw a person with a family name, or a body."""
    role = pick(draw, ("author", "editor", "recipient", "contributor"))
    if draw(_CHANCES):
        return Creator(role=role, literal=pick(draw, pool.lines))
    names = ["Nyström", "O’Neil", "d'Arc|x:y\\", *(name for name in pool.lines if _is_name(name))]
    return Creator(role=role, family=pick(draw, names), given=pick(draw, ["", *names]))


def _is_name(name: str) -> bool:
    return "," not in name and not name.startswith("{")


@cache
def _ids(least: int, most: int) -> SearchStrategy[tuple[str, ...]]:
    return st.lists(_SLUG, min_size=least, max_size=most, unique=True).map(tuple)


@st.composite
def archives(draw: st.DrawFn, *, most: int = 2) -> tuple[Record, ...]:
    """Draw records of all kinds that refer to each other and to nothing else, in any order."""
    ids = {kind: draw(_ids(1, most)) for kind in CLASS_OF_KIND}
    pool = draw(pools(ids))
    policies = [_policy(draw, slug, pool) for slug in ids["policy"]]
    states = {policy.id: [state.state for state in policy.states] for policy in policies}
    made: list[Record] = [*policies]
    for kind, cls in CLASS_OF_KIND.items():
        if kind == "policy":
            continue
        for place, slug in enumerate(ids[kind]):
            # What a record is part of stands before it, so that nothing is part of itself.
            above = pool if kind == "event" else replace(pool, ids={**ids, kind: ids[kind][:place]})
            record = replace(_part(draw, cls, above), id=slug)
            made.append(_sensible(draw, record, states, pool))
    return tuple(draw(st.permutations(made)))


def _policy(draw: st.DrawFn, slug: str, pool: Pool) -> Policy:
    policy: Policy = _part(draw, Policy, pool)
    keys = draw(_ids(2, 3))
    states = tuple(replace(cast("PolicyState", _part(draw, PolicyState, pool)), state=key) for key in keys)
    return replace(policy, id=slug, states=states)


def _sensible(draw: st.DrawFn, record: Record, states: Mapping[str, list[str]], pool: Pool) -> Record:
    """Give the record with those fields put right that only make sense together."""
    if isinstance(record, Event):
        return _event(draw, record, states, pool)
    if isinstance(record, Question):
        return _question(draw, record, pool)
    return record


def _event(draw: st.DrawFn, event: Event, states: Mapping[str, list[str]], pool: Pool) -> Event:
    basis = pick(draw, ("stated", "inferred")) if event.date else "unknown"
    note = pick(draw, pool.texts) if basis == "inferred" else event.date_note
    changes = tuple(
        replace(change, **_states(draw, change, states[change.policy])) for change in event.changes
    )
    bearings = ["title", "summary", *(f"date:{dated.role}" for dated in event.dates)]
    bearings += [f"change:{change.policy}" for change in changes]
    citations = tuple(
        replace(citation, bears_on=_several(draw, partial(pick, draw, bearings), 0, 2))
        for citation in event.citations
    )
    return replace(
        event,
        date_basis=basis,
        date_note=note,
        changes=tuple(dict.fromkeys(changes)),
        citations=citations,
        relations=tuple(relation for relation in event.relations if relation.target != event.id),
    )


def _states(draw: st.DrawFn, change: PolicyChange, allowed: list[str]) -> dict[str, str]:
    state = pick(draw, allowed)
    if change.action in {"resumed", "ended"}:
        state = pick(draw, ("", state))
    return {"state": state, "stated_from": pick(draw, ["", *allowed])}


def _question(draw: st.DrawFn, question: Question, pool: Pool) -> Question:
    claims = tuple(replace(claim, answer=f"answer-{number}") for number, claim in enumerate(question.claims))
    follows = pick(draw, ["", *(claim.answer for claim in claims)])
    return replace(
        question,
        claims=claims,
        follows=follows,
        status="settled" if follows else "open",
        why=pick(draw, pool.texts) if follows else question.why,
    )
