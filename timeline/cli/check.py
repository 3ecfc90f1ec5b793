"""`timeline check`: whether the store is sound."""

import click

from timeline.cli.opening import open_current_engine
from timeline.cli.progress import bar
from timeline.db import read_session
from timeline.store.check import check as find_faults


@click.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Check that the store is sound, and change nothing.

    Compares the tables with the history, the history with its seals, the records with the rules, and the
    full-text index with the records. Each finding is a line with its cure; exit code 1 when there is one.

    Example: timeline check
    """
    with open_current_engine() as engine, read_session(engine) as session, bar("Checking") as show:
        findings = find_faults(session, progress=show)
    for finding in findings:
        click.echo(finding)
    if findings:
        count = "1 finding" if len(findings) == 1 else f"{len(findings)} findings"
        click.echo(f"{count}.", err=True)
        ctx.exit(1)
    click.echo("The store is sound.")
