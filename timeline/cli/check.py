"""`timeline check`: whether the store is sound."""

from collections.abc import Iterator

import click

from timeline.cli.opening import open_current_engine
from timeline.cli.progress import bar
from timeline.db import DatabaseSession, read_session
from timeline.queries.series import findings as list_figure_notes
from timeline.queries.states import contradictions, labels_for
from timeline.states.words import flag_sentence
from timeline.store.check import check as find_faults


@click.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Check that the store is sound, and change nothing.

    Compares the tables with the history, the history with its seals, the records with the rules, and the
    full-text index with the records. Each finding is a line with its cure; exit code 1 when there is one.

    Then it notes what the sources themselves leave odd: figures that do not go together, and changes of a
    policy that contradict its history. These are for the archivist to look at, and no fault of the store.

    Example: timeline check
    """
    with open_current_engine() as engine, read_session(engine) as session, bar("Checking") as show:
        findings = find_faults(session, progress=show)
        notes = () if findings else (*list_figure_notes(session), *_policy_notes(session))
    for finding in findings:
        click.echo(finding)
    if findings:
        count = "1 finding" if len(findings) == 1 else f"{len(findings)} findings"
        click.echo(f"{count}.", err=True)
        ctx.exit(1)
    for note in notes:
        click.echo(f"Note: {note}")
    click.echo("The store is sound.")


def _policy_notes(session: DatabaseSession) -> Iterator[str]:
    for flag in contradictions(session):
        policy = flag.change.policy
        yield f"policy {policy}: {flag_sentence(flag, labels_for(session, policy, [flag.change]))}"
