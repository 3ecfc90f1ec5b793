"""What a write intends for one record."""

from dataclasses import dataclass, field

from timeline.records.canonical import canonical_json, text_fingerprint
from timeline.records.kinds import Record
from timeline.records.references import RecordKey, Reference, references
from timeline.store.registry import Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A record as it shall be: what it says, its status, and into which record it is merged.

    `entry` is what the registry has; None for a new record. `judged` is false where a record is kept as
    it was and only its status changes: rules that came after it must not keep it from being withdrawn.
    """

    record: Record
    entry: Entry | None
    status: str
    merged_into_id: int | None = None
    change: str | None = None
    judged: bool = True
    document: str = field(init=False)
    fingerprint: str = field(init=False)
    references: tuple[Reference, ...] = field(init=False)

    def __post_init__(self) -> None:
        document = canonical_json(self.record)
        object.__setattr__(self, "document", document)
        object.__setattr__(self, "fingerprint", text_fingerprint(document))
        object.__setattr__(self, "references", tuple(references(self.record)))

    @property
    def key(self) -> RecordKey:
        """Give the kind and the public id that the record shall have."""
        return self.record.record_kind, self.record.id

    @property
    def changes_something(self) -> bool:
        """Tell whether the record is not already as it shall be."""
        entry = self.entry
        return entry is None or (entry.fingerprint, entry.status, entry.merged_into_id) != (
            self.fingerprint,
            self.status,
            self.merged_into_id,
        )
