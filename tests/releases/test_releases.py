"""Releases: the same files from the same history anywhere; tampering with what was released shows."""

import hashlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]
from click.testing import CliRunner
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DatabaseError

from tests.past.editing import edit_200_records
from tests.store.archive import tampering
from tests.web.checking import Site
from timeline.cli.main import main
from timeline.config import Settings
from timeline.creators import NamedCreator
from timeline.db import read_session, write_transaction
from timeline.errors import InvalidReleaseError
from timeline.factory import create_app
from timeline.models.history import RevisionRow
from timeline.past.kept import KeptPast
from timeline.queries.releases import Release, get_release, list_releases
from timeline.releases.create import Order, create_release, rebuild_release
from timeline.releases.verify import verify_release
from timeline.store.chain import FIELDS, link
from timeline.store.check import check
from timeline.store.rebuild import copy_history, rebuild

SITE_URL = "https://timeline.example.org"


ANA = NamedCreator(family="Diaz", given="Ana", orcid="0000-0002-1825-0097")


def make(
    engine: Engine, folder: Path, name: str, known: int | None = None, by: tuple[NamedCreator, ...] = ()
) -> Release:
    order = Order(
        id=name, known=known, note="For <all>.", site_name="Timeline", site_url=SITE_URL, creators=by
    )
    past = KeptPast(engine, folder / "cache")
    return create_release(engine, past, folder / "releases", order, by="Ann")


def faults(engine: Engine, folder: Path, name: str, copy: Path | None = None) -> list[str]:
    with read_session(engine) as session:
        release = get_release(session, name)
        return [str(found) for found in verify_release(session, folder / "releases", release, copy=copy)]


def files_of(folder: Path, name: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "releases" / name).iterdir()}


