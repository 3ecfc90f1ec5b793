"""The differences between two versions of a record as a page shows them: named, and marked word by word."""

import dataclasses
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from timeline import vocab
from timeline.admin.forms.layout import label_of
from timeline.dates.parse import is_date, parse
from timeline.dates.words import words
from timeline.db import DatabaseSession
from timeline.differing.differences import Difference, differences
from timeline.differing.text import Segment, word_segments
from timeline.queries.policy_facts import labels_of_states
from timeline.queries.type_ahead import labels_of
from timeline.records.fields import (
    AnyRef,
    Coded,
    Date,
    FieldSpec,
    Flag,
    Key,
    Many,
    Mark,
    Markdown,
    Ref,
    Text,
    Whole,
    field_specs,
)
from timeline.records.kinds import Record
from timeline.records.references import RecordKey, references

#: A text is shown as far as it changed when more than this of it stayed the same.
LONG: Final = 400
#: And of a piece that is longer than this and changed as a whole, the beginning.
LONG_PIECE: Final = 1_200
_BESIDE: Final = 70
#: By what names have the labels of states, and the fields of a policy change that hold the key of one.
_STATE: Final = "state"
_STATES: Final = ("state", "stated_from")
_STEPS: Final = re.compile(r"([a-z0-9_]+)(?:\[\d+\])?")

_BEARING: Final = re.compile(r"(change|date):([a-z0-9-]+)")

