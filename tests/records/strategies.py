"""Hypothesis strategies for records: single ones that are right, and whole archives that hang together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from hypothesis import HealthCheck, Phase
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
_CODES = {
    r"[a-z][a-z0-9-]{0,39}": ("doi", "iso-3166-2"),
    r"[0-9a-f]{64}": ("0" * 64, "f" * 64),
    r"[a-z0-9.+-]+/[a-z0-9.+-]+": ("text/plain", "application/atom+xml"),
    r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*": ("en", "es-MX", "zh-Hant-TW"),
}


def slugs() -> SearchStrategy[str]:
    """Draw public ids."""
    return st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


def words(*, lines: bool = False, longest: int = 30) -> SearchStrategy[str]:
    """Draw texts of people, not empty, with all that a text may hold."""
    letters = st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from(_AWKWARD)
    if lines:
        letters |= st.just("\n")
    return st.text(letters, min_size=1, max_size=longest).map(str.strip).filter(bool)


@st.composite
def pools(draw: st.DrawFn, ids: Mapping[str, tuple[str, ...]]) -> Pool:
    """Draw some texts and dates for the fields to be drawn from."""
    return Pool(
        ids=ids,
        lines=tuple(draw(st.lists(words(), min_size=2, max_size=5, unique=True))),
        texts=tuple(draw(st.lists(words(lines=True), min_size=1, max_size=3))),
        dates=tuple(draw(st.lists(edtf_texts(), min_size=1, max_size=5))),
    )


def values(mark: Mark, pool: Pool) -> SearchStrategy[Any]:  # noqa: C901, PLR0911 - one case a mark
    """Draw values that are right for a field with this mark."""
    match mark:
        case Text() | Markdown():
            lines = isinstance(mark, Markdown) or mark.lines
            return _some(st.sampled_from(pool.texts if lines else pool.lines), mark)
        case Id() | Key():
            return slugs()
        case Ref():
            return _some(st.sampled_from(pool.ids[mark.kind]) if pool.ids[mark.kind] else None, mark)
        case AnyRef():
            return st.sampled_from([f"{kind}:{slug}" for kind, some in pool.ids.items() for slug in some])
        case Date():
            return _some(st.sampled_from(pool.dates), mark)
        case Coded():
            return st.sampled_from(sorted(mark.terms))
        case Whole():
            return st.integers(mark.least, mark.most)
        case Decimal():
            return st.sampled_from(["0", "-0.5", "1049", "7.50", "999999999999999.999999", "-12"])
        case Address():
            return _some(st.sampled_from(["https://example.org/a?b=c&d=é", "http://x.example/%20"]), mark)
        case Code():
            return _some(st.sampled_from(_CODES[mark.pattern]), mark)
        case Flag():
            return st.booleans()


def _some(drawn: SearchStrategy[str] | None, mark: Any) -> SearchStrategy[str]:
    if drawn is None:
        return st.just("")
    return drawn if mark.required else st.just("") | drawn


@st.composite
def parts(draw: st.DrawFn, cls: type, pool: Pool) -> Any:
    """Draw a record or a part of one whose fields are right one by one."""
    return cls(**{spec.name: draw(_field(spec, pool)) for spec in field_specs(cls)})


def _field(spec: FieldSpec, pool: Pool) -> SearchStrategy[Any]:
    if not isinstance(spec.mark, Many):
        return values(spec.mark, pool)
    if spec.part is None:
        mark = cast("Mark", spec.mark.item)
        if isinstance(mark, Ref) and not pool.ids[mark.kind]:
            return st.just(())
        item = values(replace(mark, required=True), pool)
    else:
        if not all(_can_be_drawn(inner.mark, pool) for inner in field_specs(spec.part)):
            return st.just(())
        item = creators(pool) if spec.part is Creator else parts(spec.part, pool)
    most = max(2, spec.mark.least)
    return st.lists(item, min_size=spec.mark.least, max_size=most, unique=True).map(tuple)


def _can_be_drawn(mark: Mark | Many, pool: Pool) -> bool:
    return not isinstance(mark, Ref) or not mark.required or bool(pool.ids[mark.kind])


@st.composite
def creators(draw: st.DrawFn, pool: Pool) -> Creator:
    """Draw a person with a family name, or a body."""
    role = draw(st.sampled_from(["author", "editor", "recipient", "contributor"]))
    if draw(st.booleans()):
        return Creator(role=role, literal=draw(st.sampled_from(pool.lines)))
    names = ["Nyström", "O’Neil", "d'Arc|x:y\\", *(name for name in pool.lines if _is_name(name))]
    return Creator(role=role, family=draw(st.sampled_from(names)), given=draw(st.sampled_from(["", *names])))


def _is_name(name: str) -> bool:
    return "," not in name and not name.startswith("{")


@st.composite
def archives(draw: st.DrawFn, *, most: int = 2) -> tuple[Record, ...]:
    """Draw records of all kinds that refer to each other and to nothing else, in any order."""
    ids = {
        kind: tuple(draw(st.lists(slugs(), min_size=1, max_size=most, unique=True))) for kind in CLASS_OF_KIND
    }
    pool = draw(pools(ids))
    policies = [draw(_policy(slug, pool)) for slug in ids["policy"]]
    states = {policy.id: [state.state for state in policy.states] for policy in policies}
    made: list[Record] = [*policies]
    for kind, cls in CLASS_OF_KIND.items():
        if kind == "policy":
            continue
        for place, slug in enumerate(ids[kind]):
            # What a record is part of stands before it, so that nothing is part of itself.
            above = pool if kind == "event" else replace(pool, ids={**ids, kind: ids[kind][:place]})
            record = replace(draw(parts(cls, above)), id=slug)
            made.append(draw(_sensible(record, states, pool)))
    return tuple(draw(st.permutations(made)))


@st.composite
def _policy(draw: st.DrawFn, slug: str, pool: Pool) -> Policy:
    policy: Policy = draw(parts(Policy, pool))
    keys = draw(st.lists(slugs(), min_size=2, max_size=3, unique=True))
    states = tuple(replace(cast("PolicyState", draw(parts(PolicyState, pool))), state=key) for key in keys)
    return replace(policy, id=slug, states=states)


@st.composite
def _sensible(draw: st.DrawFn, record: Record, states: Mapping[str, list[str]], pool: Pool) -> Record:
    """Give the record with those fields put right that only make sense together."""
    if isinstance(record, Event):
        return draw(_event(record, states, pool))
    if isinstance(record, Question):
        return draw(_question(record, pool))
    return record


@st.composite
def _event(draw: st.DrawFn, event: Event, states: Mapping[str, list[str]], pool: Pool) -> Event:
    basis = draw(st.sampled_from(["stated", "inferred"])) if event.date else "unknown"
    note = draw(st.sampled_from(pool.texts)) if basis == "inferred" else event.date_note
    changes = tuple(
        replace(change, **draw(_states(change, states[change.policy]))) for change in event.changes
    )
    bearings = ["title", "summary", *(f"date:{dated.role}" for dated in event.dates)]
    bearings += [f"change:{change.policy}" for change in changes]
    citations = tuple(replace(citation, bears_on=draw(_bearings(bearings))) for citation in event.citations)
    return replace(
        event,
        date_basis=basis,
        date_note=note,
        changes=tuple(dict.fromkeys(changes)),
        citations=citations,
        relations=tuple(relation for relation in event.relations if relation.target != event.id),
    )


def _bearings(known: list[str]) -> SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(known), max_size=2, unique=True).map(tuple)


@st.composite
def _states(draw: st.DrawFn, change: PolicyChange, allowed: list[str]) -> dict[str, str]:
    state = draw(st.sampled_from(allowed))
    if change.action in {"resumed", "ended"}:
        state = draw(st.sampled_from(["", state]))
    return {"state": state, "stated_from": draw(st.sampled_from(["", *allowed]))}


@st.composite
def _question(draw: st.DrawFn, question: Question, pool: Pool) -> Question:
    claims = tuple(replace(claim, answer=f"answer-{number}") for number, claim in enumerate(question.claims))
    follows = draw(st.sampled_from(["", *(claim.answer for claim in claims)]))
    return replace(
        question,
        claims=claims,
        follows=follows,
        status="settled" if follows else "open",
        why=draw(st.sampled_from(pool.texts)) if follows else question.why,
    )
