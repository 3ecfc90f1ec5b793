"""What a person types into a box for a date, and what the archive makes of it: never a guess between two."""

from dataclasses import dataclass

from timeline.dates.errors import DateError
from timeline.dates.parse import is_date, parse
from timeline.dates.propose import Proposal, cure_for, propose
from timeline.dates.words import sureness, words
from timeline.errors import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class DateReading:
    """A typed date: the EDTF that is kept (the text itself where it is not clear) and what is to be asked.

    `proposals` has more than one where the text can mean more than one date.
    """

    text: str
    edtf: str
    proposals: tuple[Proposal, ...] = ()
    problem: Problem | None = None


def read_date(text: str) -> DateReading:
    """Read what was typed: EDTF as it stands, and words or numbers where they can mean one date only."""
    if not text or is_date(text):
        return DateReading(text=text, edtf=text)
    proposals = propose(text)
    if len(proposals) == 1:
        return DateReading(text=text, edtf=proposals[0].edtf, proposals=proposals)
    return DateReading(text=text, edtf=text, proposals=proposals, problem=_problem(text, proposals))


def _problem(text: str, proposals: tuple[Proposal, ...]) -> Problem:
    if proposals:
        cure = f"Choose {' or '.join(found.words for found in proposals)}."
        return Problem(path="", value=text, message="can mean more than one date", cure=cure)
    try:
        parse(text)
    except DateError as error:
        return Problem(path="", value=text, message="is not a date that can be read", cure=cure_for(error))
    raise AssertionError(f"{text!r} is a date")


def describe(text: str) -> dict[str, object]:
    """Say what a typed date comes to: for each reading its EDTF, the words of readers and the days."""
    if not text:
        return {"state": "empty", "readings": []}
    if is_date(text):
        return {"state": "clear", "readings": [_reading(text, "")]}
    reading = read_date(text)
    state = {0: "unread", 1: "clear"}.get(len(reading.proposals), "ambiguous")
    return {
        "state": state,
        "readings": [_reading(found.edtf, found.why) for found in reading.proposals],
        "cure": reading.problem.cure if reading.problem else "",
    }


def _reading(edtf: str, why: str) -> dict[str, str]:
    value = parse(edtf)
    return {
        "edtf": edtf,
        "words": words(value),
        "days": days_in_words(edtf),
        "why": why,
        "sure": sureness(value),
    }


def days_in_words(edtf: str) -> str:
    """Say which days a date covers."""
    value = parse(edtf)
    if value.earliest is None and value.latest is None:
        return "no day is known"
    if value.earliest is None:
        return f"until {value.latest}"
    if value.latest is None:
        return f"from {value.earliest}"
    if value.earliest == value.latest:
        # Of a day that is written as it is kept there is nothing more to say.
        return "" if str(value.earliest) == edtf else str(value.earliest)
    return f"{value.earliest} to {value.latest}"
