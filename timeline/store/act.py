"""The act of saving: who, why, through what. It is kept with each revision and checked like a record."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from timeline import vocab
from timeline.errors import Problem
from timeline.records.fields import Text
from timeline.records.validate import text_problems

_TEXTS = {
    "by": Text("Say who makes the change.", required=True, longest=200),
    "reason": Text("Say why the change is made.", required=True, lines=True, longest=2000),
    "note": Text("What readers are told about the change.", lines=True, longest=2000),
    "batch": Text("The name of the batch.", longest=200),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """Who saves (`by`), why, through which channel, what kind of change it is, and the public note."""

    by: str
    reason: str
    change: str
    note: str = ""
    through: str = "cli"
    batch: str | None = None
    at_utc: dt.datetime | None = None


def act_problems(act: Act) -> Iterator[Problem]:
    """Yield what is wrong with the account that is given of a change."""
    for name, mark in _TEXTS.items():
        value = getattr(act, name) or ""
        if value:
            yield from text_problems(mark, value, name)
        elif mark.required:
            yield Problem(path=name, value="", message="is missing", cure=mark.about)
    for name, terms in (("change", vocab.CHANGES), ("through", vocab.CHANNELS)):
        if getattr(act, name) not in terms:
            yield Problem(
                path=name,
                value=getattr(act, name),
                message="is not a term of this vocabulary",
                cure=f"Write one of: {', '.join(terms)}.",
            )
