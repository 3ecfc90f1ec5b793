"""Records as the API gives them: their own JSON, with links, and less of it where less is asked for."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from timeline.api.declared import Call, Parameter
from timeline.api.places import address, record_path, site_url
from timeline.exports.record_json import record_address, record_json
from timeline.queries.names import names_of
from timeline.queries.records import Stored
from timeline.queries.versions import standing_of
from timeline.records.fields import field_specs
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.references import keys_referred_to, references
from timeline.serving import reading

RESOURCE_FIELDS: Final = (
    "kind", "id", "url", "version", "revision", "changed", "record", "dates", "linked", "links",
)  # fmt: skip
#: Kinds by which events are filtered, so that a record of one leads on to its events.
_OF_EVENTS: Final = ("timeline", "topic", "actor", "place", "source", "policy")
_ALWAYS: Final = ("kind", "id")
_BEFORE_PUBLICATION: Final = frozenset({"draft", "review"})


def fields_parameter(kind: str) -> Parameter:
    """Declare the selection of fields for a kind of record."""
    own = (f"record.{spec.name}" for spec in field_specs(CLASS_OF_KIND[kind]))
    return any_fields((*RESOURCE_FIELDS, *own))


def any_fields(names: Iterable[str]) -> Parameter:
    """Declare the selection of some of these fields."""
    choices = list(names)
    return Parameter(
        name="fields",
        about="Only these parts of each item, with commas between; a dot leads to a field of the record.",
        schema={"type": "string", "enum": choices},
        many=True,
        joined=True,
        most=len(choices),
        example="id,record.title" if "record.title" in choices else ",".join(choices[:2]),
    )


def asked_fields(call: Call) -> frozenset[str]:
    """Read which fields are asked for; none: all of them."""
    return frozenset(call.query.get("fields", ()))


def selected(document: Mapping[str, Any], fields: Collection[str]) -> dict[str, Any]:
    """Give what was asked for of an item."""
    if not fields:
        return dict(document)
    own = {name.removeprefix("record.") for name in fields if name.startswith("record.")}
    found = {name: value for name, value in document.items() if name in fields or name in _ALWAYS}
    if own and "record" not in fields:
        found["record"] = {
            name: value for name, value in document["record"].items() if name in own or name == "id"
        }
    return found


def resources(stored: Iterable[Stored[Record]], fields: Collection[str] = ()) -> list[dict[str, Any]]:
    """Give records as JSON; the names of all that they refer to are read in one statement."""
    found = list(stored)
    named = not fields or "linked" in fields
    keys = (key for each in found for key in keys_referred_to(each.record)) if named else ()
    names = names_of(reading(), keys)
    return [selected(_resource(each, lambda kind, slug: names.get((kind, slug))), fields) for each in found]


def resource(
    stored: Stored[Record], fields: Collection[str] = (), *, with_status: bool = False
) -> dict[str, Any]:
    """Give one record as JSON."""
    (document,) = resources([stored], fields)
    if with_status and (not fields or "status" in fields):
        document["status"] = stored.status
    return document


def _resource(stored: Stored[Record], label: Any) -> dict[str, Any]:
    document = record_json(stored.record, label=label, site_url=site_url(), standing=standing_of(stored))
    document["links"] = links_of_record(stored.record, is_listed=stored.status not in _BEFORE_PUBLICATION)
    return document


def links_of_record(record: Record, *, is_listed: bool) -> dict[str, Any]:
    """Give the addresses that lead on from a record; no list can be asked for what was never public."""
    kind, record_id = record.record_kind, record.id
    links: dict[str, Any] = {
        "self": record_path(kind, record_id),
        "collection": address(f"/{CLASS_OF_KIND[kind].plural}"),
        "html": record_address(site_url(), kind, record_id),
    }
    if is_listed:
        links |= _lists_of(kind, record_id)
    sources = dict.fromkeys(found.id for found in references(record) if found.kind == "source")
    if sources:
        links["sources"] = [record_path("source", source) for source in sources]
    return links


def _lists_of(kind: str, record_id: str) -> dict[str, str]:
    """Give the addresses of what bears on a record, and of the events and answers that are its own."""
    links = {"disagreements": address(f"/disagreements?touches={kind}:{record_id}")}
    if kind in _OF_EVENTS:
        links["events"] = address(f"/events?{kind}={record_id}")
    if kind == "policy":
        links["states"] = address(f"/states?policy={record_id}")
        links["intervals"] = address(f"/intervals?policy={record_id}")
    return links
