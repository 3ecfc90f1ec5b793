"""Which records of a list are to be changed together, and what is to be done: read from the forms."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from werkzeug.datastructures import MultiDict

from timeline import vocab
from timeline.admin.addresses import list_url
from timeline.admin.kept_form import local_address
from timeline.admin.list_address import ListAddress, read_address
from timeline.db import DatabaseSession
from timeline.list_filter import TERMS_OF
from timeline.queries.admin_lists import known_keys, list_keys
from timeline.queries.choices import list_choices
from timeline.records.references import RecordKey
from timeline.records.validate import is_id
from timeline.rights import Who, allows
from timeline.store.bulk import MOST
from timeline.store.bulk_changes import ACTIONS, BulkAction

FILTER: Final = "filter."
"""Marks the parameters of the list among the fields of a form."""
MOST_TOPICS: Final = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The records that were chosen in a list, or all that it shows, and the way back to it."""

    kind: str
    view: ListAddress
    is_all: bool
    ids: tuple[str, ...]
    back: str

    def keys(self, session: DatabaseSession, *, limit: int = MOST + 1) -> tuple[RecordKey, ...]:
        """Give the keys of the records, at most so many."""
        if self.is_all:
            return list_keys(session, self.kind, self.view.asked, sort=self.view.sort, limit=limit)
        return known_keys(session, self.kind, self.ids[:limit])

    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield what a form has to carry on."""
        yield "which", "all" if self.is_all else "chosen"
        yield "back", self.back
        yield from ((f"{FILTER}{name}", value) for name, value in self.view.parameters(with_page=False))
        yield from (("ids", record_id) for record_id in self.ids)


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """Something that can be done, and the values that it takes, if it takes one."""

    name: str
    label: str
    values: tuple[tuple[str, str], ...]


def read_choice(kind: str, form: MultiDict[str, str]) -> Choice:
    """Read which records are meant."""
    asked: dict[str, list[str]] = {}
    for name, value in form.items(multi=True):
        if name.startswith(FILTER):
            asked.setdefault(name.removeprefix(FILTER), []).append(value)
    back = form.get("back", "")
    return Choice(
        kind=kind,
        view=read_address(kind, asked),
        is_all=form.get("which") == "all",
        ids=tuple(dict.fromkeys(record_id for record_id in form.getlist("ids") if is_id(record_id))),
        back=local_address(back) if back else list_url(kind),
    )


def offers_for(session: DatabaseSession, kind: str, who: Who) -> list[Offer]:
    """List what somebody can do with records of a kind."""
    return [
        Offer(name=name, label=ACTIONS[name].label, values=values)
        for name in ACTIONS
        if allows(who.role, _right(name)) and (values := _values(session, kind, name)) is not None
    ]


def read_action(offers: list[Offer], form: MultiDict[str, str]) -> BulkAction | None:
    """Read what is to be done; None where nothing, or nothing that there is, was chosen.

    Whoever chose a value of one act alone means that act.
    """
    valued = [offer.name for offer in offers if form.get(f"value.{offer.name}")]
    name = form.get("action") or (valued[0] if len(valued) == 1 else "")
    offer = next((offer for offer in offers if offer.name == name), None)
    if offer is None:
        return None
    value = form.get(f"value.{name}", "") or form.get("value", "")
    if offer.values and value not in dict(offer.values):
        return None
    return BulkAction(name=name, value=value if offer.values else "")


def _right(action: str) -> str:
    return {"submit": "draft", "publish": "publish"}.get(action, "bulk")


def _values(session: DatabaseSession, kind: str, action: str) -> tuple[tuple[str, str], ...] | None:
    """Give the values that an action takes, none where it takes none, None where it is not for the kind."""
    match ACTIONS[action].value:
        case "topic":
            return _some(list_choices(session, "topic", limit=MOST_TOPICS)) if kind in _WITH_TOPICS else None
        case "kind":
            return _some(tuple((key, term.label) for key, term in TERMS_OF.get(kind, {}).items()))
        case "significance":
            levels = tuple((str(key), term.label) for key, term in vocab.SIGNIFICANCE.items())
            return levels if kind == "event" else None
        case _:
            return ()


def _some(values: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...] | None:
    return values or None


_WITH_TOPICS: Final = ("event", "policy", "series")
