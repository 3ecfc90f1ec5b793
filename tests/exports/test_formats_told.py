"""`docs/formats.md` leaves no format out, nor a form of a record."""

from pathlib import Path

from timeline.exports.registry import FORMATS
from timeline.web.negotiation import FORMS_OF_KIND

TEXT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def test_every_format_and_every_file_is_described() -> None:
    for made in FORMATS.values():
        if made.name == "codebook" or made.name.startswith("table-"):
            continue
        stem, _, ending = made.file_name.partition(".")
        assert f"`{made.file_name}`" in TEXT or (f"`{stem}." in TEXT and f"`.{ending}`" in TEXT), (
            made.file_name
        )
        assert f"`{made.name}`" in TEXT or made.name in ("disagreements-csv", "states-csv", "intervals-csv")


def test_every_form_of_a_record_is_described() -> None:
    for forms in FORMS_OF_KIND.values():
        for form in forms:
            assert f"`{form.media_type}`" in TEXT
            assert f"`.{form.ending}`" in TEXT
