"""Check what the records say against the rules of today, and against each other."""

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from timeline.dates.compare import certainly_before
from timeline.dates.parse import parse
from timeline.models.event import EventRow, RelationRow
from timeline.models.history import RecordRow
from timeline.records.fields import field_specs
from timeline.records.kinds import Record
from timeline.records.references import RecordKey, references
from timeline.records.validate import level_of, problems
from timeline.store.finding import Finding
from timeline.store.registry import Entry

#: A quotation is a few exact words; more than this many are a passage.
MOST_WORDS: Final = 40

#: Relations that cannot hold both ways.
_ONE_WAY: Final = ("corrects", "implements", "supersedes", "amends", "part-of", "follows", "responds-to")
#: Relations to something that cannot be later.
_LOOKING_BACK: Final = ("corrects", "supersedes", "amends", "follows", "responds-to")


def check_rules(records: Mapping[int, Record], entries: Mapping[int, Entry]) -> Iterator[Finding]:
    """Yield the rules that records break which are not withdrawn."""
    for record_id, record in records.items():
        entry = entries[record_id]
        if entry.status == "withdrawn":
            continue
        for problem in problems(record, level=level_of(entry.status)):
            yield _found(entry.key, problem.path, f"{problem.message}.", problem.cure)
        for path, quotation in _quotations(record, ""):
            if (count := len(quotation.split())) > MOST_WORDS:
                message = f"the quotation has {count} words; at most {MOST_WORDS} are a few exact words."
                yield _found(entry.key, path, message, "Quote less, and say the rest in other words.")


def check_references(
    records: Mapping[int, Record], entries: Mapping[int, Entry], named: Mapping[RecordKey, Entry]
) -> Iterator[Finding]:
    """Yield the references of published records to what is not there or not published."""
    for record_id, record in records.items():
        entry = entries[record_id]
        for reference in references(record):
            other = named.get(reference.key)
            if other is None or other.merged_into_id is not None:
                message = f"the {reference.kind} “{reference.id}” is not there."
                yield _found(entry.key, reference.path, message, "Refer to another record.")
            elif entry.status == "published" and other.status != "published":
                message = f"the {reference.kind} “{reference.id}” is not published."
                yield _found(entry.key, reference.path, message, "Publish it, or take the reference out.")


def check_relations(session: Session) -> Iterator[Finding]:
    """Yield relations that contradict each other or the dates of the events."""
    back, source, target = aliased(RelationRow), aliased(RecordRow), aliased(RecordRow)
    both_ways = session.execute(
        select(RelationRow.position, RelationRow.relation, source.slug, target.slug.label("target"))
        .join(
            back,
            and_(
                back.record_id == RelationRow.target_id,
                back.target_id == RelationRow.record_id,
                back.relation == RelationRow.relation,
            ),
        )
        .join(source, source.id == RelationRow.record_id)
        .join(target, target.id == RelationRow.target_id)
        .where(RelationRow.relation.in_(_ONE_WAY), source.status != "withdrawn", target.status != "withdrawn")
        .distinct()
        .order_by(source.slug, RelationRow.position)
    )
    for row in both_ways:
        message = f"{row.slug} {row.relation} {row.target}, and {row.target} {row.relation} {row.slug}."
        path = f"relations[{row.position - 1}]"
        yield _found(("event", row.slug), path, message, "One of the two is wrong.")
    yield from _backwards(session)


def _backwards(session: Session) -> Iterator[Finding]:
    source, target = aliased(RecordRow), aliased(RecordRow)
    event, other = aliased(EventRow), aliased(EventRow)
    rows = session.execute(
        select(
            RelationRow.position,
            RelationRow.relation,
            source.slug,
            target.slug.label("target"),
            event.date,
            other.date.label("other_date"),
        )
        .join(source, source.id == RelationRow.record_id)
        .join(target, target.id == RelationRow.target_id)
        .join(event, event.record_id == source.id)
        .join(other, other.record_id == target.id)
        # The latest day before the earliest is what certainly_before asks for simple dates; the rest
        # need not be read.
        .where(
            RelationRow.relation.in_(_LOOKING_BACK),
            event.date_latest < other.date_earliest,
            source.status != "withdrawn",
            target.status != "withdrawn",
        )
        .order_by(source.slug, RelationRow.position)
    )
    for row in rows:
        if certainly_before(parse(row.date), parse(row.other_date)):
            later = f"{row.target} ({row.other_date}), which is later."
            message = f"{row.slug} ({row.date}) {row.relation} {later}"
            path = f"relations[{row.position - 1}]"
            yield _found(("event", row.slug), path, message, "The relation or one of the dates is wrong.")


def _quotations(part: object, path: str) -> Iterator[tuple[str, str]]:
    for spec in field_specs(type(part)):
        value = getattr(part, spec.name)
        if spec.part is not None:
            for position, item in enumerate(value):
                yield from _quotations(item, f"{path}{spec.name}[{position}].")
        elif spec.name == "quotation" and value:
            yield f"{path}quotation", value


def _found(key: RecordKey, field: str, message: str, cure: str) -> Finding:
    return Finding(kind=key[0], record=key[1], field=field, message=message, cure=cure)
