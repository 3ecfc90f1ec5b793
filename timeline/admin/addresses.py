"""Where the curation screens have what: the page on which a record is worked on, and that for a new one."""

from flask import url_for

from timeline.admin.forms.names import name_of
from timeline.queries.worklist import Item


def list_url(kind: str) -> str:
    """Give the address of the list of a kind."""
    return url_for(f"admin_list_{kind}.index_view")


def work_url(kind: str, record_id: str) -> str:
    """Give the address at which a record is worked on."""
    return f"{list_url(kind)}{record_id}/edit"


def history_url(kind: str, record_id: str) -> str:
    """Give the address of the history of a record."""
    return f"{list_url(kind)}{record_id}/history"


def text_url(source: str) -> str:
    """Give the address at which the text of a source is held."""
    return f"{list_url('source')}{source}/text"


def new_url(kind: str) -> str:
    """Give the address at which a new record of a kind is written."""
    return f"{list_url(kind)}new"


def item_url(worklist_id: str, item: Item) -> str:
    """Give the address at which the thing on a worklist is done, at its field where it names one."""
    if worklist_id == "reports" and item.number is not None:
        return url_for("admin_reports.show", number=item.number)
    if worklist_id == "uncompared":
        return text_url(item.record_id)
    place = f"#{name_of(item.path)}" if item.path else ""
    return work_url(item.kind, item.record_id) + place
