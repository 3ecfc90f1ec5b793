"""Where the API has what."""

from typing import Final

from flask import current_app, request

from timeline.records.kinds import CLASS_OF_KIND

ROOT: Final = "/api"
PREFIX: Final = "/api/v1"


def is_under_api(path: str) -> bool:
    """Tell whether a path is one of the API's."""
    return path == ROOT or path.startswith(f"{ROOT}/")


def site_url() -> str:
    """Give the address that the pages of the archive begin with, without a slash at the end."""
    return str(current_app.config["SITE_URL"] or request.host_url).rstrip("/")


def address(path: str) -> str:
    """Give the whole address of a path of the API, such as `/events`."""
    return f"{site_url()}{PREFIX}{path}"


def record_path(kind: str, record_id: str) -> str:
    """Give the address of a record in the API."""
    return address(f"/{CLASS_OF_KIND[kind].plural}/{record_id}")
