"""Whether the service works, for those who watch over it."""

from flask import Blueprint, Response, jsonify

from timeline.queries.indexes import dataset_version
from timeline.web.reading import reading

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> Response:
    """Read one row of the database and say that it went well."""
    response = jsonify(status="ok", dataset_version=dataset_version(reading()))
    response.headers["Cache-Control"] = "no-store"
    return response
