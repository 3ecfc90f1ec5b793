"""The page on which a download is put together, the files behind it, and the codebook."""

import csv
import html
import io
import re

import pytest
from flask import Flask

from tests.web.checking import Site
from timeline.exports.codebook import database_tables, flat_files, package_tables
from timeline.exports.registry import FORMATS
from timeline.web.builder import offered_formats

ROWS_OF_PREVIEW = 8


def _rows(site: Site, address: str, separator: str = ",") -> list[dict[str, str]]:
    text = site.bytes(address).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))


def _form(site: Site, query: str) -> str:
    """Send the form; give the address that it leads to."""
    answer = site.client.get(f"/download?{query}")
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def _addresses(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"data-copy-text>(.*?)</code>", page)]


def test_every_format_is_offered_once(app: Flask) -> None:
    with app.test_request_context():
        offered = [made.name for _, members in offered_formats() for made in members]
    assert sorted(offered) == sorted(made.name for made in FORMATS.values() if made.can_be_written)


def test_the_page_shows_what_the_file_is(site: Site) -> None:
    page = site.get("/download?place=us-ca&place=us-ny&from=2010&to=2012&columns=title,date_words,latest")
    newest, dated, command = _addresses(page.html)
    written = site.bytes(newest.removeprefix("http://localhost"))
    rows = _rows(site, newest.removeprefix("http://localhost"))
    assert list(rows[0]) == ["title", "date_words", "latest"]
    # Sent again, the form has both places, and room for one more.
    chosen = re.findall(r'<select id="f-place[^>]*>(.*?)</select>', page.html, re.DOTALL)
    sent = [re.findall(r'value="([^"]*)" selected', one) for one in chosen]
    assert sent == [["us-ca"], ["us-ny"], []]
    assert f'<dd class="number">{len(rows)}</dd>' in page.html
    assert (
        f'<dd class="number">{len(written)} B</dd>' in page.html
        or f"{len(written) / 1000:.1f} kB" in page.html
    )
    shown = re.findall(r"<tr>(<td>.*?)</tr>", page.html)
    assert len(shown) == min(len(rows), ROWS_OF_PREVIEW)
    assert html.escape(rows[0]["date_words"]) in shown[0]
    assert site.bytes(dated.removeprefix("http://localhost")) == written
    assert "known=" in dated
    assert command == f"curl -f -o events.csv '{newest}'"


def test_the_form_leads_to_a_short_address(site: Site) -> None:
    assert _form(site, "of=events.csv:event&file=events.csv&q=&kind=&from=&separator=comma") == "/download"
    asked = _form(site, "of=events.csv:event&file=events.csv&kind=reform&rows=citation&separator=tab&bom=yes")
    assert asked == "/download?kind=reform&rows=citation&separator=tab&bom=yes"
    assert "rows=citation" in site.get(asked).html


def test_another_file_takes_along_what_means_something_there(site: Site) -> None:
    given = "of=events.csv:event&columns=title&columns=date&kind=reform&place=us-ca&rows=event&bom=yes"
    assert (
        _form(site, f"{given}&file=figures.csv")
        == "/download?file=figures.csv&kind=reform&place=us-ca&bom=yes"
    )
    assert _form(site, f"{given}&file=states.csv") == "/download?file=states.csv&place=us-ca&bom=yes"
    assert _form(site, f"{given}&file=events.ics") == "/download?file=events.ics&kind=reform&place=us-ca"
    assert _form(site, f"{given}&file=events.csv&rows=citation".replace("rows=event&", "")) == (
        "/download?kind=reform&place=us-ca&rows=citation&bom=yes"
    )
    back = "of=states.csv:event&on=2010-09-10&place=us-ca&file=events.csv"
    assert _form(site, back) == "/download?place=us-ca"


def test_a_column_is_moved_forward(site: Site) -> None:
    given = "of=events.csv:event&file=events.csv&columns=id&columns=title&columns=date"
    assert _form(site, f"{given}&up=date") == "/download?columns=id%2Cdate%2Ctitle"
    assert _form(site, f"{given}&up=id") == "/download?columns=id%2Ctitle%2Cdate"
    every = _form(site, "of=events.csv:event&file=events.csv&up=title")
    assert every.startswith("/download?columns=title%2Cid%2Cdate%2Cdate_words")


@pytest.mark.parametrize(
    "name", ["package.zip", "states.csv", "events.ics", "sources.bib", "tables/dates.csv", "records.xlsx"]
)
def test_each_sort_of_file_has_its_page(site: Site, name: str) -> None:
    page = site.get(f"/download?file={name}")
    assert f"/download/{name}" in _addresses(page.html)[0]
    assert "not known before" not in page.text
    assert re.search(r"Size\s+(more than )?[\d,.]+ k?M?B", page.text)