Names = Mapping[RecordKey, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A piece of a text; of a `gap` it is not shown what stands there."""

    sort: Literal["same", "added", "removed", "gap"]
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """One value before and after, as one text; `short` leaves out what stayed the same of a long one."""

    label: str
    whole: tuple[Piece, ...]
    short: tuple[Piece, ...]

    @property
    def is_shortened(self) -> bool:
        """Tell whether something is left out."""
        return self.short != self.whole


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownDifference:
    """One difference: where it is, of what sort, and the values in it."""

    key: str
    field: str
    path: str
    words: str
    sort: str
    passages: tuple[Passage, ...]


def shown_differences(
    before: Record, after: Record, names: Names, chosen: Iterable[Difference] | None = None
) -> tuple[ShownDifference, ...]:
    """Give the differences of two records for a page; `names` are those of `names_in` both."""
    found = differences(before, after) if chosen is None else chosen
    return tuple(_shown(type(after), difference, names) for difference in found)


def shown_record(record: Record, names: Names) -> tuple[ShownDifference, ...]:
    """Give all that a record says, as if all of it were new."""
    return shown_differences(empty_like(record), record, names)


def empty_like(record: Record) -> Record:
    """Give a record of the kind and id that says nothing."""
    empty: dict[str, Any] = {spec.name: spec.empty for spec in field_specs(type(record))}
    return type(record)(**{**empty, "id": record.id})


def names_in(session: DatabaseSession, records: Iterable[Record]) -> dict[RecordKey, str]:
    """Give the names of all records that these refer to, and the labels of states, whatever their status."""
    keys = {reference.key for record in records for reference in references(record)}
    names = {key: found.label or key[1] for key, found in labels_of(session, keys).items()}
    policies = {slug for kind, slug in keys if kind == "policy"}
    return names | (_names_of_states(session, policies) if policies else {})


def _names_of_states(session: DatabaseSession, policies: Collection[str]) -> dict[RecordKey, str]:
    """Give labels by policy and key, and by the key alone where all of these policies mean the same by it."""
    found = labels_of_states(session, policies)
    meant: dict[str, set[str]] = {}
    for (_, state), label in found.items():
        meant.setdefault(state, set()).add(label)
    names = {(_STATE, f"{policy}.{state}"): label for (policy, state), label in found.items()}
    return names | {(_STATE, state): labels.pop() for state, labels in meant.items() if len(labels) == 1}


def said_field(spec: FieldSpec, value: Any, names: Names, row: Any = None) -> str:
    """Give the value of a field in words: of the key of a state its label; `row` is what the field is of."""
    if spec.name in _STATES and isinstance(spec.mark, Text) and value:
        alone = names.get((_STATE, value), value)
        return names.get((_STATE, f"{getattr(row, 'policy', '')}.{value}"), alone)
    return said_value(spec.mark, value, names)


def said_value(mark: Mark | Many, value: Any, names: Names) -> str:
    """Give a value in words: the label of a term, the name of a record, a date in words and in EDTF."""
    if isinstance(mark, Many):
        return ", ".join(_said_item(mark.item, item, names) for item in value) if mark.item else ""
    if isinstance(mark, Flag):
        return "yes" if value else "no"
    if isinstance(mark, Whole) and value in vocab.SIGNIFICANCE:
        # The one whole number that a record has is the weight of an event.
        return vocab.SIGNIFICANCE[value].label
    text = str(value)
    if isinstance(mark, Coded) and text in mark.terms:
        return str(mark.terms[text].label)
    if isinstance(mark, Date) and text and is_date(text):
        return f"{words(parse(text))} ({text})"
    return _name(mark, text, names)


def _said_item(mark: Mark, value: Any, names: Names) -> str:
    """Give one of many values; what a citation bears on is told from other texts by its form."""
    bearing = _BEARING.fullmatch(value) if isinstance(mark, Text) else None
    if bearing is None:
        return said_value(mark, value, names)
    about, of = bearing.groups()
    if about == "change":
        return f"the change of “{names.get(('policy', of), of)}”"
    return f"the date “{vocab.DATE_ROLES[of].label.lower() if of in vocab.DATE_ROLES else of}”"


def _name(mark: Mark, text: str, names: Names) -> str:
    if isinstance(mark, Ref):
        return names.get((mark.kind, text), text)
    if isinstance(mark, AnyRef):
        kind, _, slug = text.partition(":")
        name = names.get((kind, slug))
        return f"{name} ({kind})" if name else text
    return text


def row_in_words(spec: FieldSpec, row: Any, names: Names) -> str:
    """Give a row of a list in one line."""
    if spec.part is None or not dataclasses.is_dataclass(row):
        item = spec.mark.item if isinstance(spec.mark, Many) else spec.mark
        return said_value(item, row, names) if item else str(row)
    # What has a label is called by it, and not by its key.
    told = [one for one in _filled(row) if not (isinstance(one.mark, Key) and getattr(row, "label", None))]
    said = [said_field(inner, getattr(row, inner.name), names, row) for inner in told]
    return " · ".join(text for text in said if text)


def _shown(cls: type, difference: Difference, names: Names) -> ShownDifference:
    return ShownDifference(
        key=difference.key,
        field=difference.field,
        path=difference.path,
        words=difference.words,
        sort=difference.sort,
        passages=tuple(_passages(cls, difference, names)),
    )


def _passages(cls: type, difference: Difference, names: Names) -> Iterable[Passage]:
    spec = spec_at(cls, difference.path)
    match difference.sort:
        case "changed":
            return [value_between(spec, difference.before, difference.after, names)]
        case "moved":
            rows = [
                "; ".join(row_in_words(spec, row, names) for row in side)
                for side in (difference.before, difference.after)
            ]
            return [_passage("", [("removed", rows[0]), ("added", rows[1])])]
        case _:
            return _of_row(spec, difference, names)


def _of_row(spec: FieldSpec, difference: Difference, names: Names) -> Iterable[Passage]:
    sort = difference.sort
    row = difference.after if sort == "added" else difference.before
    if not dataclasses.is_dataclass(row):
        return [_passage("", [(sort, row_in_words(spec, row, names))])]
    return [
        _passage(
            label_of(type(row), inner.name), [(sort, said_field(inner, getattr(row, inner.name), names, row))]
        )
        for inner in _filled(row)
    ]


def _filled(row: Any) -> list[FieldSpec]:
    return [spec for spec in field_specs(type(row)) if getattr(row, spec.name) not in ("", (), False)]


def value_between(spec: FieldSpec, before: Any, after: Any, names: Names) -> Passage:
    """Give a value before and after, marked word by word where it is a text."""
    was, now = said_field(spec, before, names), said_field(spec, after, names)
    if isinstance(spec.mark, Text | Markdown) and spec.name not in _STATES and was and now:
        return _passage("", [(segment.sort, segment.text) for segment in _in_words(was, now)])
    return _passage("", [("removed", was), ("added", now)])


def _in_words(before: str, after: str) -> tuple[Segment, ...]:
    """Mark word by word, unless hardly a word is common to both: then one text stands after the other."""
    segments = word_segments(before, after)
    same = sum(len(segment.text) for segment in segments if segment.sort == "same")
    if same * 4 < min(len(before), len(after)):
        return Segment(sort="removed", text=before), Segment(sort="added", text=after)
    return segments


def _passage(label: str, parts: Iterable[tuple[Any, str]]) -> Passage:
    whole = tuple(Piece(sort=sort, text=text) for sort, text in parts if text)
    return Passage(label=label, whole=whole, short=_shortened(whole))


def _shortened(whole: Sequence[Piece]) -> tuple[Piece, ...]:
    is_long = sum(len(piece.text) for piece in whole if piece.sort == "same") > LONG
    found: list[Piece] = []
    for place, piece in enumerate(whole):
        if piece.sort != "same" and len(piece.text) > LONG_PIECE:
            found += [Piece(sort=piece.sort, text=piece.text[:LONG].rpartition(" ")[0]), Piece(sort="gap")]
        elif piece.sort != "same" or not is_long or len(piece.text) <= 3 * _BESIDE:
            found.append(piece)
        else:
            head = "" if place == 0 else piece.text[:_BESIDE].rpartition(" ")[0]
            tail = "" if place == len(whole) - 1 else piece.text[-_BESIDE:].partition(" ")[2]
            found += [Piece(sort="same", text=head), Piece(sort="gap"), Piece(sort="same", text=tail)]
    return tuple(piece for piece in found if piece.text or piece.sort == "gap")


def spec_at(cls: type, path: str) -> FieldSpec:
    """Find the field of a path such as `citations[2].locator`; of a row, the field that holds it."""
    at, found = cls, None
    for name in _STEPS.findall(path):
        found = next(spec for spec in field_specs(at) if spec.name == name)
        at = found.part or at
    if found is None:
        raise KeyError(path)
    return found
