"""Where programs begin: the addresses of everything, and the description of the API."""

from flask import Response, current_app

from timeline.api.answers import answer_json
from timeline.api.declared import Call
from timeline.api.places import address, site_url
from timeline.queries.dataset import dataset_state
from timeline.queries.indexes import count_records
from timeline.records.kinds import RECORD_CLASSES
from timeline.serving import reading

DOCUMENT = "timeline.openapi"


def show(_call: Call) -> Response:
    """Give the addresses of what there is."""
    paths = ("search", "states", "intervals", "disagreements", "changes", "openapi.json")
    links = {"self": address("/"), "html": f"{site_url()}/", "reference": f"{site_url()}/api"}
    links |= {cls.plural: address(f"/{cls.plural}") for cls in RECORD_CLASSES}
    links |= {path.partition(".")[0]: address(f"/{path}") for path in paths}
    return answer_json(
        {
            "name": str(current_app.jinja_env.globals["site_name"]),
            "revision": dataset_state(reading()).revision,
            "records": count_records(reading()),
            "links": links,
        }
    )


def openapi(_call: Call) -> Response:
    """Give the description."""
    return answer_json(current_app.extensions[DOCUMENT])
