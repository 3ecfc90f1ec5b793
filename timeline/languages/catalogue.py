"""The words of the interface in each language: one catalogue a language, `<code>.po` beside this module.

English is the language of the sources and needs none. A catalogue is read as it stands when its language
is first asked for, so that there is nothing to compile, and a file more is a language more. Whoever has no
request to ask (dates, states, the rules about records) is told the code of a language and finds here what to
say; a text that a catalogue lacks is said in English.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

SOURCE_LANGUAGE = "en"


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """One language: its code in addresses, and what it says for a text in English."""

    code: str
    text: bytes = b""

    @cached_property
    def translations(self) -> NullTranslations:
        """Give the texts by their English originals."""
        if not self.text:
            return NullTranslations()
        compiled = BytesIO()
        write_mo(compiled, self._read)
        compiled.seek(0)
        return Translations(compiled)

    @cached_property
    def locale(self) -> Locale:
        """Give the conventions of numbers that the catalogue names in its head."""
        read = self._read.locale if self.text else None
        return read or Locale.parse(self.code)

    @cached_property
    def name(self) -> str:
        """Give the name of the language in itself."""
        found = str(Locale.parse(self.code).language_name or self.code)
        return found[:1].upper() + found[1:]

    @cached_property
    def is_right_to_left(self) -> bool:
        """Tell whether the language is written from the right."""
        return self.locale.text_direction == "rtl"

    @cached_property
    def _read(self) -> Catalog:
        return read_po(BytesIO(self.text))

    def gettext(self, text: str) -> str:
        """Say a text."""
        return self.translations.gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Say a text in the form that goes with a number."""
        return self.translations.ngettext(one, many, count)

    def pgettext(self, context: str, text: str) -> str:
        """Say a text of which the same English stands for several things."""
        return str(self.translations.pgettext(context, text))

    def npgettext(self, context: str, one: str, many: str, count: int) -> str:
        """Say a text of a context in the form that goes with a number."""
        return self.translations.npgettext(context, one, many, count)

    def of_record(self, text: str) -> str:
        """Say a name of the record, which is in a language of its own."""
        return text


def N_(text: str) -> str:  # noqa: N802 - the name that extraction tools know
    """Mark a text that is translated later, where it is shown."""
    return text


@cache
def catalogues() -> dict[str, Catalogue]:
    """Find the languages by their codes: English first, then every catalogue that is here."""
    found = {SOURCE_LANGUAGE: Catalogue(code=SOURCE_LANGUAGE)}
    for file in sorted(files("timeline.languages").iterdir(), key=lambda file: file.name):
        code, _, kind = file.name.rpartition(".")
        if kind == "po":
            found[code] = Catalogue(code=code, text=file.read_bytes())
    return found


def catalogue(code: str) -> Catalogue:
    """Give the catalogue of a language; raises ValueError for one that is not here."""
    try:
        return catalogues()[code]
    except KeyError:
        known = ", ".join(catalogues())
        message = f"There is no catalogue of the language “{code}”; the languages are: {known}."
        raise ValueError(message) from None
