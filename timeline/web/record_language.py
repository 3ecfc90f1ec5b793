"""The language of the record, which pages in another language mark its texts with."""

from flask import Flask, g
from markupsafe import Markup

from timeline.languages.message import Message
from timeline.queries.kept import kept
from timeline.queries.records import list_records
from timeline.records.timeline import Timeline
from timeline.web.languages import current_language
from timeline.web.reading import reading


def init_record_language(app: Flask) -> None:
    """Let the templates of an application mark texts of the record."""
    app.jinja_env.globals |= {"lang_of": lang_of, "record_lang": record_lang}


def record_lang() -> Markup:
    """Give the attribute for a text of the record; empty where the page is in the same language."""
    if "record_lang" not in g:
        languages = kept(reading(), "languages of the record", _languages)
        # Where timelines are in several languages, nothing says which text is in which.
        differs = len(languages) == 1 and languages[0] != current_language()
        g.record_lang = Markup(' lang="{}"').format(languages[0]) if differs else Markup("")
    found: Markup = g.record_lang
    return found


def lang_of(text: str) -> Markup:
    """Give the attribute for a text that is of the record, or else what a rule of the archive says of it."""
    return Markup("") if isinstance(text, Message) else record_lang()


def _languages() -> tuple[str, ...]:
    timelines = [stored.record for stored in list_records(reading(), "timeline")]
    return tuple(
        dict.fromkeys(
            language for record in timelines if isinstance(record, Timeline) for language in record.languages
        )
    )
