"""`timeline release`: freeze the record at a revision, so that it can be cited for good."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from timeline.cli.opening import open_current_engine
from timeline.config import load_settings
from timeline.db import DatabaseEngine, read_session, write_transaction
from timeline.errors import NotFoundError, TimelineError
from timeline.past.kept import KeptPast
from timeline.queries.releases import Release, get_release, list_releases
from timeline.releases.create import Order, create_release, rebuild_release
from timeline.releases.verify import verify_release
from timeline.releases.words import changes_in_words, counted_records, day_in_words
from timeline.rule_filter import known_of
from timeline.store.finding import Finding
from timeline.store.releases import set_doi


class ReleaseDiffersError(TimelineError):
    """The files of a release came out otherwise than they were released."""


class NoSuchReleaseError(TimelineError):
    """No release has the name that was given."""


@contextmanager
def _saying_where_they_are() -> Iterator[None]:
    """Tell who names a release that there is not how to see those that there are."""
    try:
        yield
    except NotFoundError as error:
        raise NoSuchReleaseError(f"{error} To see those there are: timeline release list") from error


@click.group()
def release() -> None:
    """Freeze the record at a revision, under a name that can be cited.

    The files lie in the folder that TIMELINE_RELEASES names, and on the site under /releases.
    """


@release.command()
@click.argument("name")
@click.option("--known", metavar="REVISION", help="A revision or a moment.  [default: the record as it is]")
@click.option("--note", default="", help="What to say of it to readers.")
@click.option("--doi", default="", help="Its DOI, where one was reserved beforehand.")
@click.option("--site-url", help="The address that its links begin with.  [default: TIMELINE_SITE_URL]")
@click.option("--by", help="Who makes it.  [default: the name you are logged in by]")
def create(
    name: str, *, known: str | None, note: str, doi: str, site_url: str | None, by: str | None
) -> None:
    r"""Make the release NAME: every format of the whole record, with a manifest of checksums.

    The same revisions give the same bytes on every machine, under the same address of the site.

    \b
    Examples:
      timeline release create 2026.1
      timeline release create 2026.2 --known 1200 --note "For the report of March."
    """
    settings = load_settings()
    with open_current_engine(settings) as engine:
        made = create_release(
            engine,
            KeptPast(engine, settings.cache_folder),
            settings.releases_folder,
            Order(
                id=name,
                known=known_of(known) if known else None,
                note=" ".join(note.split()),
                site_name=settings.site_name,
                site_url=(settings.site_url if site_url is None else site_url).rstrip("/"),
                creators=settings.creators,
                doi=doi,
            ),
            by=by or getpass.getuser(),
        )
    _show(made)
    click.echo(f"The files are in {settings.releases_folder / made.id}.")
    if not made.site_url:
        click.echo("Links in them have no address of a site, since TIMELINE_SITE_URL is not set.", err=True)


@release.command("list")
def list_() -> None:
    """List the releases, the newest first.

    Example: timeline release list
    """
    with open_current_engine() as engine, read_session(engine) as session:
        found = list_releases(session)
    for made in found:
        day = made.saved_at_utc.date().isoformat()
        click.echo(f"{made.id}\trevision {made.revision}\t{day}\t{made.doi}".rstrip("\t"))
    if not found:
        click.echo("None yet. Make one: timeline release create 2026.1", err=True)


@release.command()
@click.argument("name")
@click.option("--manifest", is_flag=True, help="Print the manifest as it is.")
def show(name: str, *, manifest: bool) -> None:
    """Show what the release NAME holds.

    Example: timeline release show 2026.1
    """
    with open_current_engine() as engine:
        made = _get(engine, name)
    if manifest:
        click.echo(made.manifest, nl=False)
    else:
        _show(made)


@release.command()
@click.argument("name")
@click.option(
    "--manifest",
    "copy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A manifest that was kept elsewhere, to compare with.",
)
@click.pass_context
def verify(ctx: click.Context, name: str, *, copy: Path | None) -> None:
    """Check that the release NAME is what was released, and change nothing.

    Compares its files with the manifest, and the history with the end of its chain in the manifest. The
    first file that differs is named; exit code 1 when something does.

    Example: timeline release verify 2026.1 --manifest my-copy-of-manifest.json
    """
    settings = load_settings()
    with open_current_engine(settings) as engine:
        made = _get(engine, name)
        with read_session(engine) as session:
            findings = tuple(verify_release(session, settings.releases_folder, made, copy=copy))
    _tell(ctx, findings)
    click.echo(
        f"Release {name} is what was released: {len(made.files)} files, and the history up to revision"
        f" {made.revision}."
    )


@release.command()
@click.argument("name")
def rebuild(name: str) -> None:
    """Write the files of the release NAME again, where they were lost or on another machine.

    They are put in place only if each comes out as it was released.

    Example: timeline release rebuild 2026.1
    """
    settings = load_settings()
    with open_current_engine(settings) as engine:
        made = _get(engine, name)
        manifest = rebuild_release(
            engine, KeptPast(engine, settings.cache_folder), settings.releases_folder, made
        )
    if manifest != made.manifest:
        raise ReleaseDiffersError(
            f"The files of release {name} do not come out as they were released, so they were not kept."
            " Another version of the program may write otherwise: the manifest names the one it was made"
            " with (timeline release show --manifest)."
        )
    click.echo(f"The files are in {settings.releases_folder / name}.")


@release.command()
@click.argument("name")
@click.argument("doi")
def doi(name: str, doi: str) -> None:
    """Note the DOI that the release NAME was given; the files stay as they are.

    Example: timeline release doi 2026.1 10.5281/zenodo.1234567
    """
    with _saying_where_they_are(), open_current_engine() as engine, write_transaction(engine) as session:
        plain = set_doi(session, name, doi=doi)
    click.echo(f"Release {name} has the DOI {plain}." if plain else f"Release {name} has no DOI.")


def _get(engine: DatabaseEngine, name: str) -> Release:
    with _saying_where_they_are(), read_session(engine) as session:
        return get_release(session, name)


def _show(made: Release) -> None:
    click.echo(f"Release {made.id}: {made.title}")
    click.echo(f"Revision {made.revision} of {day_in_words(made.saved_at_utc)}, {made.head}")
    if made.doi:
        click.echo(f"https://doi.org/{made.doi}")
    if made.note:
        click.echo(made.note)
    click.echo(f"It holds {counted_records(made.counts)}.")
    if made.since:
        said = changes_in_words(made.changes) or ("nothing that readers see has changed.",)
        click.echo(f"Since {made.since}: {' '.join(said)}")
    for file in made.files:
        click.echo(f"{file.sha256}  {file.bytes:>12,}  {file.name}")


def _tell(ctx: click.Context, findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        click.echo(finding)
    if findings:
        ctx.exit(1)
