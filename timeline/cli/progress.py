"""How far long work has come, shown on a terminal only."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

SHOWN_EVERY_SECONDS = 0.2


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar; the function given is told how much of how much is done."""
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as shown:

        def show(done: int, total: int) -> None:
            shown.length = total
            shown.update(done - shown.pos)

        yield show


@contextmanager
def counter(label: str) -> Iterator[Callable[[], None]]:
    """Show a number that grows, for work whose end is not known; the function given adds one."""
    on_terminal = sys.stderr.isatty()
    number, shown_at = 0, 0.0

    def add() -> None:
        nonlocal number, shown_at
        number += 1
        if on_terminal and time.monotonic() - shown_at > SHOWN_EVERY_SECONDS:
            shown_at = time.monotonic()
            click.echo(f"\r{label}  {number:,}", err=True, nl=False)

    yield add
    if on_terminal:
        click.echo(f"\r{label}  {number:,}", err=True)
