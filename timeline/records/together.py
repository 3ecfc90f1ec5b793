"""The rules of a record that only several of its fields together show."""

from collections.abc import Iterable, Iterator

from timeline.errors import Problem
from timeline.records.event import Event
from timeline.records.fields import field_specs
from timeline.records.kinds import Record
from timeline.records.policy import Policy
from timeline.records.question import Question
from timeline.records.series import Series
from timeline.records.source import Creator


def lacking(path: str, message: str, cure: str, *, value: str = "") -> Problem:
    """Give a problem that a draft may have: something is missing or does not fit yet."""
    return Problem(path=path, value=value, message=message, cure=cure, only_for_publishing=True)


def whole_problems(record: Record) -> Iterator[Problem]:
    """Yield what is wrong with a record though each field may be right by itself."""
    match record:
        case Event():
            yield from _event(record)
        case Policy():
            yield from _same_key_twice((s.state for s in record.states), "states[{}].state")
        case Question():
            yield from _question(record)
        case Series() if record.whole == record.id:
            yield _itself("whole", record.whole)
        case _:
            for name in ("part_of", "broader"):
                if getattr(record, name, "") == record.id:
                    yield _itself(name, record.id)
    for position, creator in enumerate(getattr(record, "creators", ())):
        yield from _creator(creator, f"creators[{position}]")


def _event(event: Event) -> Iterator[Problem]:
    if not event.date and event.date_basis != "unknown":
        yield lacking(
            "date",
            "is empty, and date_basis says that it is known",
            "Give the date, or set date_basis to unknown.",
        )
    if event.date and event.date_basis == "unknown":
        yield lacking(
            "date_basis",
            "says that the date is unknown, and there is one",
            "Write stated or inferred, or empty the date.",
            value=event.date_basis,
        )
    if event.date_basis == "inferred" and not event.date_note:
        yield lacking("date_note", "is missing for an inferred date", "Say from what the date was inferred.")
    for position, relation in enumerate(event.relations):
        if relation.target == event.id:
            yield _itself(f"relations[{position}].target", event.id)
    for position, change in enumerate(event.changes):
        if not change.state and change.action not in {"", "resumed", "ended"}:
            yield lacking(
                f"changes[{position}].state",
                f"is missing for the action {change.action}",
                "Give the key of the policy's state.",
            )
    yield from _bearings(event)


def _bearings(event: Event) -> Iterator[Problem]:
    known = {spec.name for spec in field_specs(Event)}
    known |= {f"date:{dated.role}" for dated in event.dates}
    known |= {f"change:{change.policy}" for change in event.changes}
    for number, citation in enumerate(event.citations):
        for position, bearing in enumerate(citation.bears_on):
            if bearing not in known:
                yield lacking(
                    f"citations[{number}].bears_on[{position}]",
                    "names nothing in this event",
                    "Write a field's name, date:ROLE of one of its dates, or change:POLICY of one of its"
                    " changes.",
                    value=bearing,
                )


def _question(question: Question) -> Iterator[Problem]:
    answers = {claim.answer for claim in question.claims if claim.answer}
    if question.claims and len(answers) < 2:
        yield lacking(
            "claims",
            "all give the same answer",
            "A question needs claims that differ; give the other answer its own key.",
            value=", ".join(answers),
        )
    if question.follows and question.follows not in answers:
        yield lacking(
            "follows",
            "is not the answer of any claim",
            f"Write one of: {', '.join(sorted(answers))}.",
            value=question.follows,
        )
    if (question.status == "settled") != bool(question.follows):
        yield lacking(
            "status",
            "does not fit the answer that is followed",
            "A settled question names the answer followed; an open one follows none.",
            value=question.status,
        )
    if question.follows and not question.why:
        yield lacking("why", "is missing", "Say why this answer is followed.")


def _creator(creator: Creator, path: str) -> Iterator[Problem]:
    if bool(creator.literal) == bool(creator.family):
        yield lacking(
            path,
            "must have either a family name or the name of a body",
            "Write a person as “Family, Given” and a body in braces.",
            value=creator.literal,
        )
    if creator.literal and creator.given:
        yield lacking(
            f"{path}.given",
            "stands beside the name of a body",
            "Write the given name of a person beside a family name; a body has one name.",
            value=creator.given,
        )
    if "," in creator.family or creator.family.startswith("{"):
        yield Problem(
            path=f"{path}.family",
            value=creator.family,
            message="holds a comma or begins with a brace",
            cure="The comma parts the family name from the given name; leave it out of either.",
        )


def _same_key_twice(keys: Iterable[str], path: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, key in enumerate(keys):
        if key and key in seen:
            yield Problem(path=path.format(position), value=key, message="stands twice", cure="Keep one.")
        seen.add(key)


def _itself(path: str, value: str) -> Problem:
    return Problem(path=path, value=value, message="points to the record itself", cure="Name another record.")
