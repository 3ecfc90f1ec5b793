"""Policies: every question about the rule, and the page of one with its states."""

from flask import Blueprint, render_template, url_for

from timeline.queries.records import get_record, list_records
from timeline.records.policy import Policy
from timeline.web.reading import reading

pages = Blueprint("policies", __name__)


@pages.get("/policies")
def index() -> str:
    """List all policies."""
    return render_template(
        "policy/index.html", policies=[stored.record for stored in list_records(reading(), "policy")]
    )


@pages.get("/policies/<record_id>")
def show(record_id: str) -> str:
    """Show one policy."""
    policy = get_record(reading(), "policy", record_id).record
    assert isinstance(policy, Policy)  # noqa: S101 - get_record gives the kind asked for
    return render_template(
        "policy/show.html",
        policy=policy,
        canonical=url_for("policies.show", record_id=record_id, _external=True),
    )
