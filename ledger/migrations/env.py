"""Run the steps in the transaction that is handed over: all of them, or none."""

from alembic import context

# The name that Alembic loads this file under; under another there is no context.
if __name__ == "env_py":
    context.configure(
        connection=context.config.attributes["connection"], transactional_ddl=True
    )
    context.run_migrations()
