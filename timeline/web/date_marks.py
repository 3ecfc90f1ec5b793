"""A date in a page, and the mark that stands beside it: how sure it is."""

from functools import lru_cache

from markupsafe import Markup

from timeline.dates.value import Edtf
from timeline.languages.catalogue import N_
from timeline.web.languages import current_language
from timeline.web.speaking import gettext, words

_WORDS = Markup('<span class="date-words">{}</span>')
_DAY = Markup('<time datetime="{}">{}</time>')
_TAG = Markup('<span class="tag tag-unsure">{}</span>')
_BOTH = N_("approximate, uncertain")
_APPROXIMATE = N_("approximate")
_UNCERTAIN = N_("uncertain")
_ONE_BOUND = N_("one bound known")


def when(date: Edtf | None) -> Markup:
    """Say a date; a single day is told to machines as well."""
    return _when(date, current_language())


def sure(date: Edtf | None) -> Markup:
    """Say how sure a date is, where its words do not say it already."""
    return _sure(date, current_language())


# Dates equal each other when their texts do, and lists show the same ones again and again.
@lru_cache(maxsize=8192)
def _when(date: Edtf | None, _language: str) -> Markup:
    if date is not None and date.earliest is not None and date.earliest == date.latest:
        return _DAY.format(date.earliest.isoformat(), words(date))
    return _WORDS.format(words(date))


@lru_cache(maxsize=8192)
def _sure(date: Edtf | None, _language: str) -> Markup:
    if date is None:
        return Markup("")
    marks = {(True, True): _BOTH, (True, False): _APPROXIMATE, (False, True): _UNCERTAIN}
    said = marks.get((date.approximate, date.uncertain))
    if said is None and (date.earliest is None or date.latest is None):
        said = _ONE_BOUND
    return _TAG.format(gettext(said)) if said else Markup("")
