"""The API's own database role: it reads and writes rows, and can't change the schema."""

import base64
import hashlib
import hmac
import secrets

from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import DBAPIError

from app.settings.config import Settings
from migrations.failure import MigrationError, describe
from migrations.state import own_relations

ROWS = "SELECT, INSERT, UPDATE, DELETE"
ITERATIONS = 4096  # PostgreSQL's own default.


def grant_api_role(connection: Connection, settings: Settings) -> None:
    """Gives the role of DATABASE_URL what the API needs, on all there is and all that will be; creates it if missing.

    Nothing to do where the API connects as the owner, as it does locally. Running it again changes nothing. Raises
    MigrationError, which doesn't repeat the statement: one of them holds the verifier of a password.
    """
    api = make_url(settings.database_url.get_secret_value())
    if not settings.migration_database_url:
        return
    if api.username == make_url(settings.migration_database_url.get_secret_value()).username:
        return
    try:
        for statement in statements(connection, api, iam=settings.database_iam_auth):
            connection.exec_driver_sql(statement)
        connection.commit()
    except DBAPIError as error:
        raise MigrationError(f"granting to the API's role failed: {describe(error.orig or error)}") from None


def statements(connection: Connection, api: URL, *, iam: bool) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    role = quote(str(api.username))
    schema, database = connection.execute(text("SELECT current_schema(), current_database()")).one()
    schema, database = quote(schema), quote(database)
    creation = []
    if not connection.scalar(text("SELECT true FROM pg_roles WHERE rolname = :name"), {"name": api.username}):
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


def password_clause(api: URL) -> str:
    """The password as PostgreSQL stores it (RFC 5803), so that no log of statements has it; "" where there is none."""
    if not api.password:
        return ""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", str(api.password).encode(), salt, ITERATIONS)
    stored_key = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    salt_text, stored, server = (base64.b64encode(part).decode() for part in (salt, stored_key, server_key))
    return f" PASSWORD 'SCRAM-SHA-256${ITERATIONS}:{salt_text}${stored}:{server}'"
