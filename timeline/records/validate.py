"""The rules that a record can be held to by itself; those that need other records are in the store.

Every problem is found in one pass, each with the path of its field and what to write instead.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from timeline.dates.errors import DateError
from timeline.dates.parse import parse
from timeline.dates.propose import cure_for
from timeline.errors import Problem
from timeline.records.event import Event
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
from timeline.records.policy import Policy
from timeline.records.question import Question
from timeline.records.series import Series
from timeline.records.source import Creator

ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_LONGEST = 80
MANY_MOST = 2_000
DECIMAL_PATTERN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
ADDRESS_LONGEST = 2_000

#: The categories Cc and Cs of Unicode: controls, and halves of surrogate pairs, which UTF-8 cannot hold.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL_BUT_NEWLINE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def problems(record: Record) -> tuple[Problem, ...]:
    """List all that is wrong with the record, in the order of its fields."""
    return (*_fields(record, ""), *_whole_record(record))


def is_id(text: str) -> bool:
    """Tell whether the text has the form of a public id."""
    return len(text) <= ID_LONGEST and ID_PATTERN.fullmatch(text) is not None


def _fields(part: object, path: str) -> Iterator[Problem]:
    for spec in field_specs(type(part)):
        value = getattr(part, spec.name)
        where = f"{path}.{spec.name}" if path else spec.name
        if isinstance(spec.mark, Many):
            yield from _many(spec, spec.mark, value, where)
        else:
            yield from _scalar(spec.mark, value, where)


def _many(spec: FieldSpec, mark: Many, values: tuple[object, ...], path: str) -> Iterator[Problem]:
    if len(values) < mark.least:
        wanted = "at least one" if mark.least == 1 else f"at least {mark.least}"
        yield Problem(path=path, value="", message=f"there must be {wanted}", cure="Add what is missing.")
    if len(values) > MANY_MOST:
        yield Problem(
            path=path,
            value=str(len(values)),
            message=f"there are more than {MANY_MOST}",
            cure="Split the record.",
        )
        return
    seen: set[object] = set()
    for position, value in enumerate(values):
        where = f"{path}[{position}]"
        if spec.part is not None:
            yield from _fields(value, where)
        elif mark.item is not None:
            yield from _item(mark.item, value, where)
        if mark.unique and value in seen:
            yield Problem(path=where, value=str(value), message="stands here twice", cure="Keep one.")
        seen.add(value)


def _item(mark: Mark, value: object, path: str) -> Iterator[Problem]:
    if value == "":
        yield Problem(path=path, value="", message="is empty", cure="Remove it or fill it in.")
    else:
        yield from _scalar(mark, value, path)


def _scalar(mark: Mark, value: object, path: str) -> Iterator[Problem]:
    match mark:
        case Whole():
            yield from _whole(mark, value, path)
        case Flag():
            pass
        case _ if not value:
            if mark.required:
                yield Problem(path=path, value="", message="is missing", cure=f"Give it. {mark.about}")
        case Text() | Markdown():
            yield from text_problems(mark, str(value), path)
        case _:
            yield from _form(mark, str(value), path)


def _whole(mark: Whole, value: object, path: str) -> Iterator[Problem]:
    if not isinstance(value, int) or not mark.least <= value <= mark.most:
        yield Problem(
            path=path,
            value=str(value),
            message="is out of range",
            cure=f"Write a whole number from {mark.least} to {mark.most}.",
        )


def text_problems(mark: Text | Markdown, value: str, path: str) -> Iterator[Problem]:
    """Yield what is wrong with a text: too long, control characters, white space at its ends."""
    lines = isinstance(mark, Markdown) or mark.lines
    if len(value) > mark.longest:
        yield Problem(
            path=path,
            value=value,
            message=f"is {len(value)} characters long; at most {mark.longest} fit",
            cure="Shorten it.",
        )
    found = (_CONTROL_BUT_NEWLINE if lines else _CONTROL).search(value)
    if found is not None:
        character = found[0]
        yield Problem(
            path=path,
            value=value,
            message=f"holds the control character U+{ord(character):04X}",
            cure="Write it in one line." if character in "\r\n" and not lines else "Remove it.",
        )
    if value != value.strip():
        yield Problem(
            path=path,
            value=value,
            message="begins or ends with white space",
            cure="Remove the space at the ends.",
        )


def _form(mark: Mark, value: str, path: str) -> Iterator[Problem]:
    found = _form_fault(mark, value)
    if found is not None:
        message, cure = found
        yield Problem(path=path, value=value, message=message, cure=cure)


def _form_fault(mark: Mark, value: str) -> tuple[str, str] | None:  # noqa: PLR0911 - one return a form
    """Give what is wrong with a non-empty value of a coded form, and the cure; None if it is right."""
    match mark:
        case Id() | Key() | Ref():
            return None if is_id(value) else _ID_FAULT
        case AnyRef():
            return _any_ref_fault(value)
        case Date():
            return _date_fault(value)
        case Coded():
            if value in mark.terms:
                return None
            return "is not a term of this vocabulary", f"Write one of: {', '.join(mark.terms)}."
        case Decimal():
            if DECIMAL_PATTERN.fullmatch(value):
                return None
            return (
                "is not a decimal number",
                "Write digits with a point before decimals and no separators, such as 1049 or 7.5.",
            )
        case Address():
            return _address_fault(value)
        case Code():
            right = re.fullmatch(mark.pattern, value) is not None
            return None if right else ("does not have the right form", mark.cure)
        case _:
            return None


_ID_FAULT = (
    "is not an id",
    f"Write lower-case letters a–z, digits and single hyphens, at most {ID_LONGEST} characters.",
)


def _any_ref_fault(value: str) -> tuple[str, str] | None:
    kind, _, record_id = value.partition(":")
    if kind in CLASS_OF_KIND and is_id(record_id):
        return None
    return "is not a reference", f"Write kind:id, where kind is one of {', '.join(CLASS_OF_KIND)}."


def _date_fault(value: str) -> tuple[str, str] | None:
    try:
        parse(value)
    except DateError as error:
        return "is not a date that can be kept", cure_for(error)
    return None


def _address_fault(value: str) -> tuple[str, str] | None:
    cure = "Write the whole address, beginning with http:// or https://, without spaces."
    if len(value) > ADDRESS_LONGEST:
        return f"is longer than {ADDRESS_LONGEST} characters", cure
    if not value.isprintable() or " " in value:
        return "holds a space or a control character", cure
    try:
        parts = urlsplit(value)
    except ValueError:
        return "is not a web address", cure
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return "is not a web address", cure
    return None


def _whole_record(record: Record) -> Iterator[Problem]:
    """Find what only several fields together show."""
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
        yield Problem(
            path="date",
            value="",
            message="is empty, and date_basis says that it is known",
            cure="Give the date, or set date_basis to unknown.",
        )
    if event.date and event.date_basis == "unknown":
        yield Problem(
            path="date_basis",
            value=event.date_basis,
            message="says that the date is unknown, and there is one",
            cure="Write stated or inferred, or empty the date.",
        )
    if event.date_basis == "inferred" and not event.date_note:
        yield Problem(
            path="date_note",
            value="",
            message="is missing for an inferred date",
            cure="Say from what the date was inferred.",
        )
    for position, relation in enumerate(event.relations):
        if relation.target == event.id:
            yield _itself(f"relations[{position}].target", event.id)
    for position, change in enumerate(event.changes):
        if not change.state and change.action not in {"resumed", "ended"}:
            yield Problem(
                path=f"changes[{position}].state",
                value="",
                message=f"is missing for the action {change.action}",
                cure="Give the key of the policy's state.",
            )
    yield from _bearings(event)


def _bearings(event: Event) -> Iterator[Problem]:
    known = {spec.name for spec in field_specs(Event)}
    known |= {f"date:{dated.role}" for dated in event.dates}
    known |= {f"change:{change.policy}" for change in event.changes}
    for number, citation in enumerate(event.citations):
        for position, bearing in enumerate(citation.bears_on):
            if bearing not in known:
                yield Problem(
                    path=f"citations[{number}].bears_on[{position}]",
                    value=bearing,
                    message="names nothing in this event",
                    cure="Write a field's name, date:ROLE of one of its dates, or change:POLICY of one"
                    " of its changes.",
                )


def _question(question: Question) -> Iterator[Problem]:
    answers = {claim.answer for claim in question.claims}
    if question.claims and len(answers) < 2:
        yield Problem(
            path="claims",
            value=", ".join(answers),
            message="all give the same answer",
            cure="A question needs claims that differ; give the other answer its own key.",
        )
    if question.follows and question.follows not in answers:
        yield Problem(
            path="follows",
            value=question.follows,
            message="is not the answer of any claim",
            cure=f"Write one of: {', '.join(sorted(answers))}.",
        )
    if (question.status == "settled") != bool(question.follows):
        yield Problem(
            path="status",
            value=question.status,
            message="does not fit the answer that is followed",
            cure="A settled question names the answer followed; an open one follows none.",
        )
    if question.follows and not question.why:
        yield Problem(path="why", value="", message="is missing", cure="Say why this answer is followed.")


def _creator(creator: Creator, path: str) -> Iterator[Problem]:
    if bool(creator.literal) == bool(creator.family):
        yield Problem(
            path=path,
            value=creator.literal,
            message="must have either a family name or the name of a body",
            cure="Write a person as “Family, Given” and a body in braces.",
        )
    if creator.literal and creator.given:
        yield Problem(
            path=f"{path}.given",
            value=creator.given,
            message="stands beside the name of a body",
            cure="Write the given name of a person beside a family name; a body has one name.",
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
        if key in seen:
            yield Problem(path=path.format(position), value=key, message="stands twice", cure="Keep one.")
        seen.add(key)


def _itself(path: str, value: str) -> Problem:
    return Problem(path=path, value=value, message="points to the record itself", cure="Name another record.")
