"""What `timeline check` finds."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that is not as it should be: in which record and field, what, and what to do.

    `kind` and `record` are empty where it concerns no single record.
    """

    kind: str
    record: str
    field: str
    message: str
    cure: str

    def __str__(self) -> str:
        """Give the finding as one line."""
        where = f"{self.kind} {self.record}".strip() or "the store"
        field = f", {self.field}" if self.field else ""
        return f"{where}{field}: {self.message} {self.cure}".strip()


REBUILD = "Restore a backup, or rebuild the tables from the history."
TAMPERED = "The history was changed from outside. Restore it from a backup."
