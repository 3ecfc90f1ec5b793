"""Which rules are asked for, on which day, and as of when: what pages and downloads about rules share.

The state of a rule rests on every event before it, so that no filter of events can choose among rules.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from timeline.dates.advice import Advice
from timeline.dates.errors import DateError
from timeline.dates.parse import parse
from timeline.dates.propose import offered, propose
from timeline.errors import BadRequestError, Problem
from timeline.languages.message import message
from timeline.parameters import printable, unknown_parameters
from timeline.records.validate import is_id

MOST_VALUES = 20
EXAMPLE = message("Write a day, such as 2010-09-10.")
_IDS = ("policy", "place", "timeline")
RULE_PARAMETERS = (*_IDS, "on", "known")

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|\+00:00)")
_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleFilter:
    """A choice of rules. Values of one field are alternatives; different fields narrow together.

    `on` is the day that is asked about (None: the end of the record), `known` a revision or a moment
    with its zone as of which the archive is asked (None: now).
    """

    policy: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    timeline: tuple[str, ...] = ()
    on: dt.date | None = None
    known: int | dt.datetime | None = None

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Give the filter as the parameters of an address, in one order."""
        given = [(name, value) for name in _IDS for value in sorted(getattr(self, name))]
        if self.on is not None:
            given.append(("on", self.on.isoformat()))
        if self.known is not None:
            given.append(("known", self.known_text))
        return tuple(given)

    @property
    def known_text(self) -> str:
        """Give as of when the archive is asked, as an address says it; empty: now."""
        if isinstance(self.known, dt.datetime):
            return self.known.strftime("%Y-%m-%dT%H:%M:%SZ")
        return "" if self.known is None else str(self.known)


EVERY_RULE = RuleFilter()


def parse_rule_filter(
    parameters: Mapping[str, Sequence[str]], *, known: Sequence[str] = RULE_PARAMETERS
) -> RuleFilter:
    """Read the filter from the parameters of an address, of which `known` are those that count here.

    Raises BadRequestError with everything that is wrong. Empty values are passed over, as a form sends
    them.
    """
    problems = [*unknown_parameters(parameters, known)]
    given = {
        name: tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
        for name, values in parameters.items()
        if name in known
    }
    problems += [problem for name, values in given.items() for problem in _problems(name, values)]
    if problems:
        raise BadRequestError(tuple(problems))
    on, moment = (given.get(name, ("",)) for name in ("on", "known"))
    return RuleFilter(
        policy=given.get("policy", ()),
        place=given.get("place", ()),
        timeline=given.get("timeline", ()),
        on=day_of("on", on[0]) if on and on[0] else None,
        known=known_of(moment[0]) if moment and moment[0] else None,
    )


def day_of(name: str, text: str) -> dt.date:
    """Read a day from a text; `name` is what the text is called in the address. Raises BadRequestError."""
    if not text:
        raise bad(name, "", message("is missing"), EXAMPLE)
    try:
        date = parse(text)
    except DateError as error:
        raise bad(name, text, message("is not a day"), _advice(text, error)) from None
    if date.earliest is None or not is_day(text):
        example = (date.earliest or date.latest or dt.date(2010, 9, 10)).isoformat()
        cure = message(
            "The answer can differ from one day to the next, so write one day, such as {example}.",
            example=example,
        )
        raise bad(name, text, message("is not a single day"), cure)
    return date.earliest


def is_day(text: str) -> bool:
    """Tell whether an EDTF text names one day, plainly."""
    found = parse(text).earliest
    return found is not None and found.isoformat() == text


def known_of(text: str) -> int | dt.datetime:
    """Read the number of a revision or a moment in UTC.

    Raises BadRequestError for what is neither, and for a moment that has not come.
    """
    if _NUMBER.fullmatch(text):
        return int(text)
    moment = _moment(text)
    if moment is None:
        cure = message("Write the number of a revision, or a moment in UTC such as 2026-01-31T12:00:00Z.")
        raise bad("known", text, message("is neither a revision nor a moment"), cure)
    if moment > dt.datetime.now(dt.UTC):
        fault = message("is a moment that has not come yet")
        raise bad("known", text, fault, message("Write one that has."))
    return moment


def bad(name: str, value: str, fault: str, cure: str) -> BadRequestError:
    """Make the error for one parameter."""
    return BadRequestError((Problem(path=name, value=printable(value), message=fault, cure=cure),))


def _problems(name: str, values: tuple[str, ...]) -> Iterator[Problem]:
    most = MOST_VALUES if name in _IDS else 1
    if len(values) > most:
        cure = message("Give it {count} times at most.", count=most)
        if most == 1:
            cure = message("Give it once.")
        shown = printable(", ".join(values[:3]))
        yield Problem(path=name, value=shown, message=message("is given too often"), cure=cure)
        return
    for value in values:
        if name in _IDS and not is_id(value):
            cure = message("Ids have lower-case letters, digits and hyphens; take one from a page's address.")
            yield Problem(path=name, value=printable(value), message=message("is not an id"), cure=cure)


def _advice(text: str, error: DateError) -> str:
    """Say what to write: the days that the text may mean, or why it can be none."""
    meant = [found for found in propose(text) if is_day(found.edtf)]
    if meant:
        return offered(meant)
    if "such as" in error.message:
        return EXAMPLE
    return error.message.of_day if isinstance(error.message, Advice) else EXAMPLE


def _moment(text: str) -> dt.datetime | None:
    # A “+” that is not escaped in an address arrives as a space.
    plain = text.replace(" ", "+")
    if not _MOMENT.fullmatch(plain):
        return None
    try:
        return dt.datetime.fromisoformat(plain)
    except ValueError:
        return None
