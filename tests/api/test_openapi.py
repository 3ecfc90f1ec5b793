"""The description of the API is valid, leaves nothing out, and is true: schemathesis asks for all of it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from openapi_spec_validator import validate
from schemathesis import Config
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from sqlalchemy import Engine

import tests.api.made_texts  # noqa: F401 - it tells schemathesis what to write
from tests.api.client import ROOT, Program
from timeline.api.operations import operations
from timeline.db import read_session
from timeline.queries.records import list_records
from timeline.records.canonical import to_document
from timeline.records.fields import field_specs
from timeline.records.kinds import CLASS_OF_KIND, RECORD_CLASSES

#: What only the rules of records and of filters can judge is refused with these, though the form is right.
JUDGED = ["2xx", "3xx", "400", "401", "403", "404", "409", "412", "422"]
CONFIG: dict[str, Any] = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": JUDGED},
        "missing_required_header": {"expected-statuses": ["400", "401", "403", "406", "415", "422", "428"]},
    }
}
EXAMPLES = 3


def test_the_description_is_valid_and_leaves_nothing_out(reader: Program) -> None:
    document = reader.get("/openapi.json")
    validate(document)
    told = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert told == {(each.method, each.path) for each in operations()}
    ids = [found["operationId"] for methods in document["paths"].values() for found in methods.values()]
    assert len(set(ids)) == len(ids)
    for cls in RECORD_CLASSES:
        schema = document["components"]["schemas"][cls.__name__]
        assert list(schema["properties"]) == [spec.name for spec in field_specs(cls)]


@pytest.mark.parametrize("kind", CLASS_OF_KIND)
def test_every_record_of_the_archive_has_the_form_that_is_described(
    reader: Program, record_engine: Engine, kind: str
) -> None:
    schemas = reader.get("/openapi.json")["components"]["schemas"]
    name = CLASS_OF_KIND[kind].__name__
    whole = {"components": {"schemas": schemas}, "$ref": f"#/components/schemas/{name}"}
    validator = Draft202012Validator(whole)
    with read_session(record_engine) as session:
        for stored in list_records(session, kind):
            validator.validate(to_document(stored.record))
    assert not validator.is_valid({"id": "No Id"})
    assert not validator.is_valid({"id": "an-id", "nonsense": "x"})


def test_schemathesis_finds_nothing(desk: Callable[..., Program]) -> None:
    program = desk("ada")
    headers = {"Authorization": f"Bearer {program.token}"}
    schema = schemathesis.openapi.from_wsgi(
        f"{ROOT}/openapi.json", program.app, config=Config.from_dict(CONFIG)
    )
    asked = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        # What is there for every kind is asked of one, and of another that has other filters.
        if re.match(r"/(timelines|sources|actors|places|policies|series|questions)\b", operation.path):
            continue
        modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        cases = st.one_of([operation.as_strategy(generation_mode=mode) for mode in modes])

        @settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        )
        @given(case=cases)
        def holds(case: Any) -> None:
            case.call_and_validate(headers=headers)

        holds()
        asked += 1
    assert asked > 15


def test_the_document_about_the_api_names_what_there_is() -> None:
    text = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    for operation in operations():
        path = operation.path
        if operation.kind:
            path = path.replace(f"/{CLASS_OF_KIND[operation.kind].plural}", "/{kinds}", 1)
        assert f"`{path}`" in text, path
