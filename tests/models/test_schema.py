"""The tables in the code are those in the database, as the migrations have made them."""

from sqlalchemy import Engine, inspect

from app.models.all import metadata
from app.settings.config import load_settings
from migrations import runner
from migrations.scripts import Scripts


def test_there_is_nothing_left_to_migrate(database_url: str) -> None:
    assert runner.check(load_settings(database_url=database_url), Scripts())["drift"] == []


def test_primary_keys(superuser: Engine) -> None:
    """Which Alembic doesn't compare."""
    inspector = inspect(superuser)
    in_the_database = {name: inspector.get_pk_constraint(name)["constrained_columns"] for name in metadata.tables}
    in_the_code = {name: table.primary_key.columns.keys() for name, table in metadata.tables.items()}
    assert {name: set(keys) for name, keys in in_the_code.items()} == {
        name: set(keys) for name, keys in in_the_database.items()
    }
