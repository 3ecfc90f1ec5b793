"""`timeline links`: whether the addresses of sources still answer."""

import datetime as dt
import time
from urllib.parse import urlsplit

import click

from timeline.cli.asking import Answer, ask
from timeline.cli.opening import open_current_engine
from timeline.db import DatabaseEngine, read_session, write_transaction
from timeline.queries.holding import list_addresses
from timeline.store.holding import keep_link_check
from timeline.vocab import LINK_OUTCOMES


@click.group()
def links() -> None:
    """Look after the addresses of sources."""


@links.command()
@click.option("--limit", default=500, show_default=True, help="How many addresses to ask at most.")
@click.option("--days", default=30, show_default=True, help="Ask those not asked for so many days.")
@click.option("--timeout", default=15.0, show_default=True, help="Seconds to wait for an answer.")
@click.option("--pause", default=2.0, show_default=True, help="Seconds between two questions to one server.")
@click.option("--own-network", is_flag=True, help="Ask addresses of the own network too.")
def check(*, limit: int, days: int, timeout: float, pause: float, own_network: bool) -> None:
    r"""Ask the addresses of sources and of their archived copies, and keep what came of it.

    Those not asked for the longest come first, and nothing is asked but when this command runs. What does
    not answer stands under “Broken links” among the lists of what there is to do.

    \b
    Example: timeline links check --limit 200
    """
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    counts: dict[str, int] = {}
    with open_current_engine() as engine:
        with read_session(engine) as session:
            urls = list_addresses(session, asked_before=before, limit=limit)
        asked: dict[str, float] = {}
        for url in urls:
            _wait(asked, url, pause)
            answer = ask(url, seconds=timeout, own_network=own_network)
            _keep(engine, url, answer)
            counts[answer.outcome] = counts.get(answer.outcome, 0) + 1
            if answer.is_broken:
                status = f" {answer.status}" if answer.status else ""
                click.echo(f"{LINK_OUTCOMES[answer.outcome].label}{status}\t{url}\t{answer.detail}".rstrip())
    if not urls:
        click.echo(f"Every address was asked within {days} days.", err=True)
        return
    told = ", ".join(
        f"{counts[key]:,} {term.label.lower()}" for key, term in LINK_OUTCOMES.items() if key in counts
    )
    click.echo(f"Asked {len(urls):,} addresses: {told}.", err=True)


def _wait(asked: dict[str, float], url: str, pause: float) -> None:
    """Wait until a server may be asked again."""
    host = urlsplit(url).netloc
    if host in asked:
        time.sleep(max(0.0, asked[host] + pause - time.monotonic()))
    asked[host] = time.monotonic()


def _keep(engine: DatabaseEngine, url: str, answer: Answer) -> None:
    with write_transaction(engine) as session:
        keep_link_check(
            session,
            url,
            outcome=answer.outcome,
            status=answer.status,
            detail=answer.detail,
            at_utc=dt.datetime.now(dt.UTC),
            broken=answer.is_broken,
        )
