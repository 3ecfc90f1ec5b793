"""JSON Schema of what the API answers and takes, beside the records themselves."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from timeline import vocab
from timeline.api.record_schemas import ANY_REF_SCHEMA, EDTF, ID_SCHEMA, record_schemas
from timeline.api.shape_parts import (
    DAY,
    FLAG,
    MOMENT,
    TEXT,
    URL,
    WHOLE,
    Schema,
    many,
    ref,
    thing,
    with_about,
)
from timeline.api.shapes_of_writing import shapes_of_writing
from timeline.dates.value import PRECISIONS
from timeline.records.kinds import CLASS_OF_KIND, RECORD_CLASSES

_KIND: Final = {"type": "string", "enum": list(CLASS_OF_KIND)}


@cache
def schemas() -> Mapping[str, Schema]:
    """Give every schema that operations name."""
    return {**record_schemas(), **_of_records(), **_of_answers(), **shapes_of_writing(), **_of_all()}


def _of_records() -> dict[str, Schema]:
    found: dict[str, Schema] = {
        "Date": thing(
            "A date resolved: EDTF, words, and the first and last day that it may be; null where open.",
            ("edtf", "words", "earliest", "latest", "precision", "approximate", "uncertain"),
            edtf=EDTF,
            words=TEXT,
            earliest=DAY,
            latest=DAY,
            precision={"type": "string", "enum": list(PRECISIONS)},
            approximate=FLAG,
            uncertain=FLAG,
        ),
        "Linked": thing(
            "The name of a record, and the address of its page.", ("name", "url"), name=TEXT, url=URL
        ),
        "Links": {
            "type": "object",
            "description": "Addresses that lead on from here, by what they lead to.",
            "additionalProperties": {"anyOf": [URL, many(URL)]},
        },
    }
    for cls in RECORD_CLASSES:
        name = cls.__name__
        found[f"{name}Resource"] = _resource(name, cls.record_kind)
        found[f"{name}List"] = _page(f"Some records of the kind {cls.record_kind}.", ref(f"{name}Resource"))
    return found


def _resource(name: str, kind: str) -> Schema:
    return thing(
        "A record and what is known of it. With `fields`, `kind` and `id` are there always, and else what"
        " was asked for.",
        ("kind", "id"),
        kind={"type": "string", "const": kind},
        id=ID_SCHEMA,
        url=with_about(URL, "The lasting address of its page."),
        version=with_about(WHOLE, "Which version of the record this is; a change names it in If-Match."),
        revision=with_about(WHOLE, "The number of the revision that made it so."),
        changed=with_about(MOMENT, "When that was."),
        status=with_about(
            {"type": "string", "enum": list(vocab.STATUSES)},
            "Told to programs with a token that reads drafts.",
        ),
        record=ref(name),
        dates={
            "type": "object",
            "description": "Each date of the record, resolved, by the path of its field.",
            "additionalProperties": ref("Date"),
        },
        linked={
            "type": "object",
            "description": "Each public record that it refers to, by `kind:id`.",
            "additionalProperties": ref("Linked"),
        },
        links=ref("Links"),
    )


def _page(about: str, items: Schema, **more: Schema) -> Schema:
    return thing(
        about,
        ("items", "links", "revision"),
        items=many(items),
        total=with_about(WHOLE, "How many there are in all."),
        revision=with_about(WHOLE, "The last revision of the archive when this was read."),
        links=ref("Links"),
        **more,
    )


def _of_answers() -> dict[str, Schema]:
    ids = many(ID_SCHEMA)
    state = thing(
        "The answer for one policy and place on one day.",
        ("policy", "place", "day", "kind", "sentence"),
        day={"type": "string", "format": "date"},
        policy=ID_SCHEMA,
        question=TEXT,
        place=with_about(TEXT, "The id of the place; empty: everywhere."),
        kind={"type": "string", "enum": ["state", "changing", "disputed", "unknown"]},
        reason=TEXT,
        states=many(TEXT),
        labels=many(TEXT),
        may_be_none=FLAG,
        suspended={"type": "string", "enum": ["", "suspended", "perhaps"]},
        rule_of={"type": ["string", "null"]},
        events=ids,
        sources=ids,
        next_event=TEXT,
        next_date=TEXT,
        complete_to=DAY,
        is_beyond=FLAG,
        sentence=TEXT,
        remarks=many(TEXT),
        links=ref("Links"),
    )
    interval = thing(
        "A state of a policy at a place, from the change that began it until the one that ended it.",
        ("policy", "place", "kind", "state", "event"),
        policy=ID_SCHEMA,
        place=TEXT,
        kind={"type": "string", "enum": ["state", "disputed", "suspended"]},
        state=TEXT,
        label=TEXT,
        action={"type": "string", "enum": list(vocab.POLICY_ACTIONS)},
        event=ID_SCHEMA,
        from_date=with_about(TEXT, "EDTF; empty: not known."),
        from_earliest=DAY,
        from_latest=DAY,
        to_earliest=DAY,
        to_latest=DAY,
        to_events=ids,
        sources=ids,
        disputed_by=ids,
        links=ref("Links"),
    )
    return {
        "State": state,
        "StateList": _page("The rules on one day.", ref("State")),
        "Interval": interval,
        "IntervalList": _page("The histories of rules.", ref("Interval")),
        **_of_disagreements(),
        **_of_search(),
        **_of_changes(),
    }


def _of_disagreements() -> dict[str, Schema]:
    answer = thing(
        "One answer to the point; `agrees_with` are answers that can be true together with it.",
        ("letter", "value", "label"),
        letter=TEXT,
        value=TEXT,
        label=TEXT,
        agrees_with=many(TEXT),
    )
    names: tuple[str, ...] = ("says", "locator", "quotation", "speaker", "attributed_to", "said", "note")
    statement = thing(
        "One source gives one of the answers.",
        ("letter", "source"),
        letter=TEXT,
        source=ID_SCHEMA,
        **dict.fromkeys(names, TEXT),
    )
    point = thing(
        "A point on which sources do not say the same.",
        ("key", "computed", "kind", "title", "subject", "answers", "statements"),
        key=TEXT,
        computed=with_about(FLAG, "Found by computing; otherwise an archivist wrote it down."),
        kind={"type": "string", "enum": list(vocab.QUESTION_KINDS)},
        title=TEXT,
        explanation=TEXT,
        subject=ANY_REF_SCHEMA,
        touches=many(ANY_REF_SCHEMA),
        status={"type": "string", "enum": list(vocab.QUESTION_STATUSES)},
        follows=many(TEXT),
        why=TEXT,
        question=with_about(TEXT, "The id of the question that takes it up; empty: none does."),
        answers=many(answer),
        statements=many(statement),
        links=ref("Links"),
    )
    return {"Disagreement": point, "DisagreementList": _page("Where sources differ.", ref("Disagreement"))}


def _of_search() -> dict[str, Schema]:
    hit = thing(
        "A record that was found; `found` are the words of its title and excerpt that matched.",
        ("kind", "id", "title"),
        kind=_KIND,
        id=ID_SCHEMA,
        title=TEXT,
        excerpt=TEXT,
        part=with_about(TEXT, "What the excerpt is of: text, quotations or names."),
        date={"anyOf": [ref("Date"), {"type": "null"}]},
        found=many(TEXT),
        links=ref("Links"),
    )
    kinds = {"type": "object", "additionalProperties": WHOLE, "description": "How many of each kind."}
    return {"Hit": hit, "HitList": _page("What was found.", ref("Hit"), kinds=kinds)}


def _of_changes() -> dict[str, Schema]:
    change = thing(
        "What became of one record: published as `resource` has it, or gone. Forget it under `former_ids`.",
        ("revision", "kind", "id", "gone"),
        revision=WHOLE,
        at=MOMENT,
        kind=_KIND,
        id=ID_SCHEMA,
        gone=with_about(FLAG, "It is no longer public: delete it."),
        change={"type": "string", "enum": list(vocab.CHANGES)},
        note=with_about(TEXT, "What readers are told about the change."),
        former_ids=many(ID_SCHEMA),
        merged_into=with_about(TEXT, "The id of the record of this kind that it became part of."),
        resource={
            "description": "The record, as its own address gives it.",
            "oneOf": [ref(f"{cls.__name__}Resource") for cls in RECORD_CLASSES],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {
                    cls.record_kind: ref(f"{cls.__name__}Resource")["$ref"] for cls in RECORD_CLASSES
                },
            },
        },
        links=ref("Links"),
    )
    page = thing(
        "What became of records, in the order of revisions. All there is up to `until` has been told; go on"
        " with `since` set to it.",
        ("items", "since", "until", "latest", "complete", "links"),
        items=many(ref("Change")),
        since=WHOLE,
        until=WHOLE,
        latest=with_about(WHOLE, "The last revision of the archive."),
        complete=with_about(FLAG, "Whether `until` is the last revision: nothing is left to fetch."),
        links=ref("Links"),
    )
    return {"Change": change, "ChangeList": page}


def _of_all() -> dict[str, Schema]:
    error = thing(
        "One thing that is wrong: where, what, and what to do.",
        ("path", "message", "cure"),
        path=with_about(TEXT, "The field, such as `citations[2].asserted_date`, or the parameter."),
        pointer=with_about(TEXT, "The same place in the body that was sent, as a JSON Pointer."),
        value=TEXT,
        message=TEXT,
        cure=TEXT,
    )
    error["properties"]["in"] = {"type": "string", "enum": ["query", "header", "body", "record"]}
    error["properties"]["parameter"] = dict(TEXT)
    problem = thing(
        "Problem details (RFC 9457).",
        ("type", "title", "status", "detail"),
        type=TEXT,
        title=TEXT,
        status=WHOLE,
        detail=TEXT,
        cure=with_about(TEXT, "What to do about it."),
        errors=many(ref("Error")),
    )
    entry = thing(
        "The archive and the addresses of what it can be asked.",
        ("name", "revision", "records", "links"),
        name=TEXT,
        revision=with_about(WHOLE, "The last revision of the record."),
        records={"type": "object", "additionalProperties": WHOLE},
        links=ref("Links"),
    )
    document = {"type": "object", "description": "An OpenAPI document.", "required": ["openapi", "paths"]}
    return {"Error": error, "Problem": problem, "Entry": entry, "Document": document}
