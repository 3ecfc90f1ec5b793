"""All that schemathesis can ask of the API: every operation, in each of its phases, within a bounded time.

    python -m tests.api.full_run --seconds 900

The tests ask each operation a few questions; this asks for as long as it is given, over a server of its own
with the record of `seed_data/` and the token of an administrator, which it writes with. Another `--seed` asks
other questions. It ends with 1 where something was found, which it prints with a line for curl.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from waitress.server import create_server

from timeline.cli.load import load_into
from timeline.config import Settings
from timeline.db import create_engine, upgrade, write_transaction
from timeline.factory import create_app
from timeline.rights import SCOPES
from timeline.store.people import add_person
from timeline.store.sign_in import add_token

SEED_DATA = Path(__file__).parents[2] / "seed_data"
#: What only the rules of records and of filters can judge is refused with these, though the form is right;
#: and what is changed without a version of which it starts from.
_CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "400", "401", "403", "404", "409", "412", "422", "428"]
[checks.missing_required_header]
expected-statuses = ["400", "401", "403", "406", "415", "422", "428"]
"""
_HOOKS = "tests.api.made_texts"


def main() -> int:
    """Serve, ask, and give 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=900, help="how long to ask (900)")
    parser.add_argument("--seed", type=int, default=1, help="which questions (1)")
    parser.add_argument("--phases", default="examples,coverage,fuzzing,stateful")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as (address, token):
        config = Path(folder) / "schemathesis.toml"
        config.write_text(_CONFIG, encoding="utf-8")
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"),
            *("--seed", str(given.seed), "--max-time", str(given.seconds), "--phases", given.phases),
            *("--header", f"Authorization: Bearer {token}", "--continue-on-failure", "--warnings", "off"),
            *("--suppress-health-check", "all", "--request-timeout", "60", "--no-shrink"),
            f"{address}/api/v1/openapi.json",
        ]
        environment = {**os.environ, "SCHEMATHESIS_HOOKS": _HOOKS, "PYTHONPATH": str(SEED_DATA.parent)}
        return subprocess.run(command, env=environment, cwd=folder, check=False).returncode


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, str]]:
    """Serve a fresh record; give the address, and a token that may do everything."""
    engine = create_engine(f"sqlite:///{folder / 'timeline.sqlite3'}")
    upgrade(engine)
    load_into(engine, SEED_DATA, by="Timeline", reason="To be asked for everything.")
    with write_transaction(engine) as session:
        person = add_person(session, handle="ada", name="Ada", role="administrator")
        token = add_token(session, person=person, name="full run", scopes=SCOPES, days=30)
    settings = Settings(secret_key="k" * 40, cache=str(folder), api_limit=0)
    server = create_server(create_app(settings, engine), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{getattr(server, 'effective_port', 0)}", token
    finally:
        server.close()
        engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