def test_no_row_is_said_and_offered_all_the_same(site: Site) -> None:
    page = site.get("/download?q=xyzzy")
    assert "Take a filter off" in page.text
    both = site.get("/download?q=xyzzy&place=us-ca&columns=title")
    assert "without Words: xyzzy, 9 events" in " ".join(both.text.split())
    assert "/download?place=us-ca&columns=title" in both.links()
    assert "California (0)" in both.text
    assert "no place with the id “nowhere”" in site.get("/download?place=nowhere").text
    assert _rows(site, "/download/events.csv?q=xyzzy") == []


def test_every_event_has_a_row_for_each_citation(site: Site) -> None:
    rows = _rows(site, "/download/events.csv?rows=citation&separator=semicolon&bom=yes&place=us-ca", ";")
    flat = _rows(site, "/download/events.csv?place=us-ca")
    for event in flat:
        cited = [row["source_id"] for row in rows if row["event_id"] == event["id"]]
        assert cited == event["source_ids"].split("|")
    alone = _rows(site, "/download/tables/citations.csv?place=us-ca")
    assert len(rows) == len(alone)
    assert {row["asserted_date"]: row["asserted_date_words"] for row in rows} == {
        row["asserted_date"]: row["asserted_date_words"] for row in alone
    }
    located = {(row["locator_kind"], row["locator_value"]) for row in rows if row["locator"]}
    assert {kind for kind, _ in located} >= {"paragraph", "bullet"}


@pytest.mark.parametrize("file", ["tables/events.csv", "tables/sources.csv", "tables/dates.csv"])
def test_no_year_is_a_day_in_a_table(site: Site, file: str) -> None:
    for row in _rows(site, f"/download/{file}"):
        for name in [name for name in row if name.endswith("earliest")]:
            prefix = name.removesuffix("earliest")
            if row[f"{prefix}precision"] == "year":
                assert row[name].endswith("-01-01")
                assert row[f"{prefix}latest"].endswith("-12-31")


@pytest.mark.parametrize(
    ("address", "status", "cure"),
    [
        ("/download?file=evnts.csv", 400, "Did you mean events.csv?"),
        ("/download?columns=titel", 400, "Did you mean title?"),
        ("/download?kind=nonsense", 400, "Write one of: announcement"),
        ("/download/events.csv?separator=pipe", 400, "Write one of: comma, semicolon, tab."),
        ("/download/events.csv?rows=place", 400, "Write one of: event, citation."),
        ("/download/events.csv?place=nowhere&place=us-ca", 400, "there is no such place"),
        ("/download/sources.bib?source=secret-memo", 400, "there is no such source"),
        ("/download/package.zip.citation?topic=non-sense", 400, "there is no such topic"),
        ("/download/disagreements.csv?touches=event:nothing", 400, "there is no such event"),
        ("/download/intervals.csv?timeline=nothing", 400, "there is no such timeline"),
        ("/timelines/secure-communities.json?actor=nobody", 400, "there is no such actor"),
        ("/topics/detainers.csv?place=nowhere", 400, "there is no such place"),
        ("/download/events.csv?colums=title", 400, "Did you mean columns?"),
        ("/download/events.csv?columns=title&columns=title", 400, "Name it once."),
        ("/download/figures.csv?rows=citation", 400, "It has columns, separator, bom."),
        ("/download/package.zip?bom=yes", 400, "Take it out."),
        ("/download/tables/event.csv", 404, "Did you mean tables/events.csv?"),
        ("/download/events.xls", 404, "There are package.zip, events.csv"),
    ],
)
def test_what_cannot_be_had_is_refused_with_the_cure(
    site: Site, address: str, status: int, cure: str
) -> None:
    assert cure in site.get(address, status).text
    if address.startswith("/download/"):
        told = site.client.get(address, headers={"Accept": "*/*"})
        assert (told.status_code, told.mimetype) == (status, "text/plain")
        assert cure in told.text


def test_the_codebook_has_every_column_of_every_file_on_its_pages(site: Site) -> None:
    overview = site.get("/download/codebook")
    for explained in (*flat_files(), *package_tables(), *database_tables()):
        columns = [column.name for column in explained.columns]
        row = overview.html.partition(f'<tr id="{explained.anchor}">')[2].partition("</tr>")[0]
        assert f"<code>{', '.join(columns)}</code>" in row, explained.file
        [link] = re.findall(r'<a href="(.*?)"', row)
        page = site.get(link)
        assert re.findall(r'<th scope="row"><code>(.*?)</code>', page.html) == columns, explained.file
        assert [key for _, terms in explained.vocabularies.items() for key, _, _ in terms] == re.findall(
            r"<dt><code>(.*?)</code>", page.html
        )
        taken = re.findall(r'<a href="(/download/[^"]*)">Download</a>', page.html)
        assert html.unescape(taken[0]) == f"/download/{explained.taken}"
        assert site.client.head(html.unescape(taken[0])).status_code == 200
    assert "There are flat-events" in site.get("/download/codebook/nothing", 404).text
    assert "Libro de códigos" in site.get("/es/download/codebook").text
