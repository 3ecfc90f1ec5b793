"""`timeline db`: the tables of the database and their revisions."""

import click

from timeline.cli.opening import open_current_engine, open_engine
from timeline.db import current_revision, differences, downgrade, head_revision, upgrade
from timeline.models.schema import metadata
from timeline.models.search import is_ours


@click.group()
def db() -> None:
    """Make, change and check the tables of the database."""


@db.command("upgrade")
@click.argument("revision", default="head")
def upgrade_command(revision: str) -> None:
    """Bring the tables to the newest REVISION, or to the one named.

    All of it or, after an error, nothing. `timeline serve` does the same when it starts.

    Example: timeline db upgrade
    """
    with open_engine() as engine:
        before = current_revision(engine)
        upgrade(engine, revision)
        click.echo(_step(before, current_revision(engine)))


@db.command("downgrade")
@click.argument("revision")
@click.confirmation_option(prompt="Newer tables and columns will be dropped with what they hold. Go on?")
def downgrade_command(revision: str) -> None:
    """Take the tables back to an earlier REVISION; `base` drops them all.

    Example: timeline db downgrade 0002 --yes
    """
    with open_engine() as engine:
        before = current_revision(engine)
        downgrade(engine, revision)
        click.echo(_step(before, current_revision(engine)))


@db.command("check")
@click.pass_context
def check_command(ctx: click.Context) -> None:
    """Compare the tables with those that the program expects.

    Exit code 1 when they differ; each difference is a line.

    Example: timeline db check
    """
    with open_current_engine() as engine:
        found = differences(engine, metadata, is_ours)
    for line in found:
        click.echo(line)
    if found:
        ctx.exit(1)
    click.echo(f"The tables are as they should be, at revision {head_revision()}.")


def _step(before: str | None, after: str | None) -> str:
    if before == after:
        return f"The database is at revision {after or 'base'} already."
    return f"The database went from revision {before or 'base'} to {after or 'base'}."
