"""Searching a record that is not in English: forms of words in its language, on both engines alike."""

import pytest
from sqlalchemy import Engine

from timeline.db import read_session, write_transaction
from timeline.queries.search import MARK_END, MARK_START, search
from timeline.records.authority import Topic
from timeline.records.kinds import Record
from timeline.records.source import Source
from timeline.records.timeline import Timeline
from timeline.store.save import save_all

TEXTS = {
    "deported": "Los deportados de Comunidades Seguras; cada deportación terminó mal.",
    "deporting": "Las deportaciones eran voluntarias, según el informe.",
    "community": "La comunidad segura no decidió. Políticas públicas.",
    "english": "Data were dated; the programme was voluntary.",
}
EXAMPLES = {
    "deportación": {"deported", "deporting"},
    "DEPORTADA": {"deported", "deporting"},
    "deportaciones -deportados": set(),
    "comunidad": {"community", "deported"},
    '"comunidad segura"': {"community", "deported"},
    '"segura comunidad"': set(),
    "voluntario": {"deporting"},
    "terminaron": {"deported"},
    "política pública": {"community"},
    "¿Quiénes son los deportados?": {"deported", "deporting"},
    "deportadas OR política": {"deported", "deporting", "community"},
    "volunta*": {"deporting", "english"},
}


def spanish(engine: Engine, languages: tuple[str, ...]) -> Engine:
    with write_transaction(engine) as session:
        records: list[Record] = [
            Timeline(id="t", title="Comunidades", lede="Una historia.", languages=languages),
            *(Topic(id=key, label=f"T{key}", definition=text) for key, text in TEXTS.items()),
            Source(
                id="informe", type="report", title="Detenciones y detenidos en los condados", language="es-MX"
            ),
        ]
        save_all(session, records, by="T", reason="To search.", status="published")
    return engine


def found(engine: Engine, query: str) -> set[str]:
    with read_session(engine) as session:
        return {hit.id for hit in search(session, query, kind="topic", limit=50).hits}


def test_a_record_in_spanish_is_found_by_every_form_of_its_words(engine: Engine) -> None:
    archive = spanish(engine, ("es",))
    assert {query: found(archive, query) for query in EXAMPLES} == EXAMPLES
    with read_session(archive) as session:
        hits = search(session, '"comunidades seguras"').hits
    marked = {hit.excerpt.replace(MARK_START, "[").replace(MARK_END, "]") for hit in hits}
    assert "La [comunidad segura] no decidió. Políticas públicas." in marked


@pytest.mark.parametrize("languages", [("en",), ("en", "es")])
def test_english_keeps_its_own_forms_beside_others(engine: Engine, languages: tuple[str, ...]) -> None:
    archive = spanish(engine, languages)
    assert found(archive, "dates") == {"english"}
    assert found(archive, "programmes") == {"english"}
    # Without a Spanish timeline, Spanish is what stands in sources that are in Spanish.
    with read_session(archive) as session:
        assert {hit.id for hit in search(session, "condado detención").hits} == {"informe"}
    assert found(archive, "deportada") == ({"deported", "deporting"} if "es" in languages else set())
