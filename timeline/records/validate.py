"""The rules that a record can be held to by itself; those that need other records are in the store.

Every problem is found in one pass, each with the path of its field and what to write instead. Each says
whether it stands in the way of keeping the record at all, or only of publishing it: a draft may be
unfinished, but what it has must be of the right form.
"""

import dataclasses
import re
from collections.abc import Iterator
from enum import Enum
from urllib.parse import urlsplit

from timeline.dates.errors import DateError
from timeline.dates.parse import parse
from timeline.dates.propose import cure_for
from timeline.errors import Problem
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
from timeline.records.together import lacking, whole_problems

ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_LONGEST = 80
MANY_MOST = 2_000
DECIMAL_PATTERN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
ADDRESS_LONGEST = 2_000

#: The categories Cc and Cs of Unicode: controls, and halves of surrogate pairs, which UTF-8 cannot hold.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL_BUT_NEWLINE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Level(Enum):
    """What is asked of a record: to be sound (a draft), or to be complete (a published one)."""

    SOUND = "sound"
    COMPLETE = "complete"


def level_of(status: str) -> Level:
    """Give what is asked of a record with this status."""
    return Level.COMPLETE if status == "published" else Level.SOUND


def problems(record: Record, *, level: Level = Level.COMPLETE) -> tuple[Problem, ...]:
    """List all that is wrong with the record, in the order of its fields.

    At the level SOUND what only publishing asks for is left out.
    """
    found = (*_fields(record, ""), *whole_problems(record))
    if level is Level.COMPLETE:
        return found
    return tuple(problem for problem in found if not problem.only_for_publishing)


def is_unfinished(part: object) -> bool:
    """Tell whether a row of a record has not yet got all that it needs to stand for something.

    Words may be missing; a reference, a term, a key, a number, a date or a code may not.
    """
    return any(
        not isinstance(spec.mark, Many | Text | Markdown)
        and spec.mark.required
        and getattr(part, spec.name) == ""
        for spec in field_specs(type(part))
    )


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
        yield lacking(path, f"there must be {wanted}", "Add what is missing.")
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
            yield Problem(
                path=where,
                value=str(value),
                message="stands here twice",
                cure="Keep one.",
                only_for_publishing=spec.part is not None and is_unfinished(value),
            )
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
                missing = lacking(path, "is missing", f"Give it. {mark.about}")
                yield dataclasses.replace(missing, only_for_publishing=not isinstance(mark, Id))
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
