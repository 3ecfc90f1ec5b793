"""Whether the service works, for those who watch over it."""

from flask import Blueprint, Response, current_app, jsonify

from timeline.db import UNAVAILABLE
from timeline.queries.indexes import dataset_version
from timeline.web.reading import reading

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> Response:
    """Read one row of the database and say whether that went well."""
    try:
        response = jsonify(status="ok", dataset_version=dataset_version(reading()))
    except UNAVAILABLE as error:
        current_app.logger.error("The database did not answer.", exc_info=error)
        response = jsonify(status="unavailable")
        response.status_code = 503
    response.headers["Cache-Control"] = "no-store"
    return response
