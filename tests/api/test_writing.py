"""Writing: drafts, changes with If-Match, proposals and publication, by the rules of the house."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from tests.api.client import Json, Program
from timeline.config import Settings
from timeline.db import read_session, write_transaction
from timeline.factory import create_app
from timeline.queries.history import list_versions
from timeline.store.move import rename
from timeline.store.people import set_review_rule

Desk = Callable[..., Program]
MEMO = "/events/setting-the-record-straight-memo"
TOPIC = {"id": "a-new-topic", "label": "A new topic", "definition": "What is new."}
ACCOUNT = {"change": "correction", "note": "The title was wrong."}


def _event(**fields: Any) -> Json:
    return {"id": "a-new-event", "significance": 2, **fields}


WHOLE = _event(
    timelines=["secure-communities"],
    title="A letter is sent",
    kind="correspondence",
    date="2010-09",
    date_basis="stated",
    summary="Somebody sent a letter.",
    topics=["a-new-topic"],
    citations=[{"source": "no-rules-of-the-road", "locator": "note 3", "stance": "supports"}],
)


def _pointers(problem: Json) -> set[str]:
    return {error["pointer"] for error in problem["errors"]}


def test_a_draft_is_written_submitted_and_published_by_two_people(desk: Desk, own_record: Engine) -> None:
    carla, edith, nobody = desk("carla"), desk("edith"), desk()
    carla.send("/topics", {"record": TOPIC}, status=201)
    made = carla.ask("/events", method="POST", status=201, json={"record": _event()})
    assert made.headers["Location"].endswith("/api/v1/events/a-new-event")
    assert made.headers["ETag"].startswith('"1-')
    assert made.get_json()["status"] == "draft"
    # Nobody sees it; a program that reads drafts does.
    nobody.get("/events/a-new-event", status=404)
    assert "a-new-event" not in {item["id"] for item in nobody.items("/events?fields=id&limit=200")}
    assert (
        nobody.get("/search?q=letter&kind=event")["total"]
        == carla.get("/search?q=letter&kind=event")["total"]
    )
    desk("carla", "draft").get("/events/a-new-event", status=404)
    read = carla.ask("/events/a-new-event")
    assert read.headers["Cache-Control"] == "private, no-store"
    # Its ETag is what a change starts from, also as compression has made it.
    tag = read.headers["ETag"][:-1] + ':gzip"'
    given: dict[str, Any] = {"method": "PUT", "headers": {"If-Match": tag}}
    carla.ask("/events/a-new-event", json={"record": {**WHOLE, "title": "A letter"}}, **given)
    stale = carla.ask("/events/a-new-event", json={"record": WHOLE}, status=412, **given)
    assert stale.get_json()["stale"][0]["version"] == 2
    version = carla.send("/events/a-new-event", {"record": WHOLE}, version=2, method="PUT")["version"]
    lacking = edith.send("/events/a-new-event/publish", {}, version=1, status=412)
    assert "GET the record" in lacking["cure"]
    submitted = carla.send("/events/a-new-event/submit", {}, version=version)
    assert submitted["status"] == "review"
    carla.send("/events/a-new-event/publish", {}, version=submitted["version"], status=403)
    done = edith.send("/events/a-new-event/publish", {"reason": "Checked."}, version=submitted["version"])
    assert done["status"] == "published"
    # The draft that it refers to went with it, and the history says through what.
    assert nobody.get("/topics/a-new-topic")["record"] == TOPIC
    assert nobody.get("/events/a-new-event")["record"] == WHOLE
    assert "status" not in nobody.get("/events/a-new-event")
    with read_session(own_record) as session:
        versions = list_versions(session, "event", "a-new-event", limit=20)
    assert {each.through for each in versions} == {"api"}


def test_nobody_publishes_what_they_wrote_where_it_takes_two(desk: Desk, own_record: Engine) -> None:
    edith, emil = desk("edith"), desk("emil")
    edith.send("/topics", {"record": TOPIC}, status=201)
    edith.send("/events", {"record": WHOLE}, status=201)
    refused = edith.send("/events/a-new-event/publish", {}, version=1, status=403)
    assert "somebody else has to publish it" in refused["detail"]
    version = edith.get(MEMO)["version"]
    record = {**edith.get(MEMO)["record"], "title": "Another title"}
    refused = edith.send(MEMO, {"record": record, **ACCOUNT}, version=version, method="PUT", status=403)
    assert f"POST the same body to http://localhost/api/v1{MEMO}/proposals" in refused["cure"]
    proposal = edith.send(f"{MEMO}/proposals", {"record": record, **ACCOUNT}, version=version, status=201)
    again = edith.send(f"{MEMO}/proposals", {"record": record, **ACCOUNT}, version=version)
    assert again["number"] == proposal["number"]
    assert desk().get(MEMO)["record"]["title"] != "Another title"
    path = f"/proposals/{proposal['number']}"
    accept = {"record_version": version}
    edith.send(f"{path}/publish", accept, version=1, status=403)
    emil.send(f"{path}/publish", accept, version=7, status=412)
    emil.send(f"{path}/publish", {"record_version": 7}, version=1, status=409)
    assert emil.send(f"{path}/publish", accept, version=1)["state"] == "accepted"
    assert desk().get(MEMO)["record"]["title"] == "Another title"
    # One pair of eyes is enough where the rule is off.
    with write_transaction(own_record) as session:
        set_review_rule(session, two_people=False, by="ada")
    again = {**record, "title": "A third title"}
    changed = edith.send(MEMO, {"record": again, **ACCOUNT}, version=version + 1, method="PUT")
    assert (changed["version"], changed["record"]["title"]) == (version + 2, "A third title")


def test_a_change_says_where_it_starts_and_what_readers_are_told(desk: Desk, own_record: Engine) -> None:
    with write_transaction(own_record) as session:
        set_review_rule(session, two_people=False, by="ada")
    edith = desk("edith")
    memo = edith.get(MEMO)
    body = {"record": {**memo["record"], "title": "Another title"}}
    lacking = edith.send(MEMO, body | ACCOUNT, method="PUT", status=428)
    assert "ETag" in lacking["cure"]
    for tag in ("*", "3", '"3", "4"', '"x"'):
        edith.ask(MEMO, method="PUT", status=400, json=body, headers={"If-Match": tag})
    edith.send(MEMO, body | ACCOUNT, version=memo["version"] + 1, method="PUT", status=412)
    problem = edith.send(MEMO, body, version=memo["version"], method="PUT", status=422)
    assert _pointers(problem) == {"/change", "/note"}
    wrong = {
        "record": {**memo["record"], "date": "yesterday", "citations": [{"source": "nobody"}]},
        **ACCOUNT,
    }
    problem = edith.send(MEMO, wrong, version=memo["version"], method="PUT", status=422)
    assert {"/record/date", "/record/citations/0/source"} <= _pointers(problem)
    assert all(error["cure"] for error in problem["errors"] if error["path"] == "date")
    other = {"record": {**memo["record"], "id": "another"}, **ACCOUNT}
    assert _pointers(edith.send(MEMO, other, version=1, method="PUT", status=422)) == {"/record/id"}
    assert edith.get(MEMO) == memo
    assert (
        edith.send(MEMO, body | ACCOUNT, version=memo["version"], method="PUT")["version"]
        == memo["version"] + 1
    )
    # What is sent again after its answer was lost changes nothing, and is no conflict.
    assert (
        edith.send(MEMO, body | ACCOUNT, version=memo["version"], method="PUT")["version"]
        == memo["version"] + 1
    )


def test_what_is_sent_twice_is_kept_once(desk: Desk) -> None:
    carla, edith = desk("carla"), desk("edith")
    carla.send("/topics", {"record": TOPIC}, status=201)
    assert carla.send("/topics", {"record": TOPIC})["version"] == 1
    taken = edith.send("/topics", {"record": TOPIC}, status=422)
    assert _pointers(taken) == {"/record/id"}
    taken = carla.send("/topics", {"record": {**TOPIC, "label": "Other"}}, status=422)
    assert taken["errors"][0]["message"] == "is taken"


def test_a_token_gives_no_more_than_its_rights(desk: Desk, own_record: Engine) -> None:
    with write_transaction(own_record) as session:
        set_review_rule(session, two_people=False, by="ada")
    drafts_only, vocabulary = desk("edith", "draft", "look"), desk("edith", "draft", "vocabulary")
    memo = drafts_only.get(MEMO)
    body = {"record": {**memo["record"], "title": "Another title"}, **ACCOUNT}
    refused = drafts_only.send(MEMO, body, version=memo["version"], method="PUT", status=403)
    assert refused["needs"] == "publish"
    vocabulary.send(MEMO, body, version=memo["version"], method="PUT", status=403)
    topic = drafts_only.get("/topics/detainers")
    body = {"record": {**topic["record"], "label": "Holds"}, **ACCOUNT}
    assert drafts_only.send("/topics/detainers", body, version=topic["version"], method="PUT", status=403)[
        "needs"
    ] == "vocabulary"  # fmt: skip
    assert (
        vocabulary.send("/topics/detainers", body, version=topic["version"], method="PUT")["record"]
        == body["record"]
    )
    # As one who only drafts, an editor cannot take back the work of others either.
    desk("carla").send("/topics", {"record": TOPIC}, status=201)
    drafts_only.send("/topics/a-new-topic/withdraw", {"reason": "No."}, version=1, status=403)
    assert (
        desk("edith").send("/topics/a-new-topic/withdraw", {"reason": "No."}, version=1)["status"]
        == "withdrawn"
    )


def test_taking_back_says_why_and_tells_readers(desk: Desk) -> None:
    edith, nobody = desk("edith"), desk()
    path = "/questions/level-1-share"
    version = nobody.get(path)["version"]
    assert _pointers(edith.send(f"{path}/withdraw", {"reason": ""}, version=version, status=422)) == {
        "/reason", "/note",
    }  # fmt: skip
    edith.send(f"{path}/withdraw", {"reason": "Twice.", "note": "Stood here twice."}, version=version)
    nobody.get(path, status=404)
    assert path.rpartition("/")[2] not in {
        item["id"] for item in nobody.items("/questions?fields=id&limit=200")
    }
    proposal = desk("carla").send(
        f"{MEMO}/proposals",
        {"record": {**nobody.get(MEMO)["record"], "title": "Another"}, **ACCOUNT},
        version=nobody.get(MEMO)["version"],
        status=201,
    )
    given_up = desk("carla").send(f"/proposals/{proposal['number']}/withdraw", {}, version=1)
    assert given_up["state"] == "withdrawn"


UNREADABLE: tuple[tuple[dict[str, Any], int], ...] = (
    ({"data": b"{"}, 400),
    ({"data": b'{"record": {"id": "a", "id": "b"}}'}, 400),
    ({"data": b'{"record": {"id": NaN}}'}, 400),
    ({"data": b"[" * 100_000}, 400),
    ({"data": b"\xff"}, 400),
    ({"data": b"[]"}, 422),
    ({"data": b"{}"}, 422),
    ({"data": b'{"record": 5}'}, 422),
    ({"data": b'{"record": {"id": "a-topic", "label": "x"}, "status": "published"}'}, 422),
    ({"data": b'{"record": {"id": "a-topic", "label": "\\ud800\\u0000"}}'}, 422),
    ({"data": b'{"record": {"id": "a-topic", "label": 5, "other": 1}}'}, 422),
    ({"data": b'{"record": {"id": "a-topic"}, "reason": "\\u0000"}'}, 422),
    ({"data": b"{}", "content_type": "text/plain"}, 415),
    ({"data": b"x" * 2_100_000}, 413),
)


def test_what_cannot_be_read_is_refused_in_words(desk: Desk) -> None:
    carla = desk("carla")
    for sent, status in UNREADABLE:
        given = {"content_type": "application/json", **sent}
        carla.ask("/topics", method="POST", status=status, **given)


def test_a_record_that_moved_is_found_and_not_written_to(desk: Desk, own_record: Engine) -> None:
    from_, to = "detainers", "immigration-holds"
    edith, nobody = desk("edith"), desk()
    with write_transaction(own_record) as session:
        rename(session, "topic", from_, to=to, base_version=1, by="edith", reason="Clearer.")
    led = nobody.client.get(f"/api/v1/topics/{from_}?fields=id")
    assert led.status_code == 301
    assert led.headers["Location"] == f"http://localhost/api/v1/topics/{to}?fields=id"
    refused = edith.send(
        f"/topics/{from_}",
        {"record": {"id": from_, "label": "x"}, **ACCOUNT},
        version=2,
        method="PUT",
        status=409,
    )
    assert to in refused["cure"]


def test_too_many_requests_are_told_when_to_come_again(desk: Desk, own_record: Engine) -> None:
    app = create_app(Settings(secret_key="k" * 40, api_limit=10), engine=own_record)
    reader, writer = Program(app), Program(app, desk("carla").token)
    first = reader.ask("/", headers={})
    assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == ("10", "9")
    for _ in range(9):
        reader.ask("/nothing", status=404)
    last = reader.ask("/events", status=429)
    assert 0 < int(last.headers["Retry-After"]) <= 60
    assert last.headers["RateLimit-Remaining"] == "0"
    reader.ask("/nothing", status=429)
    # Writing has a limit of its own, and the pages of the site have none.
    for _ in range(2):
        writer.send("/topics", {}, status=422)
    writer.send("/topics", {}, status=429)
    assert reader.client.get("/").status_code == 200
