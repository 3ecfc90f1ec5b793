"""What schemathesis writes where the description only names a form that a parser of ours knows."""

import datetime as dt
from typing import Any

import schemathesis
from hypothesis import strategies as st

#: A list of this many different parts takes minutes to think up.
MOST_ITEMS = 100


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


schemathesis.openapi.format("edtf", st.sampled_from(["2010", "2010-08-17", "2010?", "2011-21"]))
schemathesis.openapi.format("cursor", st.just("WyJsaXN0X2V2ZW50cyIsMCwiMSJd"))
schemathesis.openapi.format("known", st.one_of(st.just("1"), st.builds(_now)))


@schemathesis.hook
def before_load_schema(_context: Any, raw_schema: dict[str, Any]) -> None:
    """Leave out how long a list may be, where nobody can write so many; what is sent is held to it anyway."""
    for schema in raw_schema["components"]["schemas"].values():
        for declared in schema.get("properties", {}).values():
            if isinstance(declared, dict) and declared.get("maxItems", 0) > MOST_ITEMS:
                del declared["maxItems"]
