"""Every text of the public interface, and the catalogues brought up to date with it (`make translations`).

Texts come from the templates and modules, where a call marks them, from the words of dates and of answers,
which are made from a catalogue, and from the vocabularies.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from timeline import vocab
from timeline.dates.rules import RULES
from timeline.dates.spoken import language_of
from timeline.dates.typed_words import spoken_words
from timeline.languages.catalogue import Catalogue
from timeline.languages.lists import either, every
from timeline.states.spoken import phrases_of

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "timeline" / "languages"
#: Vocabularies that the public pages show.
VOCABULARIES = (
    "ACCESS",
    "ACTOR_KINDS",
    "ACTOR_ROLES",
    "CHANGES",
    "CHANNELS",
    "CONSULTED",
    "CREATOR_ROLES",
    "DATE_ROLES",
    "EVENT_KINDS",
    "PLACE_KINDS",
    "POLICY_ACTIONS",
    "QUALIFIERS",
    "QUESTION_KINDS",
    "QUESTION_STATUSES",
    "RELATIONS",
    "SERIES_MEASURES",
    "SOURCE_TYPES",
    "STANCES",
)
#: Of these the meaning is shown as well.
EXPLAINED = ("CHANGES",)
_KEYWORDS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "counted": (1, 2),
    "gettext": None,
    "message": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "sentence_of": None,
}
_NOT_PUBLIC = ("admin", "cli", "languages/")
_WIDTH = 110
_UNKEPT = (
    *(b'"Project-Id', b'"Report-Msgid', b'"POT-Creation', b'"PO-Revision'),
    *(b'"Last-Translator', b'"Language-Team', b'"Generated-By'),
)

_MAKERS: tuple[tuple[str, Callable[[Catalogue], object]], ...] = (
    ("timeline/dates/spoken.py", language_of),
    ("timeline/dates/typed_words.py", spoken_words),
    ("timeline/states/spoken.py", phrases_of),
)

#: The text, or its forms for one and for many; the context, empty for most; the files that say it.
Text: TypeAlias = str | tuple[str, ...]
Key: TypeAlias = tuple[str, Text]


class _Recorder(Catalogue):
    """A catalogue that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__(code="en")
        object.__setattr__(self, "asked", {})

    def pgettext(self, context: str, text: str) -> str:
        """Remember a text."""
        self.asked[context, text] = None
        return text

    asked: dict[Key, None]


@cache
def messages() -> Mapping[Key, set[str]]:
    """Find every text with the files that say it; once, since to read every file takes seconds."""
    found: dict[Key, set[str]] = {}
    for place, key in (*_marked(), *_made(), *_of_vocabularies()):
        found.setdefault(key, set()).add(place)
    return found


def _marked() -> Iterator[tuple[str, Key]]:
    for folder, method, pattern in (
        ("timeline", "python", "*.py"),
        ("templates", "jinja2.ext:babel_extract", "*.html"),
    ):
        for path in sorted((ROOT / folder).rglob(pattern)):
            inside = path.relative_to(ROOT / folder).as_posix()
            if inside.startswith(_NOT_PUBLIC):
                continue
            with path.open("rb") as file:
                options = {"trimmed": "true", "silent": "false"} if method != "python" else {}
                for _, text, _, context in extract(method, file, _KEYWORDS, options=options):
                    yield (
                        f"{folder}/{inside}",
                        (context or "", tuple(text) if isinstance(text, tuple) else text),
                    )


def _made() -> Iterator[tuple[str, Key]]:
    for place, make in _MAKERS:
        recorder = _Recorder()
        make(recorder)
        yield from ((place, key) for key in recorder.asked)
    recorder = _Recorder()
    either(["a", "b"], recorder)
    every(["a", "b"], recorder)
    yield from (("timeline/languages/lists.py", key) for key in recorder.asked)
    yield from (("timeline/dates/rules.py", ("", rule)) for rule in RULES)


def _of_vocabularies() -> Iterator[tuple[str, Key]]:
    for name in VOCABULARIES:
        terms: Mapping[str, vocab.Term] = getattr(vocab, name)
        for term in terms.values():
            yield "timeline/vocab.py", (name, term.label)
            if name in EXPLAINED:
                yield "timeline/vocab.py", (name, term.meaning)
    yield from (("timeline/vocab.py", ("RELATIONS", text)) for text in vocab.INVERSE_RELATIONS.values())


def update(path: Path) -> None:
    """Write a catalogue again with every text, keeping what is translated."""
    with path.open("rb") as file:
        old = read_po(file)
    new = Catalog(locale=old.locale, header_comment=old.header_comment, fuzzy=False, charset="utf-8")
    for (context, text), places in sorted(messages().items(), key=_order):
        known = old.get(text[0] if isinstance(text, tuple) else text, context or None)
        new.add(
            text,
            string=known.string if known else "",
            locations=[(place, 0) for place in sorted(places)],
            context=context or None,
        )
    written = BytesIO()
    write_po(written, new, width=_WIDTH, include_lineno=False, ignore_obsolete=True)
    # The rest of the head says when and by whom, which the history of the file knows.
    lines = [line for line in written.getvalue().splitlines(keepends=True) if not line.startswith(_UNKEPT)]
    path.write_bytes(b"".join(lines))


def _order(item: tuple[Key, set[str]]) -> tuple[str, str, str]:
    (context, text), places = item
    return min(places), context, text if isinstance(text, str) else text[0]


if __name__ == "__main__":
    for catalogue in sorted(FOLDER.glob("*.po")):
        update(catalogue)
