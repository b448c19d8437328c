"""Runs the migrations on the connection, and in the transaction, that `storage.store.Store.migrate` hands over."""

from alembic import context

from storage.tables import Table

context.configure(connection=context.config.attributes["connection"], target_metadata=Table.metadata)
context.run_migrations()
