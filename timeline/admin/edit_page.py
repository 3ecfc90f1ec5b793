"""The page of an editor: the form of a record, laid out, with all that its templates need to know."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from timeline import vocab
from timeline.admin.forms.dates import describe
from timeline.admin.forms.layout import LAYOUTS, QUICK, Section
from timeline.admin.forms.tree import Tree
from timeline.admin.forms.view import Control, Form, Group, Row, form_of
from timeline.dates.compare import relation
from timeline.dates.parse import is_date, parse
from timeline.dates.words import words
from timeline.db import DatabaseSession
from timeline.errors import Problem
from timeline.queries.holding import look_for_quotations
from timeline.queries.records import find_record
from timeline.queries.trial_change import TrialChange, try_change
from timeline.queries.type_ahead import Suggestion, labels_of
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.policy import Policy
from timeline.records.references import RecordKey
from timeline.states.change import Change

#: What the words of the account of a change are called in the form, apart from the record's own fields.
ACCOUNT: Final = ("change", "note", "reason")

_FOUND: Final = "Its words stand in the text that is held."
_NOT_FOUND: Final = "Its words are not in the text that is held: compare them."

#: The kinds that can be made while another record is written.
QUICKLY: Final = frozenset(QUICK)

KINDS_OF_CHANGE: Final = (
    ("correction", "We were wrong", "The record said something that is not so."),
    ("update", "The sources have more", "A source says more than the record did, or a new one was found."),
    ("editorial", "Wording only", "Nothing that the record says has changed."),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """The record that is edited, as the store has it; version 0 is a new one.

    With the number of a proposal, version and status are those of the proposal.
    """

    kind: str
    record_id: str = ""
    version: int = 0
    status: str = ""
    title: str = ""
    proposal: int = 0

    @property
    def plural(self) -> str:
        """Give the part of the address that its kind has."""
        return CLASS_OF_KIND[self.kind].plural


@dataclass(frozen=True, kw_only=True, slots=True)
class EditPage:
    """All that the template of an editor shows."""

    standing: Standing
    form: Form
    sections: tuple[tuple[Section, tuple[Control | Group, ...]], ...]
    labels: Mapping[RecordKey, Suggestion]
    states: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    found: Mapping[str, TrialChange | None] = field(default_factory=dict)
    quoted: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    account: Mapping[str, str] = field(default_factory=dict)
    account_problems: Mapping[str, Problem] = field(default_factory=dict)
    prefix: str = ""
    message: str = ""

    def label(self, control: Control) -> Suggestion | None:
        """Give what the record that a control names is called, if it is there."""
        return self.labels.get(_key(control))

    def reading(self, control: Control) -> Mapping[str, object]:
        """Say what the date in a control comes to."""
        return describe(control.value)

    def conflict(self, row: Row) -> str:
        """Say whether the date that a citation gives and the date of the event have no day in common."""
        own = self.form["date"]
        assert isinstance(own, Control)  # noqa: S101 - the date of an event is one field
        return date_conflict(own.value, row["asserted_date"].value)

    def where_quoted(self, row: Row) -> str:
        """Say whether the words of a row stand in the text that is held of its source."""
        return quoted_words(self.quoted.get(_quoting(row)))

    @property
    def wrong(self) -> list[tuple[str, str, Problem]]:
        """List what is wrong in the order of the page."""
        account = [
            (f"account-{name}", name.capitalize(), problem) for name, problem in self.account_problems.items()
        ]
        return [*self.form.wrong(), *account]


def date_conflict(own: str, given: str) -> str:
    """Say how a date that a source gives stands to the event's own; empty where they can be the same."""
    if not (own and given and is_date(own) and is_date(given)):
        return ""
    if relation(parse(own), parse(given)) != "disjoint":
        return ""
    theirs, ours = words(parse(given)), words(parse(own))
    return f"This source gives {theirs}, and the event has {ours}: no day is common to both."


def quoted_words(is_found: bool | None) -> str:  # noqa: FBT001 - found, not found, or nothing to look in
    """Say whether a quotation stands in the text that is held of its source; empty where none is held."""
    if is_found is None:
        return ""
    return _FOUND if is_found else _NOT_FOUND


