"""The settings: what they are called, what they mean, and the only reader of the environment."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from timeline.creators import NamedCreator, parse_creators
from timeline.errors import SettingError


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """One row of the table of settings that the README shows."""

    name: str
    default: str
    meaning: str


DATABASE_URL: Final = Setting(
    name="TIMELINE_DATABASE_URL",
    default="sqlite:///instance/timeline.sqlite3",
    meaning="Where the record is kept: an SQLite file, or a PostgreSQL database"
    " (`postgresql://user:password@host/name`).",
)
HOST: Final = Setting(
    name="TIMELINE_HOST",
    default="127.0.0.1",
    meaning="The network address that the server listens on.",
)
PORT: Final = Setting(
    name="TIMELINE_PORT",
    default="8000",
    meaning="The port that the server listens on; 0 takes any free one.",
)
THREADS: Final = Setting(
    name="TIMELINE_THREADS",
    default="8",
    meaning="How many pages are made at the same time.",
)
DOWNLOADS: Final = Setting(
    name="TIMELINE_DOWNLOADS",
    default="64",
    meaning="How many files are sent at the same time, each as fast as its reader takes it; who asks for one"
    " more waits in line. Pages go first.",
)
SECRET_KEY: Final = Setting(
    name="TIMELINE_SECRET_KEY",
    default="",
    meaning="The secret that signs sessions and forms, at least 32 characters. With SQLite it is made"
    " once and kept beside the database as `secret-key`; with PostgreSQL it must be given.",
)
PROXIES: Final = Setting(
    name="TIMELINE_PROXIES",
    default="0",
    meaning="How many proxies of yours stand before the server. What the last so many of them say of the"
    " reader's address is believed; without it all seem to come from the proxy, and share its limits.",
)
SITE_URL: Final = Setting(
    name="TIMELINE_SITE_URL",
    default="",
    meaning="The public address of the site (`https://timeline.example.org`), for links in downloads."
    " Without it they name the address that was asked.",
)
SITE_NAME: Final = Setting(
    name="TIMELINE_SITE_NAME",
    default="Timeline",
    meaning="The name of the site, at the head of every page.",
)
CREATORS: Final = Setting(
    name="TIMELINE_CREATORS",
    default="",
    meaning="Who is cited as the creators of the record, in references and releases: people as"
    " `Diaz, Ana 0000-0002-1825-0097` (the ORCID iD may be left out), bodies as they are called, with a"
    " semicolon between two. Without it, the site is cited by its name.",
)
REPORTS: Final = Setting(
    name="TIMELINE_REPORTS",
    default="on",
    meaning="Whether readers may report errors to the editors through a form: `on` or `off`.",
)
CONTACT: Final = Setting(
    name="TIMELINE_CONTACT",
    default="",
    meaning="An e-mail address of the editors, shown to readers on the pages about the archive.",
)

RELEASES: Final = Setting(
    name="TIMELINE_RELEASES",
    default="",
    meaning="The folder in which the files of releases are kept. Without it, `releases` beside the"
    " embedded database; with PostgreSQL `instance/releases`.",
)
CACHE: Final = Setting(
    name="TIMELINE_CACHE",
    default="",
    meaning="The folder for what can be made again, such as the record as it stood at earlier revisions;"
    " it may be emptied at any time. Without it, `cache` beside the embedded database; with PostgreSQL"
    " `instance/cache`.",
)
API_LIMIT: Final = Setting(
    name="TIMELINE_API_LIMIT",
    default="600",
    meaning="How many requests a minute one address may send to the API, a fifth of them to write; 0 for as"
    " many as come. The counts are those of one process.",
)

KEPT_PAGES: Final = Setting(
    name="TIMELINE_KEPT_PAGES",
    default="64",
    meaning="How many megabytes of pages that were made are kept in memory until the record changes, for the"
    " next who ask; 0 for none.",
)

SETTINGS: Final = (
    DATABASE_URL,
    HOST,
    PORT,
    THREADS,
    DOWNLOADS,
    PROXIES,
    SECRET_KEY,
    SITE_URL,
    SITE_NAME,
    CREATORS,
    REPORTS,
    CONTACT,
    RELEASES,
    CACHE,
    API_LIMIT,
    KEPT_PAGES,
)

KEY_FILE: Final = "secret-key"
#: Where everything lies that belongs to one archive, unless it is set otherwise.
INSTANCE: Final = Path("instance")
SECRET_KEY_LEAST: Final = 32
POSTGRESQL_SCHEMES: Final = ("postgresql", "postgres", "postgresql+psycopg")
SQLITE_SCHEMES: Final = ("sqlite", "sqlite+pysqlite")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The settings of one process. `secret_key` is empty until `with_secret_key` has supplied it."""

    database_url: str = DATABASE_URL.default
    host: str = HOST.default
    port: int = int(PORT.default)
    threads: int = int(THREADS.default)
    downloads: int = int(DOWNLOADS.default)
    proxies: int = int(PROXIES.default)
    secret_key: str = ""
    site_url: str = SITE_URL.default
    site_name: str = SITE_NAME.default
    creators: tuple[NamedCreator, ...] = ()
    takes_reports: bool = True
    contact: str = CONTACT.default
    releases: str = RELEASES.default
    cache: str = CACHE.default
    api_limit: int = int(API_LIMIT.default)
    kept_pages: int = int(KEPT_PAGES.default)

    @property
    def releases_folder(self) -> Path:
        """The folder of the files of releases; it need not be there."""
        return Path(self.releases) if self.releases else self._instance / "releases"

    @property
    def cache_folder(self) -> Path:
        """The folder of what can be made again; it need not be there."""
        return Path(self.cache) if self.cache else self._instance / "cache"

    @property
    def _instance(self) -> Path:
        database = self.database_path
        return database.parent if database and self.database_url != DATABASE_URL.default else INSTANCE

    @property
    def database_path(self) -> Path | None:
        """The file of the embedded database; None when a database server is used."""
        scheme, _, rest = self.database_url.partition("://")
        if scheme not in SQLITE_SCHEMES:
            return None
        return Path(rest.removeprefix("/").partition("?")[0])


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the environment; raise SettingError for what cannot be used."""
    return Settings(
        database_url=_database_url(_value(environ, DATABASE_URL)),
        host=_value(environ, HOST),
        port=_whole(environ, PORT, least=0, most=65535),
        threads=_whole(environ, THREADS, least=1, most=256),
        downloads=_whole(environ, DOWNLOADS, least=1, most=256),
        proxies=_whole(environ, PROXIES, least=0, most=9),
        secret_key=_secret_key(environ.get(SECRET_KEY.name, "")),
        site_url=_site_url(_value(environ, SITE_URL)),
        site_name=_value(environ, SITE_NAME),
        creators=parse_creators(_value(environ, CREATORS), setting=CREATORS.name),
        takes_reports=_switch(environ, REPORTS),
        contact=_contact(_value(environ, CONTACT)),
        releases=_value(environ, RELEASES),
        cache=_value(environ, CACHE),
        api_limit=_whole(environ, API_LIMIT, least=0, most=1_000_000),
        kept_pages=_whole(environ, KEPT_PAGES, least=0, most=100_000),
    )


def with_secret_key(settings: Settings) -> Settings:
    """Give the settings with a secret key: the one set, or the one kept beside the embedded database.

    The first call makes the key. Raise SettingError when the database is on a server and no key is set,
    because several machines that serve one database must share it.
    """
    if settings.secret_key:
        return settings
    database = settings.database_path
    if database is None:
        raise SettingError(
            f"{SECRET_KEY.name} is not set. With a database server it must be given, the same for every"
            " machine that serves the site. Make one with"
            ' `python3 -c "import secrets; print(secrets.token_urlsafe(48))"`, keep it secret, and set it.'
        )
    return replace(settings, secret_key=_find_or_make_key(database.parent / KEY_FILE))


def _value(environ: Mapping[str, str], setting: Setting) -> str:
    """Give the setting's text; one that is set to nothing counts as not set."""
    return environ.get(setting.name, "").strip() or setting.default


