"""What a language must supply so that answers can be said in it.

`words` holds the logic and no words; `spoken` makes the phrases of a catalogue. Gaps are named; `{day}`,
`{date}` and `{until}` are dates in words, `{state}` is a state in quotation marks, `{event}` the title of an
event in quotation marks, `{where}` is one of the `where` patterns or empty.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from timeline.states.history import FlagKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrases:
    """The sentences of a language, as patterns."""

    language: str
    quoted: str
    everywhere: str
    where: str
    no_date: str
    either: Callable[[Sequence[str]], str]
    every: Callable[[Sequence[str]], str]
    # How a state came about: from a day or period on, after a change of an uncertain date, or without one.
    since: str
    after_change: str
    after_undated: str
    as_announced: str
    as_said: str
    state: str
    suspended: str
    suspended_meanwhile: str
    changing_from_to: str
    changing_among: str
    changing_or_none: str
    changing_undecided: str
    no_rule: str
    changing_suspension: str
    changing_claim: str
    uncertain_change: str
    uncertain_changes: str
    disputed: str
    one_account: str
    against: str
    side: str
    account: str
    other_side: str
    other_side_instead: str
    no_change: str
    unknown: str
    before_first: str
    before_first_stated: str
    ended: str
    ended_until: str
    start_unknown: str
    own_rule_over: str
    inherited: str
    announced: str
    announced_undated: str
    elsewhere: str
    beyond: str
    suspension: str
    suspension_perhaps: str
    flags: Mapping[FlagKind, str]
