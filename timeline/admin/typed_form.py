"""The form of a request: what was typed, made into a record as far as it goes, with all that is wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import request

from timeline.admin.forms.ids import proposed_ids
from timeline.admin.forms.pasted_rows import read_rows
from timeline.admin.forms.rows import BUTTON, act_on_rows
from timeline.admin.forms.tree import Tree, compacted, put, record_of, walk
from timeline.admin.forms.typed import read_tree
from timeline.db import DatabaseSession
from timeline.errors import Problem
from timeline.queries.type_ahead import find_by_name, labels_of
from timeline.records.fields import AnyRef, Ref, field_specs
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.validate import Level, is_id, problems
from timeline.store.registry import holders

#: So much may a form hold; the largest series of the largest archive fits.
MOST_BYTES: Final = 2_000_000
PASTED: Final = "pasted"


@dataclass(frozen=True, kw_only=True, slots=True)
class TypedForm:
    """A form that was sent: its texts, the record as far as it could be read, and what is wrong with it.

    `wrong` keeps it from being kept even as a draft; `lacking` keeps it from being published.
    """

    kind: str
    tree: Tree
    record: Record
    wrong: tuple[Problem, ...]
    lacking: tuple[Problem, ...]


def typed_tree(kind: str) -> tuple[Tree, bool]:
    """Read the texts of the request's form; tell whether a button of a row was pressed."""
    cls = CLASS_OF_KIND[kind]
    request.max_form_memory_size = MOST_BYTES
    tree = read_tree(cls, request.form.items(multi=True))
    pressed = act_on_rows(cls, tree, request.form.get(BUTTON, ""))
    for spec in field_specs(cls):
        pasted = request.form.get(f"{spec.name}-{PASTED}", "")
        if spec.part is not None and pasted.strip():
            tree[spec.name] += read_rows(spec.part, pasted)
    return tree, pressed


def read_form(session: DatabaseSession, kind: str, tree: Tree, *, record_id: str) -> TypedForm:
    """Make a record of what was typed; `record_id` is empty for a new one, which gets an id here."""
    cls: type[Any] = CLASS_OF_KIND[kind]
    made = compacted(cls, tree)
    unclear = tuple(_resolve(session, cls, made))
    if record_id:
        made["id"] = record_id
    elif not made["id"]:
        made["id"] = _free_id(session, kind, made)
    record, unread = record_of(cls, made)
    first = (*unread, *unclear)
    places = {problem.path for problem in first}
    sound = tuple(_others(problems(record, level=Level.SOUND), places))
    complete = _others(problems(record, level=Level.COMPLETE), places | {found.path for found in sound})
    return TypedForm(kind=kind, tree=made, record=record, wrong=(*first, *sound), lacking=tuple(complete))


def _others(found: Iterable[Problem], places: set[str]) -> Iterator[Problem]:
    return (problem for problem in found if problem.path not in places)


def _free_id(session: DatabaseSession, kind: str, tree: Tree) -> str:
    wanted = list(proposed_ids(kind, tree))
    taken = holders(session, [(kind, slug) for slug in wanted])
    return next((slug for slug in wanted if (kind, slug) not in taken), wanted[0])


def missing_names(
    session: DatabaseSession, cls: type, tree: Tree
) -> list[tuple[str, Ref | AnyRef, str, str]]:
    """List the names in a form that no record has: the path, the mark, the kind and the name of each."""
    return [
        (path, mark, kind, text)
        for path, mark, kind, text, ids in _unresolved(session, cls, tree)
        if kind in CLASS_OF_KIND and not ids and not is_id(text)
    ]


def _resolve(session: DatabaseSession, cls: type, tree: Tree) -> Iterator[Problem]:
    """Put the ids in where the names of records were typed; yield what is nobody's name, or several's."""
    for path, _, kind, text, ids in _unresolved(session, cls, tree):
        yield replace(_unclear(kind, text, ids), path=path)


def _unresolved(
    session: DatabaseSession, cls: type, tree: Tree
) -> Iterator[tuple[str, Ref | AnyRef, str, str, list[str]]]:
    """Put the ids in where one record is meant; yield the other names, with the ids that may be meant."""
    named = [
        (path, mark, text) for path, mark, text in walk(cls, tree) if text and isinstance(mark, Ref | AnyRef)
    ]
    known = labels_of(session, {_key(mark, text) for _, mark, text in named})
    for path, mark, text in named:
        kind, slug = _key(mark, text)
        if (kind, slug) in known:
            continue
        found = find_by_name(session, kind, slug) if kind in CLASS_OF_KIND else ()
        if len(found) == 1:
            put(tree, path, found[0].id if isinstance(mark, Ref) else f"{kind}:{found[0].id}")
        else:
            yield path, mark, kind, slug, [each.id for each in found]


def _key(mark: Ref | AnyRef, text: str) -> tuple[str, str]:
    if isinstance(mark, Ref):
        return mark.kind, text
    kind, _, slug = text.partition(":")
    return kind.strip(), slug.strip()


def _unclear(kind: str, text: str, ids: list[str]) -> Problem:
    if ids:
        return Problem(
            path="", value=text, message=f"is the name of {len(ids)}", cure=f"Write an id: {', '.join(ids)}."
        )
    if kind not in CLASS_OF_KIND:
        cure = f"Write kind:id, where kind is one of {', '.join(CLASS_OF_KIND)}."
        return Problem(path="", value=text, message="is not a reference", cure=cure)
    what = "id" if is_id(text) else "name"
    cure = f"Choose one that is offered, or add the {kind} first."
    return Problem(path="", value=text, message=f"is not the {what} of any {kind} here", cure=cure)