def test_the_same_history_makes_the_same_release_on_either_database(
    sqlite_own_record: Engine, postgresql_engine: Engine, tmp_path: Path
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    make(sqlite_own_record, one, "2026.1")
    edit_200_records(sqlite_own_record)
    second = make(sqlite_own_record, one, "2026.2", by=(ANA, NamedCreator(literal="Law Desk")))
    with read_session(sqlite_own_record) as source, write_transaction(postgresql_engine) as target:
        copy_history(source, target)
        rebuild(target)
    # There the first is of a past that is no longer the present, and nobody knows the other machine.
    make(postgresql_engine, other, "2026.1", known=498)
    make(postgresql_engine, other, "2026.2", by=(ANA, NamedCreator(literal="Law Desk")))
    for name in ("2026.1", "2026.2"):
        assert files_of(one, name) == files_of(other, name)
        assert faults(sqlite_own_record, one, name) == faults(postgresql_engine, other, name) == []
    assert second.since == "2026.1"
    assert second.changes["event"]["corrected"] >= 35
    assert second.changes["topic"]["merged"] == 1
    notes = files_of(one, "2026.2")["CHANGES.md"].decode()
    assert "Since release 2026.1, which was revision 498:" in notes
    assert "were corrected" in notes
    assert "(`california`)" in notes
    _is_cited_and_sealed(one)
    _is_shown(sqlite_own_record, one)


def _is_cited_and_sealed(folder: Path) -> None:
    held = files_of(folder, "2026.2")
    manifest = json.loads(held["manifest.json"])
    assert {file["name"] for file in manifest["files"]} == set(held) - {"manifest.json", "SHA256SUMS"}
    for line in held["SHA256SUMS"].decode().splitlines():
        sha256, name = line.split("  ")
        assert hashlib.sha256(held[name]).hexdigest() == sha256
    cited = yaml.safe_load(held["CITATION.cff"])
    assert cited["version"] == "2026.2"
    assert cited["url"] == f"{SITE_URL}/releases/2026.2"
    ana = {"family-names": "Diaz", "given-names": "Ana", "orcid": "https://orcid.org/0000-0002-1825-0097"}
    assert cited["authors"] == [ana, {"name": "Law Desk"}]
    # Where nobody is named, nothing of it is in a release, as before there could be somebody.
    before = files_of(folder, "2026.1")
    assert yaml.safe_load(before["CITATION.cff"])["authors"] == [{"name": "Timeline"}]
    assert "creators" not in json.loads(before["manifest.json"])


def _is_shown(engine: Engine, folder: Path) -> None:
    """Hold the pages of releases to what all pages are held to, in both languages."""
    settings = Settings(secret_key="k" * 40, site_url=SITE_URL, releases=str(folder / "releases"))
    app = create_app(settings, engine)
    site = Site(app)
    assert "2026.1" in site.get("/releases").text
    page = site.get("/releases/2026.2")
    assert "For <all>." in page.text
    links = {
        f'<{SITE_URL}/releases/2026.2>; rel="cite-as"',
        f'<{ANA.orcid_url}>; rel="author"',
        '<https://spdx.org/licenses/CC0-1.0>; rel="license"',
    }
    assert links <= set(page.headers.getlist("Link"))
    assert "Diaz, A., & Law Desk" in page.text
    (script,) = [one.text for one in page.all("script") if one.get("type") == "application/ld+json"]
    dataset = json.loads(str(script))
    assert [one["name"] for one in dataset["creator"]] == ["Ana Diaz", "Law Desk"]
    assert (dataset["@type"], dataset["version"], dataset["license"]) == ("Dataset", "2026.2", ["CC0-1.0"])
    assert {one["name"] for one in dataset["distribution"]} < set(files_of(folder, "2026.2"))
    assert "CC0-1.0" in page.text
    assert [one for one in page.all("span") if one.get("class") == "Z3988"]
    assert "Publicación 2026.2" in site.get("/es/releases/2026.2").text
    for name, content in files_of(folder, "2026.2").items():
        with app.test_client().get(f"/releases/2026.2/{name}") as answer:
            assert answer.data == content
            assert "immutable" in answer.headers["Cache-Control"]
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            known = {"If-None-Match": answer.headers["ETag"]}
        with app.test_client().get(f"/releases/2026.2/{name}", headers=known) as again:
            assert again.status_code == 304
    for ending in ("bib", "ris", "json"):
        assert "2026.2" in site.bytes(f"/releases/2026.2/cite.{ending}").decode()
    for path in (
        "/releases/2026.3",
        "/releases/2026.2/secret-key",
        "/releases/2026.2/..%2f2026.1%2fevents.csv",
    ):
        site.get(path, 404)


def test_what_was_released_stays_and_verifying_names_the_first_file_that_differs(
    engine: Engine, small_archive: None, tmp_path: Path
) -> None:
    made = make(engine, tmp_path, "2026.1")
    assert faults(engine, tmp_path, "2026.1") == []
    with pytest.raises(InvalidReleaseError, match="already"):
        make(engine, tmp_path, "2026.1")
    with pytest.raises(InvalidReleaseError, match="digits and lower-case letters"):
        make(engine, tmp_path, "../2026")
    for statement in ("UPDATE releases SET head = 'x'", "DELETE FROM releases"):
        with pytest.raises(DatabaseError, match="releases are never"), write_transaction(engine) as session:
            session.execute(text(statement))
    folder = tmp_path / "releases" / "2026.1"
    (folder / "figures.csv").unlink()
    (folder / "events.csv").chmod(0o600)
    (folder / "events.csv").write_bytes(b"other")
    (folder / "more.csv").write_bytes(b"")
    found = faults(engine, tmp_path, "2026.1")
    assert [line.split(":")[0] for line in found] == [
        f"release 2026.1, {name}" for name in ("events.csv", "figures.csv", "more.csv")
    ]
    past = KeptPast(engine, tmp_path / "cache")
    assert rebuild_release(engine, past, tmp_path / "releases", made) == made.manifest
    assert faults(engine, tmp_path, "2026.1") == []


def test_a_history_rewritten_with_a_chain_that_fits_is_not_what_was_released(
    engine: Engine, small_archive: None, tmp_path: Path
) -> None:
    made = make(engine, tmp_path, "2026.1")
    copy = tmp_path / "kept-elsewhere.json"
    copy.write_text(made.manifest, encoding="utf-8")
    _rewrite_history(engine)
    with read_session(engine) as session:
        assert check(session, only_history=True) == ()  # The chain itself gives nothing away.
    (found,) = faults(engine, tmp_path, "2026.1")
    assert "is not that from which release 2026.1 was made" in found
    # Whoever rewrites the release as well is found out by a manifest that was kept elsewhere.
    forged = make(engine, tmp_path / "forged", "2026.2").manifest.replace("2026.2", "2026.1")
    head = json.loads(forged)["head"]
    with tampering(engine) as session:
        session.execute(
            text("UPDATE releases SET manifest = :manifest, head = :head WHERE slug = '2026.1'"),
            {"manifest": forged, "head": head},
        )
        session.flush()
    assert not any("history" in line for line in faults(engine, tmp_path, "2026.1"))
    assert any(str(copy) in line for line in faults(engine, tmp_path, "2026.1", copy))


def _rewrite_history(engine: Engine) -> None:
    """Change the reason of the first revision, and make the whole chain again so that it fits."""
    with tampering(engine) as session:
        session.execute(text("UPDATE revisions SET reason = 'Forged' WHERE number = 1"))
        chain = ""
        for row in session.execute(select(RevisionRow.__table__).order_by(RevisionRow.number)).all():
            chain = link(chain, {name: getattr(row, name) for name in FIELDS})
            session.execute(
                text("UPDATE revisions SET chain = :chain WHERE number = :number"),
                {"chain": chain, "number": row.number},
            )
        session.execute(text("UPDATE dataset SET head = :head"), {"head": chain})
        session.flush()


def test_a_killed_creation_leaves_nothing_half_made(
    sqlite_own_record: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.sqlite3"
    sqlite_own_record.dispose()
    Path(str(sqlite_own_record.url.database)).replace(path)
    monkeypatch.setenv("TIMELINE_DATABASE_URL", f"sqlite:///{path}")
    command = [sys.executable, "-c", "from timeline.cli.main import main; main()", "release"]
    folder = tmp_path / "releases"
    running = subprocess.Popen([*command, "create", "2026.1"], stdout=subprocess.DEVNULL)
    _wait_until(lambda: any(folder.glob(".making-*/*")) or running.poll() is not None)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not (folder / "2026.1").exists()
    assert _run("release", "list", stdout_only=True) == ""
    (folder / "2026.1").mkdir()  # As if it was killed after its files were put in place.
    _run("release", "create", "2026.1")
    _run("release", "verify", "2026.1")
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "2026.1"]


def _run(*arguments: str, code: int = 0, stdout_only: bool = False) -> str:
    """Run a command in this process; give what it tells."""
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == code, done.output
    return done.stdout if stdout_only else done.output


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_commands(
    sqlite_engine: Engine, small_archive: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMELINE_DATABASE_URL", str(sqlite_engine.url))
    monkeypatch.setenv("TIMELINE_RELEASES", str(tmp_path / "elsewhere"))

    assert "None yet" in _run("release", "list")
    assert "TIMELINE_SITE_URL is not set" in _run("release", "create", "2026.1", "--note", "First.")
    assert "It holds" in _run("release", "show", "2026.1")
    assert json.loads(_run("release", "show", "2026.1", "--manifest"))["note"] == "First."
    assert "10.5281/zenodo.7" in _run("release", "doi", "2026.1", "https://doi.org/10.5281/zenodo.7")
    assert "10.5281/zenodo.7" in _run("release", "list")
    assert "is no DOI" in _run("release", "doi", "2026.1", "zenodo", code=2)
    assert "no release" in (told := _run("release", "verify", "2026.2", code=1))
    assert "timeline release list" in told
    assert "is what was released" in _run("release", "verify", "2026.1")
    assert "agrees with 1 release" in _run("check", "--history")
    assert "there is no such revision" in _run("release", "create", "2026.2", "--known", "99", code=2)
    _rewrite_history(sqlite_engine)
    assert "is not that from which release 2026.1 was made" in _run("check", "--history", code=1)
    _run("release", "verify", "2026.1", code=1)
    with read_session(sqlite_engine) as session:
        assert [made.doi for made in list_releases(session)] == ["10.5281/zenodo.7"]
