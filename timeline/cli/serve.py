"""`timeline serve`: the site, from an empty folder to an address to open."""

import datetime as dt
import errno
import gc
import signal
import socket
import sys
import threading
from importlib.resources import as_file, files
from types import FrameType
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

import click
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from timeline.cli.lanes import Lanes, in_turns
from timeline.cli.load import load_into
from timeline.cli.opening import open_engine
from timeline.cli.user import link_address
from timeline.config import Settings, load_settings, with_secret_key
from timeline.db import DatabaseEngine, read_session, upgrade, write_transaction
from timeline.errors import TimelineError
from timeline.exports.events_csv import events_csv
from timeline.factory import create_app
from timeline.filters import EventFilter
from timeline.queries.archive import SelectedArchive
from timeline.queries.event_index import indexed_events, keep_events_in
from timeline.queries.indexes import dataset_version
from timeline.queries.people import has_administrator
from timeline.queries.policy_archive import policy_archive
from timeline.queries.word_index import indexed_words, keep_words_in
from timeline.store.sign_in import add_link
from timeline.turns import TURNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Server: TypeAlias = MultiSocketServer | BaseWSGIServer

LIFE_OF_FIRST_LINK: Final = dt.timedelta(days=1)
#: After how many new objects the collector of garbage looks among them, and how much more seldom further on.
_COLLECTED: Final = (10_000, 20, 100)
#: After so many seconds whoever computes lets another thread do so. A page asks the database several times
#: and lets go of the interpreter each time; at Python's own five milliseconds it waited as long each time.
_HANDED_OVER: Final = 0.001
#: So many bytes of a file are made ahead of its reader, in memory.
_AHEAD: Final = 1_000_000
#: So many connections are open at most; browsers keep several, of which all but one have nothing to do.
_CONNECTIONS: Final = 500
#: A reader who has taken nothing for so many milliseconds is given up.
_STALLED: Final = 120_000


class ServeError(TimelineError):
    """The site cannot be served at the address that the settings name."""


@click.command()
@click.option("--empty", is_flag=True, help="Do not load the record that comes with the program.")
def serve(*, empty: bool) -> None:
    """Serve the site and print its address; Ctrl-C ends it.

    Brings the database's tables up to date first, and loads the record that comes with the program into
    a database that has never held one.

    Example: TIMELINE_PORT=8080 timeline serve
    """
    settings = with_secret_key(load_settings())
    # Before the record is loaded, so that an address that cannot be had is told at once; who comes meanwhile
    # waits.
    lanes, site = Lanes(), _Site()
    server = _listen(settings, lanes, site)
    with open_engine(settings) as engine:
        upgrade(engine)
        if not empty:
            _load_first_record(engine)
        # The first questions read every event and fold every change of a policy, which takes seconds in
        # a great archive; so they are asked here, while the server already answers.
        keep_events_in(engine, settings.cache_folder)
        keep_words_in(engine, settings.cache_folder)
        collect_seldom()
        sys.setswitchinterval(_HANDED_OVER)
        threading.Thread(target=_prepare, args=(engine,), daemon=True).start()
        site.app = create_app(settings, engine)
        lanes.open(pages=settings.threads, files=settings.downloads)
        _tell(server, settings, _first_link(engine))
        signal.signal(signal.SIGTERM, _end)  # The server ends its threads on SystemExit as on Ctrl-C.
        server.run()


class _Site:
    """The application, once it is there."""

    app: "WSGIApplication"

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        return self.app(environ, start_response)


def collect_seldom() -> None:
    """Have the collector of garbage look less often than it does by itself, for all of this process.

    A page makes thousands of objects and hardly a circle of them; at every seventh hundred new ones the
    collector would look, and now and then at all there are, in the midst of a page.
    """
    gc.set_threshold(*_COLLECTED)


def _load_first_record(engine: DatabaseEngine) -> None:
    with read_session(engine) as session:
        if dataset_version(session):
            return
    with as_file(files("timeline.seed_data")) as folder:
        load_into(engine, folder, by="Timeline", reason="The record that comes with the program.")


def _prepare(engine: DatabaseEngine) -> None:
    with read_session(engine) as session:
        indexed_events(session)
        policy_archive(session).all_histories(session)
        indexed_words(session)
        pieces = events_csv(SelectedArchive(session, EventFilter(), site_url=""))
        is_more = True
        while is_more:  # Its lines are kept; pages that are asked for meanwhile go first.
            with TURNS.file():
                is_more = next(pieces, None) is not None
    gc.collect()
    gc.freeze()  # What was made here stays for good, so that nobody need look at it again.


def _first_link(engine: DatabaseEngine) -> str:
    """Make a link by which somebody becomes the first administrator, while there is none."""
    with read_session(engine) as session:
        if has_administrator(session):
            return ""
    with write_transaction(engine) as session:
        return add_link(session, person=None, life=LIFE_OF_FIRST_LINK)


def _listen(settings: Settings, lanes: Lanes, app: "WSGIApplication") -> Server:
    """Take the address; nobody is answered before the threads of the lanes are there."""
    try:
        server = create_server(
            in_turns(app),
            _dispatcher=lanes,
            host=settings.host,
            port=settings.port,
            ident=None,
            outbuf_high_watermark=_AHEAD,
            outbuf_overflow=4 * _AHEAD,
            connection_limit=_CONNECTIONS,
            asyncore_use_poll=True,
            channel_request_lookahead=1,  # So that it is noticed when a reader goes away.
        )
    except (OSError, ValueError) as error:  # A name that leads nowhere is a ValueError of waitress.
        raise ServeError(_cannot_listen(settings, error)) from error
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        given_up = (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _STALLED)
        server.adj.socket_options = [*server.adj.socket_options, given_up]
    return server


def _tell(server: Server, settings: Settings, first_link: str) -> None:
    port = getattr(server, "effective_port", settings.port)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    click.echo(f"{settings.site_name} is at http://{host}:{port}/ (Ctrl-C ends it)")
    if first_link:
        click.echo(
            "Nobody can curate the record yet. To become the administrator, open, within a day and once:"
        )
        click.echo(f"  {link_address(settings, first_link, f'http://{host}:{port}')}")


def _cannot_listen(settings: Settings, error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} of {settings.host} is taken, perhaps by another Timeline. End that"
            f" program, or choose another port: TIMELINE_PORT={settings.port + 1} timeline serve"
        )
    reason = getattr(error, "strerror", None) or str(error).rstrip(".")
    return (
        f"The address {settings.host}, port {settings.port}, cannot be served ({reason})."
        " Set TIMELINE_HOST to an address of this machine, and TIMELINE_PORT to a port above 1023."
    )


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)
