"""What the form of a new record begins with: what the address gives, and what can only be one thing."""

from collections.abc import Mapping
from typing import Final

from timeline.admin.forms.tree import Tree, blank_tree, tree_of
from timeline.db import DatabaseSession
from timeline.queries.records import find_record
from timeline.queries.type_ahead import suggest
from timeline.records.fields import Many, field_specs
from timeline.records.kinds import CLASS_OF_KIND

#: What a new event that follows from another one has from it.
_INHERITED: Final = ("timelines", "kind", "actors", "places", "topics")
_LONGEST: Final = 2_000


def prefilled(session: DatabaseSession, kind: str, asked: Mapping[str, str]) -> Tree:
    """Begin the form of a new record; `follows` names the event that a new event comes after."""
    cls = CLASS_OF_KIND[kind]
    tree = blank_tree(cls)
    for spec in field_specs(cls):
        if not isinstance(spec.mark, Many) and spec.name in asked:
            tree[spec.name] = asked[spec.name][:_LONGEST]
    if kind == "event" and asked.get("follows"):
        _follow(session, tree, asked["follows"])
    if "timelines" in tree and not tree["timelines"]:
        there = suggest(session, "timeline", "", limit=2)
        tree["timelines"] = [there[0].id] if len(there) == 1 else []
    return tree


def _follow(session: DatabaseSession, tree: Tree, slug: str) -> None:
    stored = find_record(session, "event", slug, status=None)
    if stored is None:
        return
    known = tree_of(stored.record)
    tree.update({name: known[name] for name in _INHERITED})
    tree["relations"] = [{"relation": "follows", "target": slug, "note": ""}]
