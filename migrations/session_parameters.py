"""Puts in force what the API's sessions need, as settings of its role in this database: no pooler can lose them."""

from pg8000.exceptions import Error as DriverError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.db.connection import connect
from app.db.failure import explain
from app.db.session_parameters import session_parameters
from app.settings.config import Settings
from app.settings.database_url import parse
from migrations.failure import MigrationError, describe, sqlstate
from migrations.roles import role_of

INSUFFICIENT_PRIVILEGE = "42501"
TRIGRAMS = "pg_trgm"


def set_session_parameters(connection: Connection, settings: Settings) -> None:
    """Alters the role of DATABASE_URL, where it isn't so already. Raises MigrationError.

    It holds for sessions that begin later: a pooler's, when it opens its next connection to the server.
    """
    role = role_of(parse(settings.database_url.get_secret_value()))
    try:
        missing = lacking_parameters(connection, role, session_parameters(settings))
        if missing:
            alter(connection, settings, statements(connection, role, missing))
        connection.commit()
    except DBAPIError as error:
        raise MigrationError(f"setting the time-outs of the API's role failed: {describe(error)}") from None


def lacking_parameters(connection: Connection, role: str, wanted: dict[str, str]) -> dict[str, str]:
    """Those of `wanted` that the role doesn't have in this database, as far as they exist at the revision of now."""
    found = connection.scalars(
        text(
            "SELECT unnest(setconfig) FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase "
            "JOIN pg_roles ON pg_roles.oid = setrole WHERE datname = current_database() AND rolname = :role"
        ),
        {"role": role},
    )
    there = set(found)
    has_trigrams = connection.scalar(text("SELECT true FROM pg_extension WHERE extname = :name"), {"name": TRIGRAMS})
    return {
        name: value
        for name, value in wanted.items()
        if f"{name}={value}" not in there and (has_trigrams or not name.startswith(TRIGRAMS))
    }


def statements(connection: Connection, role: str, parameters: dict[str, str]) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    database = connection.scalar(text("SELECT current_database()"))
    # An extension's parameter may be set by anybody, but only where its library is loaded.
    load = "SELECT word_similarity('', '')"
    needs_load = any(name.startswith(TRIGRAMS) for name in parameters)
    altered = [
        f"ALTER ROLE {quote(role)} IN DATABASE {quote(str(database))} SET {name} = '{value}'"
        for name, value in parameters.items()
    ]
    return [load, *altered] if needs_load else altered


def alter(connection: Connection, settings: Settings, statements: list[str]) -> None:
    """As the owner, who may where it made the role; otherwise as the role itself, which always may."""
    try:
        for statement in statements:
            connection.exec_driver_sql(statement)
    except DBAPIError as error:
        if sqlstate(error) != INSUFFICIENT_PRIVILEGE:
            raise
        connection.rollback()
        alter_itself(settings, statements)


def alter_itself(settings: Settings, statements: list[str]) -> None:
    try:
        api = connect(settings)
        api.autocommit = True
        try:
            for statement in statements:
                api.execute_simple(statement)
        finally:
            api.close()
    except DriverError as error:
        raise MigrationError(
            "setting the time-outs of the API's role failed: the owner may not alter it, and it can't alter itself: "
            f"{explain(error)}"
        ) from None