def _whole(environ: Mapping[str, str], setting: Setting, *, least: int, most: int) -> int:
    text = _value(environ, setting)
    if text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    raise SettingError(
        f"{setting.name} is “{text}”. Write a whole number from {least} to {most},"
        f" or leave it out for {setting.default}."
    )


def _database_url(url: str) -> str:
    """Check the form of the address; its text is never shown, because it may hold a password."""
    scheme, separator, rest = url.partition("://")
    if separator and scheme in POSTGRESQL_SCHEMES and rest:
        return f"postgresql+psycopg://{rest}"
    if separator and scheme in SQLITE_SCHEMES:
        path = rest.removeprefix("/").partition("?")[0]
        if rest.startswith("/") and path and path != ":memory:":
            return f"sqlite://{rest}"
        raise SettingError(
            f"{DATABASE_URL.name} names no file. Write sqlite:///FILE for a file below this folder, or"
            " sqlite:////FOLDER/FILE for a full path; a database in memory would be lost at the end."
        )
    raise SettingError(
        f"{DATABASE_URL.name} cannot be used. Write sqlite:///FILE or"
        " postgresql://USER:PASSWORD@HOST/NAME, or leave it out"
        f" for {DATABASE_URL.default}."
    )


def _site_url(url: str) -> str:
    fault = SettingError(
        f"{SITE_URL.name} is “{url}”. Write the site's public address with http:// or https:// and"
        " without ? or #, such as https://timeline.example.org, or leave it out."
    )
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise fault from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise fault
    return url.rstrip("/")


def _switch(environ: Mapping[str, str], setting: Setting) -> bool:
    text = _value(environ, setting).lower()
    if text in {"on", "off"}:
        return text == "on"
    raise SettingError(f"{setting.name} is “{text}”. Write on or off, or leave it out for {setting.default}.")


def _contact(address: str) -> str:
    if not address or re.fullmatch(r"[^\s@<>?&]{1,64}@[^\s@<>?&]{1,190}", address):
        return address
    raise SettingError(
        f"{CONTACT.name} is “{address}”. Write an e-mail address such as editors@example.org,"
        " or leave it out."
    )


def _secret_key(key: str) -> str:
    if key and len(key) < SECRET_KEY_LEAST:
        raise SettingError(
            f"{SECRET_KEY.name} has {len(key)} characters. Give at least {SECRET_KEY_LEAST},"
            " or leave it out to have one made (with SQLite)."
        )
    return key


def _find_or_make_key(path: Path) -> str:
    """Read the key's file, making it first where there is none.

    The new key is written to a file of its own, which is then linked to the name. The link fails if
    another process was first, and nobody ever reads half a key.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(own, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):  # Another process may have been first; its key is read below.
                path.hardlink_to(own)
        finally:
            own.unlink()
    key = path.read_text(encoding="ascii").strip()
    if len(key) < SECRET_KEY_LEAST:
        raise SettingError(
            f"The file {path} holds no secret key. Delete it: a new one is made at the next start,"
            " and everybody signs in again."
        )
    return key
