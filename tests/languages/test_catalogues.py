"""Every catalogue is complete, and what it fills in is what the program gives."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.languages.messages import FOLDER, messages, update
from timeline.dates.typed_words import spoken_words
from timeline.languages.catalogue import SOURCE_LANGUAGE, catalogue, catalogues
from timeline.languages.lists import either, every

CODES = [code for code in catalogues() if code != SOURCE_LANGUAGE]
#: What a translation may write in place of a gap.
_FORMS = {"definite": "name", "the_date": "date"}
_GAP = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def _read(code: str) -> Catalog:
    with (FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file)


def _gaps(text: str) -> set[str]:
    found = {one or other for one, other in _GAP.findall(text)}
    return {_FORMS.get(gap, gap) for gap in found}


def _forms(text: object) -> tuple[str, ...]:
    """Give a text in each of its numbers."""
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text or ""),)


def test_spanish_is_spoken() -> None:
    assert "es" in CODES
    assert catalogue("es").name == "Español"


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match=r"“tlh”; the languages are: en, es"):
        catalogue("tlh")


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_has_every_text_of_the_program_and_no_other(code: str) -> None:
    has = {(message.context or "", message.id) for message in _read(code) if message.id}
    assert has == set(messages()), "make translations brings the catalogues up to date"


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_translated_for_certain(code: str) -> None:
    read = _read(code)
    for message in read:
        said = _forms(message.string)
        assert all(said), message.id
        assert not message.fuzzy or not message.id, message.id
        if message.pluralizable:
            assert len(said) == read.num_plurals


@pytest.mark.parametrize("code", CODES)
def test_a_translation_has_the_gaps_and_the_signs_of_its_text(code: str) -> None:
    for message in _read(code):
        if not message.id:
            continue
        original = _forms(message.id)
        said = _forms(message.string)
        for text in said:
            assert _gaps(text) <= {gap for each in original for gap in _gaps(each)}, message.id
            numbers = {"count", "num"} if message.pluralizable else set()
            assert _gaps(text) >= _gaps(original[-1]) - numbers, message.id
            assert re.findall("<[^>]*>", text) == re.findall("<[^>]*>", original[-1]), message.id
            assert text[:1].isspace() == original[-1][:1].isspace(), message.id
            assert text[-1:].isspace() == original[-1][-1:].isspace(), message.id
            if not re.search("<[^>]*>", text):
                # It may stand in an attribute.
                assert not set('"<>&') & set(text), message.id


@pytest.mark.parametrize("code", CODES)
def test_bringing_a_catalogue_up_to_date_twice_changes_nothing(code: str, tmp_path: Path) -> None:
    copy = (FOLDER / f"{code}.po").read_bytes()
    path = tmp_path / f"{code}.po"
    path.write_bytes(copy)
    update(path)
    assert path.read_bytes() == copy


def test_spanish_lists_mind_the_sound_that_follows() -> None:
    words = catalogue("es")
    assert either(["7", "8"], words) == "7 u 8"
    assert either(["7", "11"], words) == "7 u 11"
    assert either(["10", "18"], words) == "10 o 18"
    assert either(["“Voluntario”", "“Obligatorio”"], words) == "“Voluntario” u “Obligatorio”"
    assert every(["España", "Italia"], words) == "España e Italia"
    assert every(["agua", "hielo", "aire"], words) == "agua, hielo y aire"
    assert every(["agua", "hielo"], words) == "agua y hielo"


@pytest.mark.parametrize("code", CODES)
def test_no_word_that_is_typed_stands_for_two_things(code: str) -> None:
    said = [
        spoken
        for (context, text) in messages()
        if context == "typed date" and isinstance(text, str)
        for spoken in catalogue(code).pgettext(context, text).split("|")
    ]
    assert sorted(said) == sorted(set(said))
    assert len(spoken_words(catalogue(code))) == len(said)