def edit_page(
    session: DatabaseSession,
    standing: Standing,
    tree: Tree,
    problems: Iterable[Problem] = (),
    *,
    blank_rows: int = 1,
    **more: Any,
) -> EditPage:
    """Lay out the page of an editor over a tree."""
    cls = CLASS_OF_KIND[standing.kind]
    form = form_of(cls, tree, problems, blank_rows=blank_rows)
    controls = list(_controls(form))
    return EditPage(
        standing=standing,
        form=form,
        sections=tuple(
            (section, tuple(form[name] for name in section.fields)) for section in LAYOUTS[standing.kind]
        ),
        labels=labels_of(
            session, {_key(control) for control in controls if control.of_kind and control.value}
        ),
        states=_states(session, form),
        found=_found(session, standing, form),
        quoted=look_for_quotations(session, _quotations(form)),
        **more,
    )


def quick_page(
    session: DatabaseSession, kind: str, tree: Tree, problems: Iterable[Problem] = (), **more: Any
) -> EditPage:
    """Lay out the short form by which a record is made while another one is written."""
    form = form_of(CLASS_OF_KIND[kind], tree, problems, blank_rows=1)
    short = Section(key="quick", title="", fields=QUICK[kind])
    controls = list(_controls(form))
    return EditPage(
        standing=Standing(kind=kind),
        form=form,
        sections=((short, tuple(form[name] for name in short.fields)),),
        labels=labels_of(
            session, {_key(control) for control in controls if control.of_kind and control.value}
        ),
        prefix="quick-",
        **more,
    )


def _controls(form: Form) -> Iterator[Control]:
    for part in form.parts.values():
        if isinstance(part, Control):
            yield part
        else:
            yield from (control for row in part.rows for control in (*row.controls, *row.behind))


def _key(control: Control) -> RecordKey:
    if control.of_kind != "any":
        return control.of_kind, control.value
    kind, _, slug = control.value.partition(":")
    return kind, slug


def _rows(form: Form, field_name: str) -> Sequence[Row]:
    part = form.parts.get(field_name)
    return [row for row in part.rows if not row.is_blank] if isinstance(part, Group) else []


def _quotations(form: Form) -> Iterator[tuple[str, str]]:
    for part in form.parts.values():
        if isinstance(part, Group):
            yield from (_quoting(row) for row in part.rows)


def _quoting(row: Row) -> tuple[str, str]:
    """Give the source that a row quotes and the words; empty texts for a row that quotes nothing."""
    values = {control.field: control.value for control in (*row.controls, *row.behind)}
    return values.get("source", ""), values.get("quotation", "")


def _states(session: DatabaseSession, form: Form) -> dict[str, dict[str, str]]:
    """Give the states of the policies that are named, whatever the status of the policy."""
    policies = {row["policy"].value for row in _rows(form, "changes")} if form.kind == "event" else set()
    found: dict[str, dict[str, str]] = {}
    for slug in sorted(policies - {""}):
        states = states_of_policy(session, slug)
        if states:
            found[slug] = states
    return found


def states_of_policy(session: DatabaseSession, slug: str) -> dict[str, str]:
    """Give the labels of the states of a policy by their keys; none where there is no such policy."""
    stored = find_record(session, "policy", slug, status=None)
    if stored is None or not isinstance(stored.record, Policy):
        return {}
    return {state.state: state.label for state in stored.record.states}


def _found(session: DatabaseSession, standing: Standing, form: Form) -> dict[str, TrialChange | None]:
    if form.kind != "event":
        return {}
    own = form["date"]
    assert isinstance(own, Control)  # noqa: S101 - the date of an event is one field
    found: dict[str, TrialChange | None] = {}
    for row in _rows(form, "changes"):
        values = {name: row[name].value for name in ("policy", "action", "state", "effective", "place")}
        values |= {"stated_from": row["stated_from"].value, "date": own.value, "event": standing.record_id}
        found[row.name] = find_before(session, values)
    return found


def find_before(session: DatabaseSession, values: Mapping[str, str]) -> TrialChange | None:
    """Find what a change that is being written would find in effect; None where that cannot be said.

    It is said before the action is chosen, too; what would be odd about the change depends on the action.
    """
    action = values.get("action", "")
    if not values.get("policy") or (action and action not in vocab.POLICY_ACTIONS):
        return None
    change = Change(
        policy=values["policy"],
        event=values.get("event") or "",
        position=1,
        action=action or "changed",
        state=values.get("state", ""),
        place=values.get("place", ""),
        date=_date(values.get("date", "")),
        effective=_date(values.get("effective", "")),
        stated_from=values.get("stated_from", ""),
    )
    found = try_change(session, change)
    return found if action or found is None else replace(found, remarks=())


def _date(text: str) -> Any:
    return parse(text) if text and is_date(text) else None
