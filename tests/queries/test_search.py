"""The search: both engines find the same records, however words are typed; excerpts say why."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Engine, select

from timeline.db import read_session, write_transaction
from timeline.models.history import RecordRow
from timeline.queries import search as searching
from timeline.queries.excerpts import Marker
from timeline.queries.found_records import count_found
from timeline.queries.search import (
    MARK_END,
    MARK_START,
    ORDERS,
    Found,
    Hit,
    is_matching,
    matching,
    search,
)
from timeline.queries.search_terms import read_terms
from timeline.queries.suggestions import did_you_mean
from timeline.records.authority import Topic
from timeline.store.save import save_all

#: Topics in the words of their definitions, and in which of them each query finds something.
TEXTS = {
    "ended": "ICE terminated every agreement with a state.",
    "ending": "The termination of agreements; policies and a policy.",
    "ends": "Terminations were possible, and possibly legal. The methodology is open.",
    "accents": "Médina wrote to the policía of Ñandú about naïve rules.",
    "plain": "Medina wrote to the policia.",
    "numbers": "Under 287(g), case 10-CV-3488, on Aug. 17, 2010, U.S. agencies paid $1,500.",
    "hyphen": "A county may opt-out, or opt\nout, of the S-Comm programme: Arizona’s way.",
    "apart": "To opt in is not the way out.",
    "marks": "<script>alert(1)</script> & “quoted” words [a link](https://example.org) and **bold**",
    "general": "A generalisation; organisations organise; voluntary and voluntarily.",
    "far": "Word " * 150 + "needle" + " word" * 150,
}
EXAMPLES = {
    "terminate": {"ended", "ending", "ends"},
    "terminated": {"ended", "ending", "ends"},
    "TERMINATIONS": {"ended", "ending", "ends"},
    "policies": {"ending"},
    "agreement": {"ended", "ending"},
    "possible": {"ends"},
    "possibly": {"ends"},
    "methodologies": {"ends"},
    "methodological": {"ends"},
    "medina": {"accents", "plain"},
    "Médina": {"accents", "plain"},
    "me\u0301dina": {"accents", "plain"},
    "policía": {"accents", "plain"},
    "nandu": {"accents"},
    "naive": {"accents"},
    "287(g)": {"numbers"},
    "287": {"numbers"},
    "10-cv-3488": {"numbers"},
    "2010": {"numbers"},
    "1,500": {"numbers"},
    "us": set(),
    "U.S.": {"numbers"},
    "opt-out": {"hyphen"},
    '"opt out"': {"hyphen"},
    "opt out": {"hyphen", "apart"},
    '"out opt"': set(),
    "Arizona's": {"hyphen"},
    "arizona": {"hyphen"},
    "s-comm": {"hyphen"},
    "opt -comm": {"apart"},
    'opt -"opt out"': {"apart"},
    "terminat*": {"ended", "ending", "ends"},
    "terminati*": {"ended", "ending", "ends"},
    "méd*": {"accents", "plain"},
    "organi*": {"general"},
    "medina OR 287": {"accents", "plain", "numbers"},
    "wrote medina OR 287": {"accents", "plain"},
    "the way": {"hyphen", "apart"},
    "What is the way?": {"hyphen", "apart"},
    "the": {"accents", "apart", "ending", "ends", "hyphen", "plain"},
    '"to the policia"': {"accents", "plain"},
    "script": {"marks"},
    "-word -opt -policia -287 -script -organise": {"ended", "ending", "ends"},
    "'); DROP TABLE records; --": set(),
    "title:terminated": set(),
    "NEAR(opt out)": set(),
    "term_inated": set(),
    '"': set(),
    '- * ( ) OR "': set(),
    "a*": {"ended", "ending", "general", "hyphen", "marks"},
    "al*": {"marks"},
    "漢字": set(),
}


@pytest.fixture
def archive(engine: Engine) -> Engine:
    """Give an archive of topics with these definitions."""
    with write_transaction(engine) as session:
        topics = [Topic(id=key, label=f"T{key}", definition=text) for key, text in TEXTS.items()]
        save_all(session, topics, by="T", reason="To search.", status="published")
        draft = [Topic(id="secret", label="A draft", definition="terminated zebra")]
        save_all(session, draft, by="T", reason="A draft.", status="draft")
    return engine


def found(engine: Engine, query: str) -> set[str]:
    with read_session(engine) as session:
        return {hit.id for hit in search(session, query, limit=50).hits}


def test_both_engines_find_the_same_for_each_example(archive: Engine) -> None:
    assert {query: found(archive, query) for query in EXAMPLES} == EXAMPLES


def test_what_has_either_word_is_counted_as_it_is_found(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        for query in (
            *("memo OR county", "county OR memo", "memo OR memos", "memo OR zzzz", '"opt out" OR memo*'),
            *("memo OR county OR letter", "memo OR county OR letter OR ICE", "memo OR county letter", "zzzz"),
        ):
            keys = set(session.scalars(matching(session, query)))
            public = select(RecordRow.kind, RecordRow.id).where(RecordRow.status == "published")
            kinds = Counter(kind for kind, key in session.execute(public) if key in keys)
            assert search(session, query).kinds == kinds, query
            assert count_found(session, query) == kinds.total()


@pytest.mark.parametrize(
    "query", ["memo", "memo OR county", "county -memo", "-memo", '"opt out"', "", "agree*"]
)
def test_of_one_record_it_is_told_as_of_all(record_engine: Engine, query: str) -> None:
    with read_session(record_engine) as session:
        key = RecordRow.__table__.c.id
        told = select(key).where(is_matching(session, query, key))
        found = set(session.scalars(matching(session, query)))
        assert set(session.scalars(told)) == found
        assert bool(found) == bool(query)


def hits(engine: Engine, query: str, **options: Any) -> Found:
    with read_session(engine) as session:
        return search(session, query, **options)


def hit(engine: Engine, query: str, key: str) -> Hit:
    return next(one for one in hits(engine, query, limit=50).hits if one.id == key)


def shown(marked: str) -> str:
    return marked.replace(MARK_START, "[").replace(MARK_END, "]")


@pytest.mark.parametrize(
    ("query", "key", "excerpt"),
    [
        ("terminations", "ended", "ICE [terminated] every agreement with a state."),
        ("medina", "accents", "[Médina] wrote to the policía of Ñandú about naïve rules."),
        ('"opt out"', "hyphen", "A county may [opt-out], or opt"),
        ("organi*", "general", "A generalisation; [organisations] [organise]; voluntary and voluntarily."),
        ("quoted", "marks", "<script>alert(1)</script> & “[quoted]” words a link and bold"),
        ("-zebra", "plain", "Medina wrote to the policia."),
        ("tplain", "plain", "Medina wrote to the policia."),
    ],
)
def test_an_excerpt_shows_what_was_found_in_its_form(
    archive: Engine, query: str, key: str, excerpt: str
) -> None:
    assert shown(hit(archive, query, key).excerpt) == excerpt


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("Undetained; detained, Detainers", "Undetained; [detained], [Detainers]"),
        ("… at ½ past a detainer", "… at ½ past a [detainer]"),
        ("cafe\u0301s… détainer", "cafe\u0301s… [détainer]"),
        ("_detainer_ detain2 2detain", "_[detainer]_ detain2 2detain"),
        ("**de**tai`ner` and a [detainer](https://example.org)", "[detainer] and a [detainer]"),
    ],
)
def test_words_are_marked_where_they_stand(line: str, marked: str) -> None:
    excerpt = Marker(read_terms("detainer")).excerpt(text=f"Nothing\n\n{line}", quotations="", names="")
    assert shown(excerpt.text) == marked


def test_a_title_is_marked_too(archive: Engine) -> None:
    assert shown(hit(archive, "tplain", "plain").title) == "[Tplain]"


def test_an_excerpt_of_a_long_text_is_cut_around_what_was_found(archive: Engine) -> None:
    excerpt = shown(hit(archive, "needle", "far").excerpt)
    assert excerpt.startswith("…Word")
    assert excerpt.endswith("word…")
    assert " [needle] " in excerpt
    assert len(excerpt) < 260


def test_drafts_are_neither_found_nor_suggested(archive: Engine) -> None:
    assert found(archive, "zebra") == set()
    with read_session(archive) as session:
        assert did_you_mean(session, "zebru", lambda query: count_found(session, query)) == ()
        assert session.scalars(matching(session, "zebra")).all() != []


def test_hits_come_by_kind_page_by_page_and_in_order(record_engine: Engine) -> None:
    whole = hits(record_engine, "voluntary", limit=100)
    assert whole.total == len(whole.hits) == sum(whole.kinds.values())
    paged = [
        one
        for at in range(0, whole.total, 7)
        for one in hits(record_engine, "voluntary", limit=7, offset=at).hits
    ]
    assert tuple(paged) == whole.hits
    events = hits(record_engine, "voluntary", kind="event", limit=100)
    assert {one.kind for one in events.hits} == {"event"}
    assert events.total == whole.kinds["event"] == len(events.hits)
    assert events.kinds == whole.kinds
    oldest = hits(record_engine, "voluntary", order="oldest", limit=100).hits
    days = [one.date.earliest or one.date.latest for one in oldest if one.date]
    assert days == sorted(day for day in days if day is not None)
    assert [one.date is None for one in oldest] == sorted(one.date is None for one in oldest)
    newest = hits(record_engine, "voluntary", order="newest", limit=100).hits
    days = [one.date.latest or one.date.earliest for one in newest if one.date]
    assert days == sorted((day for day in days if day is not None), reverse=True)
    assert {one.id for one in newest} == {one.id for one in whole.hits}


@pytest.mark.parametrize("ahead", [4, 200])
def test_what_is_not_public_leaves_the_order_of_the_rest(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    often = dict(zip("abcdefghij", (32, 23, 16, 11, 8, 6, 4, 3, 2, 1), strict=True))
    texts = {f"t{key}": ("ledger " * n + "word " * (320 - n)).strip() for key, n in often.items()}
    with write_transaction(engine) as session:
        for status, rest in (("draft", 0), ("published", 2), ("published", 1)):
            some = [Topic(id=key, label=key, definition=texts[key]) for key in list(texts)[rest::3]]
            save_all(session, some, by="T", reason="To search.", status=status)
    monkeypatch.setattr(searching, "_KEPT_IN_ORDER", ahead)
    for order in ORDERS:
        whole = [hit.id for hit in hits(engine, "ledger", order=order, limit=1000).hits]
        assert len(whole) == 6 == hits(engine, "ledger").total
        assert set(whole) == set(texts) - set(list(texts)[::3])
        assert order != "best" or whole == sorted(whole)
        for at, limit in ((0, 3), (3, 3), (0, 5), (3, 10), (4, 5), (6, 5)):
            found = hits(engine, "ledger", order=order, limit=limit, offset=at).hits
            assert [hit.id for hit in found] == whole[at : at + limit]
        with write_transaction(engine) as session:  # Nothing is kept where something may be written.
            assert [hit.id for hit in search(session, "ledger", order=order).hits] == whole


def test_words_in_another_order_find_the_same_in_the_same_order(record_engine: Engine) -> None:
    one = [hit.id for hit in hits(record_engine, "county agreement state").hits]
    assert one == [hit.id for hit in hits(record_engine, "state county agreement").hits] != []


def test_the_record_itself_is_found_by_its_name_first(record_engine: Engine) -> None:
    for query, kind in (
        ("Zoe Lofgren", "actor"),
        ("No Rules of the Road", "source"),
        ("California", "place"),
    ):
        assert kind in {one.kind for one in hits(record_engine, query, limit=3).hits}, query


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("volontary", "voluntary"),
        ("Napolitana letter", "napolitano letter"),
        ("secure comunities agrement", "secure communities agreement"),
        ("securecommunities", "secure communities"),
        ('"secure comunities"', '"secure communities"'),
        ("voluntary -detaner", None),
        ("voluntary", None),
        ("xqzzyk", None),
        ("ab", None),
    ],
)
def test_a_slip_of_the_pen_gets_what_it_meant(record_engine: Engine, typed: str, meant: str | None) -> None:
    with read_session(record_engine) as session:
        found = search(session, typed, limit=0).total
        made = did_you_mean(session, typed, lambda query: count_found(session, query), found=found)
        assert (made[0].query if made else None) == meant
        assert all(one.found == count_found(session, one.query) > found for one in made)


HOSTILE = [
    "", " ", "x", "*", "-", '"', '""', "OR", "OR OR", "- OR -", "--", '-"', "*a", "a" * 10_000,
    "a " * 5_000, "\x00", "a\x00b", "'", "';--", "NEAR(a b)", "a AND NOT b", "^a", "{a}:b", "a:b", "\\",
    "%", "_", "😀", "\u202egnorw", "(((((", "a*b*c*", "<script>", ":*", "!a & b | c", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_whatever_is_typed_is_a_query(record_engine: Engine, query: str) -> None:
    with read_session(record_engine) as session:
        found = search(session, query)
        did_you_mean(session, query, lambda other: count_found(session, other), found=found.total)
        assert found.total >= len(found.hits)
        assert read_terms(query).is_empty <= (found.total == 0)
