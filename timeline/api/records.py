"""Reading records: the list of a kind under its filters, and one record."""

from urllib.parse import urlencode

from flask import Response

from timeline.api.answers import answer_json, answer_page
from timeline.api.declared import Call
from timeline.api.paging import Page, asked_cursor, asked_limit
from timeline.api.places import site_url
from timeline.api.resources import asked_fields, resource, resources
from timeline.errors import BadRequestError
from timeline.filters import FILTER_PARAMETERS, parse_filter
from timeline.list_filter import FIELDS_OF, ListFilter, read_list_filter
from timeline.queries.record_pages import RecordPage, page_of_event_records, page_of_records
from timeline.queries.records import get_record
from timeline.queries.selection import require_known, require_named
from timeline.records.kinds import CLASS_OF_KIND
from timeline.serving import reading


def list_events(call: Call) -> Response:
    """List the events of a filter, in the order of the timeline."""
    asked = parse_filter(call.only(FILTER_PARAMETERS))
    require_known(reading(), asked)
    cursor = asked_cursor(call, str)
    point = {} if cursor is None else {"before" if cursor.is_back else "after": str(cursor.point)}
    page = page_of_event_records(reading(), asked, limit=asked_limit(call), **point)
    query = f"?{urlencode(asked.parameters())}" if asked.parameters() else ""
    return _answer(call, page, html=f"{site_url()}/{query}")


def list_kind(call: Call) -> Response:
    """List the records of a kind, by their ids."""
    kind = call.operation.kind
    cursor = asked_cursor(call, str)
    point = {} if cursor is None else {"before" if cursor.is_back else "after": str(cursor.point)}
    page = page_of_records(reading(), kind, _asked(call), limit=asked_limit(call), **point)
    html = "" if kind == "timeline" else f"{site_url()}/{CLASS_OF_KIND[kind].plural}"
    return _answer(call, page, html=html)


def get_one(call: Call) -> Response:
    """Give one record: a published one, or to a token that reads drafts one of any status."""
    kind, record_id = call.operation.kind, call.parts["record_id"]
    reads_drafts = call.bearer is not None and call.bearer.may("look")
    stored = get_record(reading(), kind, record_id, status=None if reads_drafts else "published")
    document = resource(stored, asked_fields(call), with_status=reads_drafts)
    return answer_json(document, version=stored.version)


def _asked(call: Call) -> ListFilter:
    read = read_list_filter(call.operation.kind, call.only(FIELDS_OF[call.operation.kind]))
    if read.problems:
        raise BadRequestError(read.problems)
    named = ("topic", "source", "timeline")
    require_named(reading(), ((name, (name, value)) for name in named for value in getattr(read.asked, name)))
    return read.asked


def _answer(call: Call, page: RecordPage, *, html: str) -> Response:
    items = resources(page.records, asked_fields(call))
    return answer_page(
        call, Page(items=items, next=page.after, prev=page.before, total=page.total), html=html
    )
