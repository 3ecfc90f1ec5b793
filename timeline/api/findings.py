"""Reading what follows from the records: rules, disagreements, what is found, what changed."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response

from timeline.api.answers import answer_json, answer_page
from timeline.api.declared import Call
from timeline.api.filters import AS_OF
from timeline.api.paging import Page, asked_cursor, asked_limit
from timeline.api.places import address, record_path, site_url
from timeline.api.resources import asked_fields, resources, selected
from timeline.disagreement.asked import PARAMETERS, parse_asked, select
from timeline.disagreement.statement import Disagreement
from timeline.exports.record_json import moment, record_address
from timeline.exports.resolved_dates import date_json
from timeline.filters import parse_filter
from timeline.queries import state_rows
from timeline.queries.disagreements import list_all
from timeline.queries.mirror import Change, list_changes
from timeline.queries.search import MARK_END, MARK_START, Hit, search
from timeline.queries.selection import require_named
from timeline.queries.state_rows import From, IntervalRow, StateRow
from timeline.rule_filter import RULE_PARAMETERS, bad, parse_rule_filter
from timeline.serving import reading

#: Nobody reads further into what was found; the order is worked out anew for each page.
MOST_FOUND = 1_000

_Row = TypeVar("_Row", StateRow, IntervalRow)


def list_states(call: Call) -> Response:
    """Give the rules on a day."""
    asked = parse_rule_filter(call.only(RULE_PARAMETERS))
    start = _start(call)
    return _rules(call, start, state_rows.states_table(reading(), asked=asked, start=start))


def list_intervals(call: Call) -> Response:
    """Give the histories of rules."""
    asked = parse_rule_filter(call.only(RULE_PARAMETERS))
    start = _start(call)
    return _rules(call, start, state_rows.intervals(reading(), asked, start=start))


def _start(call: Call) -> From:
    cursor = asked_cursor(call, (str, int))
    return From() if cursor is None else From(policy=cursor.point[0], passing_over=cursor.point[1])


def _rules(call: Call, start: From, rows: Iterator[_Row]) -> Response:
    limit = asked_limit(call)
    found = list(islice(rows, limit + 1))
    shown = found[:limit]
    next_point = None
    if len(found) > limit:
        last = shown[-1].policy
        next_point = [last, start.of(last) + sum(row.policy == last for row in shown)]
    items = [
        selected({**_plain(row), "links": _links_of_rule(row, call.one(AS_OF.name))}, _chosen(call))
        for row in shown
    ]
    return answer_page(call, Page(items=items, next=next_point), html=f"{site_url()}/policies")


def _chosen(call: Call) -> frozenset[str]:
    """Read the fields that are asked for, with those without which a row says nothing."""
    asked = asked_fields(call)
    return asked | {"policy", "place", "day", "kind", "sentence", "state", "event"} if asked else asked


def _links_of_rule(row: StateRow | IntervalRow, known: str) -> dict[str, Any]:
    page = record_address(site_url(), "policy", row.policy)
    then = [("known", known)] if known else []
    links: dict[str, Any] = {"policy": record_path("policy", row.policy), "html": page}
    if isinstance(row, StateRow):
        place = [("place", row.place)] if row.place else []
        links["html"] = f"{page}?{urlencode([('on', row.day.isoformat()), *place, *then])}"
        links["events"] = [record_path("event", event) for event in row.events]
    else:
        links["html"] = f"{page}?{urlencode(then)}" if then else page
        links["event"] = record_path("event", row.event)
    return links | {"sources": [record_path("source", source) for source in row.sources]}


def _plain(row: Any) -> dict[str, Any]:
    """Give a row as plain values."""
    return {field.name: _value(getattr(row, field.name)) for field in fields(row)}


def _value(value: object) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return [str(each) for each in value] if isinstance(value, tuple) else value


def list_disagreements(call: Call) -> Response:
    """List the points on which sources differ."""
    asked = parse_asked(call.only(PARAMETERS))
    require_named(reading(), asked.named())
    found = select(list_all(reading()), asked)
    cursor = asked_cursor(call, int)
    first, limit = (0 if cursor is None else int(cursor.point)), asked_limit(call)
    page = Page(
        items=[selected(_point(each), _with_point(call)) for each in found[first : first + limit]],
        total=len(found),
        next=first + limit if first + limit < len(found) else None,
        prev=max(0, first - limit) if first else None,
    )
    return answer_page(call, page, html=f"{site_url()}/questions")


def _with_point(call: Call) -> frozenset[str]:
    asked = asked_fields(call)
    needed = {"key", "computed", "kind", "title", "subject", "answers", "statements"}
    return asked | needed if asked else asked


def _point(found: Disagreement) -> dict[str, Any]:
    plain = {
        name: getattr(found, name)
        for name in ("key", "computed", "kind", "title", "explanation", "status", "why")
    }
    kind, record_id = found.subject
    return {
        **plain,
        "question": found.question,
        "subject": f"{kind}:{record_id}",
        "touches": [f"{touched}:{slug}" for touched, slug in found.touches],
        "follows": list(found.follows),
        "answers": [_plain(answer) for answer in found.answers],
        "statements": [_plain(statement) for statement in found.statements],
        "links": {
            "subject": record_path(kind, record_id),
            "html": record_address(site_url(), kind, record_id),
            "sources": [record_path("source", source) for source in found.sources],
        },
    }


def find(call: Call) -> Response:
    """Search all kinds of records."""
    query = parse_filter(call.only(("q",))).q
    kind, order = call.one("kind"), call.one("order", "best")
    cursor = asked_cursor(call, int)
    first, limit = (0 if cursor is None else int(cursor.point)), asked_limit(call)
    if first >= MOST_FOUND:
        cure = "Ask for rarer words, or for one kind."
        raise bad("cursor", "", f"lies beyond the first {MOST_FOUND} finds", cure)
    found = search(reading(), query, kind=kind, order=order, limit=limit, offset=first)
    more = first + limit < min(found.total, MOST_FOUND)
    page = Page(
        items=[_hit(hit) for hit in found.hits],
        total=found.total,
        next=first + limit if more else None,
        prev=max(0, first - limit) if first else None,
    )
    html = f"{site_url()}/search?{urlencode([('q', query), *([('kind', kind)] if kind else [])])}"
    return answer_page(call, page, kinds=dict(found.kinds), html=html)


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "id": hit.id,
        "title": _unmarked(hit.title),
        "excerpt": _unmarked(hit.excerpt),
        "part": hit.part,
        "date": date_json(hit.date.text) if hit.date else None,
        "found": list(dict.fromkeys((*_marked(hit.title), *_marked(hit.excerpt)))),
        "links": {
            "self": record_path(hit.kind, hit.id),
            "html": record_address(site_url(), hit.kind, hit.id),
        },
    }


def _unmarked(text: str) -> str:
    return text.replace(MARK_START, "").replace(MARK_END, "")


def _marked(text: str) -> Iterator[str]:
    for part in text.split(MARK_START)[1:]:
        yield part.partition(MARK_END)[0]


def list_since(call: Call) -> Response:
    """Tell what became of records after a revision, for whoever keeps a copy."""
    since, limit = int(call.one("since", "0")), asked_limit(call)
    asked = asked_fields(call)
    found = list_changes(
        reading(),
        since=since,
        limit=limit,
        kinds=call.query.get("kind", ()),
        whole=not asked or "resource" in asked,
    )
    if since > found.latest:
        cure = f"The last revision is {found.latest}. Begin anew with since=0: this may be another archive."
        raise bad("since", str(since), "is a revision that there has not been yet", cure)
    documents = _resources_of(found.changes)
    items = [selected(_change(change, documents), _with_key(asked)) for change in found.changes]
    is_complete = found.until >= found.latest
    links = {"self": _since_address(call, since), "first": _since_address(call, 0)}
    if not is_complete:
        links["next"] = _since_address(call, found.until)
    document = {
        "items": items,
        "since": since,
        "until": found.until,
        "latest": found.latest,
        "complete": is_complete,
        "links": {**links, "html": f"{site_url()}/changes"},
    }
    return answer_json(document)


def _with_key(asked: frozenset[str]) -> frozenset[str]:
    return asked | {"revision", "kind", "id", "gone"} if asked else asked


def _since_address(call: Call, since: int) -> str:
    kinds = "".join(f"&kind={kind}" for kind in call.query.get("kind", ()))
    limit = f"&limit={call.one('limit')}" if call.one("limit") else ""
    chosen = f"&fields={','.join(call.query['fields'])}" if "fields" in call.query else ""
    return address(f"/changes?since={since}{kinds}{limit}{chosen}")


def _resources_of(changes: Iterable[Change]) -> Mapping[tuple[str, str], Any]:
    stored = [change.stored for change in changes if change.stored is not None]
    return {(document["kind"], document["id"]): document for document in resources(stored)}


def _change(change: Change, documents: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "revision": change.revision,
        "at": moment(change.at_utc),
        "kind": change.kind,
        "id": change.id,
        "gone": change.is_gone,
        "change": change.change,
        "note": change.note,
        "former_ids": list(change.former_ids),
    }
    if change.merged_into:
        document["merged_into"] = change.merged_into
    if (change.kind, change.id) in documents:
        document["resource"] = documents[change.kind, change.id]
    there = change.merged_into or ("" if change.is_gone else change.id)
    document["links"] = {"record": record_path(change.kind, there)} if there else {}
    return document
