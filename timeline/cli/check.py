"""`timeline check`: whether the store is sound."""

from collections.abc import Iterator

import click

from timeline.cli.opening import open_current_engine
from timeline.cli.progress import bar
from timeline.config import load_settings
from timeline.db import DatabaseSession, read_session
from timeline.queries.series import findings as list_figure_notes
from timeline.queries.states import contradictions, labels_for
from timeline.releases.held import held_heads
from timeline.states.words import flag_sentence
from timeline.store.check import check as find_faults


@click.command()
@click.option("--history", is_flag=True, help="Check the history alone.")
@click.pass_context
def check(ctx: click.Context, *, history: bool) -> None:
    """Check that the store is sound, and change nothing.

    Compares the tables with the history, the records with the rules, and the full-text index with the
    records. The history is a chain of seals: the first break is named, and where the chain is not the one
    that a release was made from. Each finding is a line with its cure; exit code 1 when there is one.

    Then it notes what the sources themselves leave odd: figures that do not go together, and changes of a
    policy that contradict its history. These are for the archivist to look at, and no fault of the store.

    Example: timeline check --history
    """
    settings = load_settings()
    with open_current_engine(settings) as engine, read_session(engine) as session, bar("Checking") as show:
        held = tuple(held_heads(session, settings.releases_folder))
        findings = find_faults(session, progress=show, held=held, only_history=history)
        silent = findings or history
        notes = () if silent else (*list_figure_notes(session), *_policy_notes(session))
    for finding in findings:
        click.echo(finding)
    if findings:
        count = "1 finding" if len(findings) == 1 else f"{len(findings)} findings"
        click.echo(f"{count}.", err=True)
        ctx.exit(1)
    for note in notes:
        click.echo(f"Note: {note}")
    if history:
        agree = f" It agrees with {_releases(len(held))}." if held else ""
        click.echo(f"The history is whole.{agree}")
    else:
        click.echo("The store is sound.")


def _releases(count: int) -> str:
    return "1 release" if count == 1 else f"{count} releases"


def _policy_notes(session: DatabaseSession) -> Iterator[str]:
    for flag in contradictions(session):
        policy = flag.change.policy
        yield f"policy {policy}: {flag_sentence(flag, labels_for(session, policy, [flag.change]))}"
