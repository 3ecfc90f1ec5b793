"""Changes of policies as pages show them: from which state to which, and what is odd about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from timeline.dates.value import Edtf
from timeline.states.flags import Judged
from timeline.states.words import Labels, flag_sentence
from timeline.web.answers import StateMark, mark_of
from timeline.web.languages import current_language
from timeline.web.record_language import signed, with_names


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeLine:
    """One change, with what it found in effect; `may_be_none` says that perhaps nothing known was."""

    policy: str
    event: str
    date: Edtf | None
    effective: Edtf | None
    action: str
    before: tuple[StateMark, ...]
    may_be_none: bool
    inherited: bool
    after: StateMark | None
    place: str
    flags: tuple[Markup, ...]
    note: str


def change_line(found: Judged, states: Mapping[str, str], note: str = "") -> ChangeLine:
    """Lay out a change of a policy whose states these are."""
    change, labels = found.change, signed(Labels(states=states))
    return ChangeLine(
        policy=change.policy,
        event=change.event,
        date=change.takes_effect,
        effective=change.effective,
        action=change.action,
        before=tuple(mark_of(states, state) for state in found.before.states),
        may_be_none=found.before.may_be_none,
        inherited=found.before.inherited,
        after=mark_of(states, change.state) if change.state else None,
        place=change.place,
        flags=tuple(with_names(flag_sentence(flag, labels, current_language())) for flag in found.flags),
        note=note,
    )
