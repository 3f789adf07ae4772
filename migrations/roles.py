"""The API's own database role: it reads and writes rows, and can't change the schema."""

import base64

from scramp import ScramException, ScramMechanism
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.settings.config import Settings
from app.settings.database_url import DatabaseURL, parse
from migrations.failure import MigrationError, describe
from migrations.state import own_relations

ROWS = "SELECT, INSERT, UPDATE, DELETE"


def grant_api_role(connection: Connection, settings: Settings) -> None:
    """Gives the role of DATABASE_URL what the API needs, on all there is and all that will be; creates it if missing.

    Nothing to do where the API connects as the owner, as it does locally. Running it again changes nothing. Raises
    MigrationError, which doesn't repeat the statement: one of them holds the verifier of a password.
    """
    api = parse(settings.database_url.get_secret_value())
    owner = parse(settings.migration_database_url.get_secret_value()) if settings.migration_database_url else api
    if role_of(api) == role_of(owner):
        return
    try:
        for statement in statements(connection, api, iam=settings.database_iam_auth):
            connection.exec_driver_sql(statement)
        connection.commit()
    except DBAPIError as error:
        raise MigrationError(f"granting to the API's role failed: {describe(error.orig or error)}") from None


def role_of(url: DatabaseURL) -> str:
    """The role's name in the database; to Supabase's pooler it is told with the project's behind it."""
    return url.user.rpartition(".")[0] if url.host.endswith(".pooler.supabase.com") else url.user


def statements(connection: Connection, api: DatabaseURL, *, iam: bool) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    role = quote(role_of(api))
    schema, database = connection.execute(text("SELECT current_schema(), current_database()")).one()
    schema, database = quote(schema), quote(database)
    creation = []
    if not connection.scalar(text("SELECT true FROM pg_roles WHERE rolname = :name"), {"name": role_of(api)}):
        creation = [f"CREATE ROLE {role} LOGIN{password_clause(api)}", *([f"GRANT rds_iam TO {role}"] if iam else [])]
    grants = [
        f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC, {role}",
        f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {role}",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {ROWS} ON TABLES TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE ON SEQUENCES TO {role}",
        *(f"GRANT {ROWS} ON {table} TO {role}" for table in own_relations(connection, "r")),
        *(f"GRANT USAGE ON SEQUENCE {sequence} TO {role}" for sequence in own_relations(connection, "S")),
    ]
    if connection.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL")):
        grants.append(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}")
    return creation + grants


def password_clause(api: DatabaseURL) -> str:
    """The password as PostgreSQL stores it (RFC 5803), so that no log of statements has it; "" where there is none."""
    if not api.password:
        return ""
    try:
        salt, stored, server, iterations = ScramMechanism().make_auth_info(api.password)
    except ScramException as error:
        raise MigrationError(f"DATABASE_URL: its password can't be used (RFC 4013): {error}") from None
    salt, stored, server = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return f" PASSWORD 'SCRAM-SHA-256${iterations}:{salt}${stored}:{server}'"
