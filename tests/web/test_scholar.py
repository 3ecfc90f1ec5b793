"""A scholar's session: filter, download, open, cite; and later get the same bytes from the citation alone."""

import csv
import hashlib
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.csv as pa_csv  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.past.editing import edit_200_records
from timeline.cli.main import main
from timeline.config import Settings
from timeline.factory import create_app

SITE_URL = "https://timeline.example.org"
QUERY = "place=us-ca&place=us-ny&from=2010&to=2012"
#: What R's `type.convert` takes for a logical value, and what `read.csv` takes for nothing.
R_LOGICAL = {"T", "F", "TRUE", "FALSE", "true", "false"}
R_NOTHING = {"", "NA"}
#: What pandas takes for nothing unless it is told otherwise, as its documentation of `read_csv` lists it.
PANDAS_NOTHING = {
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A",
    "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
}  # fmt: skip
DAYS = ("earliest", "latest")


def test_a_session(own_record: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(secret_key="k" * 40, site_url=SITE_URL, cache=str(tmp_path / "cache"))
    client = create_app(settings, own_record).test_client()
    answer = client.get(f"/download/events.csv?{QUERY}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    content = answer.data
    _opens_with_pandas(content)
    _opens_with_arrow(content)
    _opens_as_r_reads_it(content)
    cited = _citation(client)
    assert cited["Rows"] == str(len(pd.read_csv(io.BytesIO(content))))
    assert cited["SHA-256"] == hashlib.sha256(content).hexdigest()
    assert cited["Query"] == QUERY
    _can_be_kept_in_a_reference_manager(client, cited)
    # The page on which downloads are put together says the same, now that the checksum is known.
    page = client.get(f"/download?file=events.csv&{QUERY}").text
    assert cited["SHA-256"] in page
    assert cited["Address"].replace("&", "&amp;") in page

    edit_200_records(own_record)
    assert client.get(f"/download/events.csv?{QUERY}").data != content
    assert _get(client, cited["Address"]) == content
    assert _citation(client, f"&known={cited['Revision'].partition(',')[0]}") == cited
    # Who has the database has the same from the command line.
    monkeypatch.setenv("TIMELINE_DATABASE_URL", own_record.url.render_as_string(hide_password=False))
    monkeypatch.setenv("TIMELINE_SITE_URL", SITE_URL)
    monkeypatch.setenv("TIMELINE_CACHE", str(tmp_path / "cache"))
    filters = [part for pair in QUERY.split("&") for part in ("--filter", pair)]
    known = cited["Revision"].partition(",")[0]
    done = CliRunner().invoke(main, ["export", str(tmp_path / "events.csv"), *filters, "--known", known])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "events.csv").read_bytes() == content


def _opens_with_pandas(content: bytes) -> None:
    """Read with nothing said but which columns are days: the types are right, and nothing is lost."""
    read = pd.read_csv(io.BytesIO(content), parse_dates=list(DAYS))
    assert read["id"].is_unique
    assert read["significance"].dtype == "int64"
    assert read["approximate"].dtype == read["uncertain"].dtype == "bool"
    for name in DAYS:
        assert read[name].dtype.kind == "M"
    assert (read["earliest"].dropna() <= pd.Timestamp("2012-12-31")).all()
    assert (read["latest"].dropna() >= pd.Timestamp("2010-01-01")).all()
    # No text is one that pandas takes for nothing; what is empty says nothing.
    cells = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    assert set(cells.to_numpy().ravel()).isdisjoint(PANDAS_NOTHING)
    # A spring is no day: its first and last days are apart.
    springs = read[read["precision"] == "season"]
    assert len(springs)
    assert ((springs["latest"] - springs["earliest"]).dt.days >= 89).all()


def _opens_with_arrow(content: bytes) -> None:
    options = pa_csv.ParseOptions(newlines_in_values=True)
    read = pa_csv.read_csv(io.BytesIO(content), parse_options=options)
    types = {field.name: field.type for field in read.schema}
    assert types["earliest"] == types["latest"] == pa.date32()
    assert types["approximate"] == types["uncertain"] == pa.bool_()
    assert types["significance"] == pa.int64()
    assert types["title"] == types["date"] == types["url"] == pa.string()


def _opens_as_r_reads_it(content: bytes) -> None:
    """Read by the rules of R's `read.csv` and `type.convert`, written down here, since R is large."""
    text = content.decode("utf-8")
    assert "\0" not in text
    assert "\r" not in text
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    # `make.names` would change nothing, so that the columns are called in R as they are in the codebook.
    assert [name for name in header if not re.fullmatch("[a-z][a-z0-9_.]*", name)] == []
    assert len(set(header)) == len(header)
    assert {len(row) for row in rows} == {len(header)}
    columns = {name: [row[place] for row in rows] for place, name in enumerate(header)}
    assert {name: _r_class(cells) for name, cells in columns.items()} == {
        name: {"significance": "integer", "approximate": "logical", "uncertain": "logical"}.get(
            name, "Date" if name in DAYS else "character"
        )
        for name in header
    }
    assert all(cell != "NA" for row in rows for cell in row)


def _r_class(cells: list[str]) -> str:
    """Give the class of a column as `type.convert` makes it, or Date where `as.Date` takes all of it."""
    said = [cell for cell in cells if cell not in R_NOTHING]
    if said and all(cell in R_LOGICAL for cell in said):
        return "logical"
    if said and all(re.fullmatch(r"[+-]?\d{1,9}", cell) for cell in said):
        return "integer"
    if said and all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell) for cell in said):
        return "Date"
    return "character"


def _citation(client: FlaskClient, more: str = "") -> dict[str, str]:
    lines = client.get(f"/download/events.csv.citation?{QUERY}{more}").text.splitlines()
    assert any(line.startswith("Timeline. (") for line in lines)
    names = ("Address", "Query", "Revision", "Rows", "Bytes", "SHA-256")
    return {
        name: line.removeprefix(name).strip() for line in lines for name in names if line.startswith(name)
    }


def _can_be_kept_in_a_reference_manager(client: FlaskClient, cited: dict[str, str]) -> None:
    for ending in ("bib", "ris", "json"):
        text = client.get(f"/download/events.csv.citation.{ending}?{QUERY}").text
        assert cited["SHA-256"] in text
        assert f"known={cited['Revision'].partition(',')[0]}" in text


def _get(client: FlaskClient, address: str) -> bytes:
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == SITE_URL
    answer = client.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 200
    content: bytes = answer.data
    return content
