"""Where the curation screens have what: the page on which a record is worked on, and that for a new one."""

from flask import url_for

from timeline.records.references import RecordKey


def list_url(kind: str) -> str:
    """Give the address of the list of a kind."""
    return url_for(f"admin_list_{kind}.index_view")


def work_url(kind: str, record_id: str) -> str:
    """Give the address at which a record is worked on."""
    return f"{list_url(kind)}{record_id}/edit"


def new_url(kind: str) -> str:
    """Give the address at which a new record of a kind is written."""
    return f"{list_url(kind)}new"


def key_text(key: RecordKey) -> str:
    """Give a record's kind and id as one text, for a form."""
    return ":".join(key)
