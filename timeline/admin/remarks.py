"""Remarks of reviewers beside the statements that they are about, which may have moved or changed since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from timeline.admin.shown_differences import Names, row_in_words, said_field
from timeline.admin.statements import TAKEN_OUT, Statement
from timeline.differing.places import place_now, value_at
from timeline.differing.words import words_of
from timeline.queries.proposals import Comment
from timeline.records.kinds import Record

_LONGEST: Final = 160


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """A remark with the name of its place; `was` is what stood there then, where something else does now."""

    comment: Comment
    words: str
    was: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Remarks:
    """The remarks on a page: those of a statement by its anchor, and the rest."""

    beside: Mapping[str, Sequence[Remark]]
    elsewhere: Sequence[Remark]

    @property
    def all(self) -> tuple[Remark, ...]:
        """Give every remark."""
        return (*(one for some in self.beside.values() for one in some), *self.elsewhere)

    @property
    def people(self) -> set[str]:
        """Give the handles of those who made or settled them."""
        every = {one.comment.by for one in self.all} | {one.comment.settled_by for one in self.all}
        return every - {""}

    @property
    def open(self) -> int:
        """Count those that nobody has settled."""
        return sum(not one.comment.settled_by for one in self.all)


def place_remarks(
    comments: Iterable[Comment],
    versions: Mapping[int, Record],
    now: Record,
    statements: Sequence[Statement],
    names: Names,
) -> Remarks:
    """Put each remark to the statement that it is about, wherever that stands now.

    `versions` has the record as it was in the version that each remark was made on, `now` is what the page
    shows.
    """
    beside: dict[str, list[Remark]] = {}
    elsewhere: list[Remark] = []
    for comment in comments:
        path, remark = _found(comment, versions.get(comment.version), now, names)
        anchor = _anchor(path, statements) if path else ""
        if anchor:
            beside.setdefault(anchor, []).append(remark)
        else:
            elsewhere.append(remark)
    return Remarks(beside=beside, elsewhere=elsewhere)


def _found(comment: Comment, then: Record | None, now: Record, names: Names) -> tuple[str, Remark]:
    path = comment.path
    if path.startswith(TAKEN_OUT):
        words = f"{words_of(path.removeprefix(TAKEN_OUT))}, taken out"
        return path, Remark(comment=comment, words=words, was="")
    if not path or then is None:
        return path, Remark(comment=comment, words=words_of(path), was="")
    there = place_now(then, now, path)
    said, says = _said(then, path, names), _said(now, there or "", names)
    was = said if said != says else ""
    if there is None:
        return "", Remark(comment=comment, words=f"{words_of(path)}, which is no longer there", was=was)
    return there, Remark(comment=comment, words=words_of(there), was=was)


def _said(record: Record, path: str, names: Names) -> str:
    found = value_at(record, path)
    if found is None:
        return ""
    spec, value = found
    text = (
        row_in_words(spec, value, names)
        if spec.part is not None and "[" in path
        else said_field(spec, value, names)
    )
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]} …"


def _anchor(path: str, statements: Sequence[Statement]) -> str:
    """Find the statement about a place: about just that, about its row, or about a part of it."""
    row = path.partition(".")[0]
    for asked in (path, row):
        found = next((one.anchor for one in statements if one.remark_path == asked), "")
        if found:
            return found
    return next((one.anchor for one in statements if one.remark_path.startswith(f"{path}.")), "")
