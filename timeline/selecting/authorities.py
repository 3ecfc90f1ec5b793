"""The records by which events are filtered: their ids, names, and what each is part of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

#: The kinds of record that a filter can ask for.
KINDS = ("timeline", "topic", "actor", "place", "source", "policy")


class Authority(NamedTuple):
    """A record that a filter can ask for. `part_of` is the key of a wider topic or place."""

    key: int
    id: str
    name: str
    is_public: bool
    part_of: int | None


@dataclass(frozen=True)
class Authorities:
    """All of them, by kind and key."""

    by_kind: Mapping[str, Mapping[int, Authority]]

    @cached_property
    def _keys(self) -> Mapping[str, Mapping[str, int]]:
        return {kind: {one.id: one.key for one in records.values()} for kind, records in self.by_kind.items()}

    @cached_property
    def parents(self) -> Mapping[str, Mapping[int, int | None]]:
        """Give what each topic and place is part of, by kind and key."""
        return {
            kind: {one.key: one.part_of for one in self.by_kind[kind].values()} for kind in ("topic", "place")
        }

    def keys(self, kind: str, ids: Iterable[str]) -> Sequence[int]:
        """Give the keys of the records with these ids; an id of none is passed over."""
        known = self._keys[kind]
        return [known[one] for one in ids if one in known]

    def find_public_by_id(self, kind: str, record_id: str) -> Authority | None:
        """Give the record with an id, where readers may see it."""
        key = self._keys[kind].get(record_id)
        return None if key is None else self.find_public(kind, key)

    def find_public(self, kind: str, key: int) -> Authority | None:
        """Give a record with its name, where readers may see it."""
        found = self.by_kind[kind].get(key)
        return found if found is not None and found.is_public else None
