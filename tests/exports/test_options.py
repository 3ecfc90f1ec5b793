"""The options of files: what they are read from, what they do, and how a wrong one is refused."""

import csv
import io

import pytest

from tests.exports.fixed_records import FULL
from tests.exports.memory import MemoryArchive
from timeline.errors import BadRequestError
from timeline.exports.options import CSV_OPTIONS, PLAIN, ExportOptions, parse_options
from timeline.exports.registry import FORMATS

EVENTS = FORMATS["events-csv"]
ARCHIVE = MemoryArchive(kept=FULL)


def _written(options: ExportOptions) -> bytes:
    return b"".join(EVENTS.pieces(ARCHIVE, options))


def test_nothing_that_is_asked_is_the_plain_file() -> None:
    assert EVENTS.options({"columns": [""], "separator": ["", " "], "kind": ["reform"]}) == PLAIN
    assert EVENTS.options({"bom": ["no"], "separator": ["comma"]}) == PLAIN
    assert EVENTS.options({"columns": [",".join(EVENTS.tables[0].column_names)]}) == PLAIN
    assert PLAIN.parameters() == ()
    assert _written(PLAIN) == b"".join(EVENTS.write(ARCHIVE))


@pytest.mark.parametrize("columns", [["title,date", "id"], ["title", "date", "id"], [" title , date,,id "]])
def test_columns_come_in_the_order_asked_for(columns: list[str]) -> None:
    options = EVENTS.options({"columns": columns, "separator": ["semicolon"], "bom": ["yes"]})
    assert options == ExportOptions(columns=("title", "date", "id"), separator="semicolon", bom=True)
    assert EVENTS.options({name: [value] for name, value in options.parameters()}) == options


def test_the_options_change_the_form_and_not_the_content() -> None:
    plain = list(csv.DictReader(io.StringIO(_written(PLAIN).decode())))
    options = ExportOptions(columns=("title", "latest", "sources"), separator="semicolon", bom=True)
    written = _written(options)
    assert written.startswith(b"\xef\xbb\xbftitle;latest;sources\n")
    read = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))
    assert read == [{name: row[name] for name in options.columns} for row in plain]
    tabs = list(csv.reader(io.StringIO(_written(ExportOptions(separator="tab")).decode()), delimiter="\t"))
    assert tabs == [list(plain[0]), *(list(row.values()) for row in plain)]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"separator": ["pipe"]}, "separator: is not a choice (found “pipe”). Write one of: comma, semi"),
        (
            {"separator": ["tab", "comma"]},
            "separator: is given too often (found “tab, comma”). Give it",
        ),
        ({"bom": ["1"]}, "bom: is not a choice (found “1”). Write one of: no, yes."),
        ({"columns": ["titel"]}, "columns: is no column of this file (found “titel”). Did you mean title? "),
        ({"columns": ["id,id"]}, "columns: names a column twice (found “id”). Name it once."),
        ({"columns": ["a," * 201]}, "columns: names too many columns (found “201”). There are id, "),
    ],
)
def test_a_wrong_option_is_refused_with_a_cure(given: dict[str, list[str]], told: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        EVENTS.options(given)
    assert str(refused.value).startswith(told)


def test_an_option_that_a_format_does_not_heed_is_refused() -> None:
    with pytest.raises(BadRequestError) as refused:
        FORMATS["calendar"].options({"columns": ["id"], "bom": ["yes"]})
    assert [problem.path for problem in refused.value.problems] == ["columns", "bom"]
    assert refused.value.problems[0].cure == "Take it out."
    with pytest.raises(BadRequestError, match=r"It has columns, separator, bom\."):
        parse_options({"rows": ["citation"]}, heeds=CSV_OPTIONS)
