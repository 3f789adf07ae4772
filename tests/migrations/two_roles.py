"""A database of two roles: the one that owns it, and the API's."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url, text

from app.settings.config import Settings, load_settings
from tests.migrations.conftest import new_database, superuser_of

# With a soft hyphen, a ligature, a non-breaking space and a decomposed letter, all of which clients send as something
# else (RFC 4013).
PASSWORD = "p'w %s:@/\\ \u00ad\ufb01\u00a0e\u0301 " + secrets.token_hex(4)


@contextmanager
def database_of_two_roles() -> Iterator[Settings]:
    """Settings of a database that belongs to a role of its own, which may make others; the API's role is yet to be."""
    number = secrets.token_hex(6)
    owner, api = f"heed_owner_{number}", f'heed "api" {number}'
    with new_database() as own, superuser_of(own) as database:
        url = make_url(own)
        database.exec_driver_sql(f"CREATE ROLE {owner} LOGIN CREATEROLE PASSWORD 'owner'")
        database.exec_driver_sql(f'ALTER DATABASE "{url.database}" OWNER TO {owner}')
        yield load_settings(
            migration_database_url=url.set(username=owner, password="owner").render_as_string(hide_password=False),
            database_url=url.set(username=api, password=PASSWORD).render_as_string(hide_password=False),
        )
        there = text("SELECT quote_ident(rolname) FROM pg_roles WHERE rolname IN (:api, :owner) ORDER BY rolname")
        roles = database.scalars(there, {"api": api, "owner": owner}).all()
        for role in roles:
            database.exec_driver_sql(f"DROP OWNED BY {role} CASCADE")
        database.exec_driver_sql(f'ALTER DATABASE "{url.database}" OWNER TO CURRENT_USER')
        database.exec_driver_sql(f"DROP ROLE {', '.join(roles)}")


def as_owner(settings: Settings) -> str:
    assert settings.migration_database_url
    return settings.migration_database_url.get_secret_value()


def as_api(settings: Settings) -> str:
    return settings.database_url.get_secret_value()


def as_superuser(settings: Settings) -> str:
    database = make_url(as_api(settings)).database
    return make_url(os.environ["DATABASE_URL"]).set(database=database).render_as_string(hide_password=False)
