"""Rows of the test's database, looked at and changed round the API."""

from sqlalchemy import Engine, text


def count(superuser: Engine, what: str, **values: object) -> int:
    with superuser.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {what}"), values) or 0)


def run(superuser: Engine, statement: str, **values: object) -> None:
    with superuser.connect() as connection:
        connection.execute(text(statement), values)
