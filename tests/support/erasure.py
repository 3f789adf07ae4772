"""Erasing an account, and looking for what is left of it."""

from sqlalchemy import Engine, text

from tests.support.people import Person


def erase(person: Person) -> None:
    answer = person.client.delete("/v1/users/me")
    assert (answer.status_code, answer.content) == (204, b"")


def assert_no_row_has(superuser: Engine, marker: str) -> None:
    with superuser.connect() as connection:
        names = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        for table in connection.scalars(text(names)).all():
            rows = " ".join(connection.scalars(text(f"SELECT CAST(t AS text) FROM {table} AS t")).all()).lower()
            assert marker not in rows, table
