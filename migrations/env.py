"""How Alembic reaches the database: through the program's transaction, or a developer's own."""

from logging.config import fileConfig
from pathlib import Path

from alembic import context
from sqlalchemy import Connection

from timeline.config import load_settings
from timeline.db import create_engine
from timeline.models.schema import metadata
from timeline.models.search import is_ours


def run(connection: Connection) -> None:
    """Run the migrations inside the transaction of the connection, if it has begun one."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=is_ours,  # type: ignore[arg-type]  # It takes any text, Alembic's few words too.
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_for_developer() -> None:
    """Serve the `alembic` command: settings from the environment, log as alembic.ini says."""
    if context.config.config_file_name is not None and Path(context.config.config_file_name).exists():
        fileConfig(context.config.config_file_name, disable_existing_loggers=False)
    engine = create_engine(load_settings().database_url)
    with engine.connect() as connection:
        run(connection)
    engine.dispose()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    run_for_developer()
