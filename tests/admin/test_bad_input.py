"""Bad input in every field of every kind: the form comes back with it, each problem beside its field."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from tests.admin.conftest import add_people, archive_by_ed
from tests.admin.desk import Desk
from tests.admin.forms import form_of_page, problem_beside, value_of
from tests.conftest import Contents
from tests.store.archive import ARCHIVE
from timeline.admin.forms.names import name_of
from timeline.admin.forms.typed import is_one_a_line
from timeline.db import read_session
from timeline.queries.records import list_records
from timeline.records.fields import (
    Address,
    AnyRef,
    Code,
    Coded,
    Date,
    Decimal,
    FieldSpec,
    Flag,
    Id,
    Key,
    Many,
    Mark,
    Markdown,
    Ref,
    Text,
    Whole,
    field_specs,
)
from timeline.records.kinds import CLASS_OF_KIND

Seat = Callable[[str], Desk]
#: What cannot be shown in a page stands there as this sign.
UNSHOWN = "\N{REPLACEMENT CHARACTER}"


def bad_values(mark: Mark) -> tuple[str, ...]:  # noqa: C901, PLR0911 - one case a mark
    """Give texts that no field with this mark takes."""
    match mark:
        case Text() | Markdown():
            return "x" * (mark.longest + 1), "bell \x07 rings", "nul \x00"
        case Date():
            return "2011-02-30", "03/04/2011", "whenever", "2" * 300, "\x00"
        case Whole():
            return "9", "-1", "many", "1" * 30
        case Decimal():
            return "1,2,3", "ten", "1e9", "9" * 40
        case Address():
            return "ftp://example.org", "javascript:alert(1)", "http://", "http://exa mple.org", "x" * 3000
        case Id() | Key():
            return "Not An Id", "a" * 81, "-a-", "\x00"
        case Ref():
            return "nobody-of-this-id", "No Such Name", "\x00", "'; DROP TABLE records;\x00 --", "a" * 500
        case AnyRef():
            return "nonsense", "event:nobody", "dragon:smaug"
        case Code():
            return "Ü!", "x" * 500
        case Coded():
            return "nonsense", "x" * 500
        case Flag():
            return ()


def marks(kind: str) -> Iterator[tuple[str, Mark]]:
    """Yield the name of every field of a form, a row of each part among them, and its mark."""
    for spec in field_specs(CLASS_OF_KIND[kind]):
        yield from _of_field(spec, spec.name)
        if spec.part is not None:
            for inner in field_specs(spec.part):
                yield from _of_field(inner, f"{spec.name}[0].{inner.name}")


def _of_field(spec: FieldSpec, path: str) -> Iterator[tuple[str, Mark]]:
    if not isinstance(spec.mark, Many):
        yield name_of(path), spec.mark
    elif spec.part is None and spec.mark.item is not None:
        yield name_of(path if is_one_a_line(spec) else f"{path}[0]"), spec.mark.item


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ed, add_people


@pytest.mark.parametrize("kind", CLASS_OF_KIND)
def test_every_field_says_what_is_wrong_with_it_and_keeps_it(desk: Seat, engine: Engine, kind: str) -> None:
    address = f"/admin/{CLASS_OF_KIND[kind].plural}/new"
    carla = desk("carla")
    blank = form_of_page(carla.get(address)).to_dict(flat=False)
    wrong = []
    # One bad value of each field at a time: as many forms as the field with the most has.
    for number in range(5):
        bad = {name: values[number] for name, mark in marks(kind) if number < len(values := bad_values(mark))}
        page = carla.post(address, {**blank, **bad, "act": "save"}, status=422)
        links = page.links()
        for name, value in bad.items():
            if not problem_beside(page, name):
                wrong.append((name, value[:40], "no problem stands beside it"))
            if f"#{name}" not in links:
                wrong.append((name, value[:40], "no link leads to it"))
            if (kept := str(value_of(page, name)).strip()) != shown(value):
                wrong.append((name, value[:40], f"came back as {kept[:40]}"))
    assert wrong == []
    with read_session(engine) as session:
        there = len(list_records(session, kind, status=None))
    assert there == len([record for record in ARCHIVE if record.record_kind == kind])


def shown(value: str) -> str:
    """Give a typed text as a page can show it."""
    return "".join(UNSHOWN if sign in "\x00\x07" else sign for sign in value).strip()


@pytest.mark.parametrize(
    "fields",
    [
        {"citations-99999999999-source": "report"},
        {"base_version": "99999999999999999999"},
        {"act": "drop"},
        {"rows": "up:citations-99999999999999"},
        {"citations": "report"},
        {"title-0-1-2-3": "x"},
        {f"citations-{number}-source": "report" for number in range(2500)},
        {"resolving": "7", "act": "save"},
    ],
)
def test_what_no_page_sends_is_refused_and_breaks_nothing(desk: Seat, fields: dict[str, str]) -> None:
    edith = desk("edith")
    sent = form_of_page(edith.get("/admin/events/memo/edit")).to_dict(flat=False)
    status = 200 if "rows" in fields else 422
    if fields.get("rows", "").endswith("99"):
        status = 422
    edith.post("/admin/events/memo/edit", {**sent, **fields}, status=status)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/lookups/names/source?q=%00",
        "/admin/lookups/names/any?q=event:",
        "/admin/lookups/names/any?q=%F0%9F%98%80",
        "/admin/lookups/names/source?q=a&first=%00,report,,,",
        f"/admin/lookups/date?text={'2' * 5000}",
        "/admin/lookups/date?text=%00",
        "/admin/lookups/conflict?own=x&given=2011",
        "/admin/lookups/locator?text=%00p.%20",
        "/admin/lookups/similar?title=%00&date=x&actor=%00&but=%00",
        "/admin/lookups/change?policy=%00&action=x",
        "/admin/lookups/change?policy=may-stay-out&action=changed&state=zzz&place=%00&effective=x",
        "/admin/quick/source?name=%00%07",
        "/admin/events/new?title=%00&date=x&follows=%00",
    ],
)
def test_what_is_asked_while_typing_answers_whatever_is_typed(desk: Seat, address: str) -> None:
    assert desk("carla").client.get(address).status_code == 200


@pytest.mark.parametrize(
    "text", ["", "nonsense", "@article{", "\x00", "{", "[]", "TY  - \nER  - ", "10.1/%00"]
)
def test_whatever_is_pasted_is_answered(desk: Seat, text: str) -> None:
    desk_of = desk("carla")
    answer = desk_of.client.post(
        "/admin/quick/paste",
        data={"text": text, "csrf_token": desk_of.token()},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code in {200, 422}
