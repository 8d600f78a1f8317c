"""Alembic's entry: runs the migrations on the database that `store.migrate` names."""

from alembic import context
from sqlalchemy.engine import Connection

from assessment.store import belongings
from assessment.store.database import Base, Database

config = context.config
belongings.tables()  # fills the metadata with all there are


def run() -> None:
    connectable = config.attributes.get("connection")
    if connectable is None:
        database = Database(config.attributes["url"])
        with database.engine.execution_options(writing=True).connect() as connection:
            _migrate(connection)
        database.close()
    else:
        with connectable.connect() as connection:
            _migrate(connection)


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


run()
