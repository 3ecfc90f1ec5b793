"""The settings: what is read, what is refused, the secret key, and the README's table."""

import re
import stat
import threading
from pathlib import Path

import pytest

from timeline.config import KEY_FILE, SETTINGS, Settings, load_settings, with_secret_key
from timeline.creators import NamedCreator
from timeline.errors import SettingError

ROOT = Path(__file__).parent.parent
KEY = "k" * 40


def test_an_empty_environment_gives_the_defaults_of_the_table() -> None:
    settings = load_settings({})
    assert settings == Settings()
    assert settings.database_path == Path("instance/timeline.sqlite3")
    assert (settings.host, settings.port, settings.secret_key) == ("127.0.0.1", 8000, "")


def test_every_setting_of_the_table_is_read() -> None:
    environ = {
        "TIMELINE_DATABASE_URL": "postgres://ana:secret@db.example/record",
        "TIMELINE_HOST": "0.0.0.0",
        "TIMELINE_PORT": "0",
        "TIMELINE_THREADS": "3",
        "TIMELINE_DOWNLOADS": "20",
        "TIMELINE_PROXIES": "1",
        "TIMELINE_SECRET_KEY": KEY,
        "TIMELINE_SITE_URL": "https://timeline.example.org/record/",
        "TIMELINE_SITE_NAME": "The Record",
        "TIMELINE_CREATORS": "Diaz,  Ana (https://orcid.org/0000-0002-1825-0097); Roe, Jo;"
        " {Archive, Madrid}; Law Desk 0000-0002-1694-233x",
        "TIMELINE_REPORTS": "off",
        "TIMELINE_CONTACT": "editors@example.org",
        "TIMELINE_RELEASES": "/srv/releases",
        "TIMELINE_CACHE": "/srv/cache",
        "TIMELINE_API_LIMIT": "0",
        "TIMELINE_KEPT_PAGES": "8",
    }
    assert set(environ) == {setting.name for setting in SETTINGS}
    assert load_settings(environ) == Settings(
        database_url="postgresql+psycopg://ana:secret@db.example/record",
        host="0.0.0.0",
        port=0,
        threads=3,
        downloads=20,
        proxies=1,
        secret_key=KEY,
        site_url="https://timeline.example.org/record",
        site_name="The Record",
        creators=(
            NamedCreator(family="Diaz", given="Ana", orcid="0000-0002-1825-0097"),
            NamedCreator(family="Roe", given="Jo"),
            NamedCreator(literal="Archive, Madrid"),
            NamedCreator(literal="Law Desk", orcid="0000-0002-1694-233X"),
        ),
        takes_reports=False,
        contact="editors@example.org",
        releases="/srv/releases",
        cache="/srv/cache",
        api_limit=0,
        kept_pages=8,
    )


def test_a_setting_set_to_nothing_counts_as_not_set() -> None:
    assert load_settings({setting.name: "" for setting in SETTINGS}) == Settings()


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///a/b.sqlite3", Path("a/b.sqlite3")),
        ("sqlite:////srv/b.sqlite3", Path("/srv/b.sqlite3")),
        ("sqlite+pysqlite:///b.sqlite3?timeout=3", Path("b.sqlite3")),
        ("postgresql://db.example/record", None),
    ],
)
def test_the_file_of_the_embedded_database_is_known(url: str, path: Path | None) -> None:
    assert load_settings({"TIMELINE_DATABASE_URL": url}).database_path == path


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("TIMELINE_PORT", "http", "Write a whole number from 0 to 65535"),
        ("TIMELINE_PORT", "65536", "leave it out for 8000"),
        ("TIMELINE_PORT", "٨٠", "“٨٠”"),
        ("TIMELINE_THREADS", "0", "from 1 to 256"),
        ("TIMELINE_PROXIES", "-1", "from 0 to 9"),
        ("TIMELINE_SECRET_KEY", "hunter2", "at least 32"),
        ("TIMELINE_SITE_URL", "timeline.example.org", "https://timeline.example.org"),
        ("TIMELINE_SITE_URL", "https://[", "or leave it out"),
        ("TIMELINE_SITE_URL", "https://example.org/?a=1", "without ? or #"),
        ("TIMELINE_CREATORS", "Diaz, Ana 0000-0002-1825-0098", "a digit is wrong"),
        ("TIMELINE_CREATORS", "Roe, Jo; Diaz,", "has “Diaz,”"),
        ("TIMELINE_CREATORS", "0000-0002-1825-0097", "Write “Family, Given”"),
        ("TIMELINE_REPORTS", "maybe", "Write on or off"),
        ("TIMELINE_CONTACT", "editors", "editors@example.org"),
        ("TIMELINE_DATABASE_URL", "sqlite://", "names no file"),
        ("TIMELINE_DATABASE_URL", "sqlite:///:memory:", "lost at the end"),
        ("TIMELINE_DATABASE_URL", "mysql://ana:hunter2@db/record", "sqlite:///FILE"),
        ("TIMELINE_DATABASE_URL", "timeline.sqlite3", "sqlite:///FILE"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_cure(name: str, value: str, part: str) -> None:
    with pytest.raises(SettingError, match=name) as caught:
        load_settings({name: value})
    assert part in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_the_secret_key_is_made_once_and_kept_beside_the_database(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/new/timeline.sqlite3")
    first = with_secret_key(settings)
    kept = tmp_path / "new" / KEY_FILE
    assert len(first.secret_key) >= 60
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert with_secret_key(settings) == first
    assert [path.name for path in kept.parent.iterdir()] == [KEY_FILE]


def test_processes_that_start_together_agree_on_one_secret_key(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/timeline.sqlite3")
    start = threading.Barrier(8)
    keys: list[str] = []

    def begin() -> None:
        start.wait()
        keys.append(with_secret_key(settings).secret_key)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_secret_key_that_is_set_is_used_and_none_is_kept(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/timeline.sqlite3", secret_key=KEY)
    assert with_secret_key(settings) == settings
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_secret_key_is_refused_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("\n")
    with pytest.raises(SettingError, match="Delete it"):
        with_secret_key(Settings(database_url=f"sqlite:///{tmp_path}/timeline.sqlite3"))


def test_a_database_server_needs_a_secret_key() -> None:
    with pytest.raises(SettingError, match="TIMELINE_SECRET_KEY is not set"):
        with_secret_key(load_settings({"TIMELINE_DATABASE_URL": "postgresql://db/record"}))


def test_the_readme_has_the_table_of_settings() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "–"
        assert f"| `{setting.name}` | {default} | {setting.meaning} |" in readme


def test_nothing_else_reads_the_environment() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "timeline").rglob("*.py"))
        if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))
    ]
    assert readers == ["timeline/config.py"]


def test_releases_and_the_cache_lie_beside_the_database_unless_they_are_put_elsewhere() -> None:
    file = Settings(database_url="sqlite:////srv/archive/record.sqlite3")
    assert (file.releases_folder, file.cache_folder) == (
        Path("/srv/archive/releases"),
        Path("/srv/archive/cache"),
    )
    server = Settings(database_url="postgresql+psycopg:///record", releases="/srv/releases")
    assert (server.releases_folder, server.cache_folder.name) == (Path("/srv/releases"), "cache")
