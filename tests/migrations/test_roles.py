"""Two database roles: the one that owns the schema, and the API's, which can't change it."""

from collections.abc import Iterator

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from app.settings.config import Settings
from app.settings.database_url import parse
from handler.renewing_app import RenewingApp
from migrations import runner
from migrations.failure import MigrationError, sqlstate
from migrations.roles import role_of
from migrations.scripts import Scripts
from tests.migrations.conftest import superuser_of
from tests.migrations.two_roles import PASSWORD, as_api, as_owner, as_superuser, database_of_two_roles
from tests.support.database import way_round
from tests.support.gateway import GatewayTransport
from tests.support.people import People


@pytest.fixture
def two_roles() -> Iterator[Settings]:
    with database_of_two_roles() as settings:
        yield settings


@pytest.fixture(scope="module")
def migrated() -> Iterator[Settings]:
    """One for all tests that leave to the others what they look at."""
    with database_of_two_roles() as settings:
        runner.upgrade(settings, Scripts())
        yield settings


def test_the_owner_owns_and_the_api_has_rows_only(migrated: Settings) -> None:
    with superuser_of(as_superuser(migrated)) as database:
        owners = set(database.scalars(text("SELECT tableowner FROM pg_tables WHERE schemaname = 'public'")))
    assert owners == {make_url(as_owner(migrated)).username}
    with superuser_of(as_api(migrated)) as api:
        assert api.scalar(text("SELECT count(*) FROM webhooks")) == 0
        assert api.scalar(text("SELECT version_num FROM alembic_version")) == Scripts().head


def test_roles_that_are_there_already_and_an_owner_of_the_tables_only(two_roles: Settings) -> None:
    """As infra/database.yaml makes them: the owner has every right on the database, and doesn't own it."""
    owner, api = (make_url(of(two_roles)) for of in (as_owner, as_api))
    role = f'"{str(api.username).replace(chr(34), chr(34) * 2)}"'
    password = PASSWORD.replace("'", "''")
    with superuser_of(as_superuser(two_roles)) as database:
        database.exec_driver_sql(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")
        database.exec_driver_sql(f'ALTER DATABASE "{api.database}" OWNER TO CURRENT_USER')
        database.exec_driver_sql(f'GRANT ALL ON DATABASE "{api.database}" TO {owner.username}')
        database.exec_driver_sql(f"GRANT ALL ON SCHEMA public TO {owner.username}")
        database.exec_driver_sql(f"ALTER ROLE {owner.username} NOCREATEROLE")
    runner.upgrade(two_roles, Scripts())
    with superuser_of(as_api(two_roles)) as connection:
        assert connection.scalar(text("SELECT count(*) FROM users")) == 0
        with pytest.raises(DBAPIError, match="42501"):
            connection.exec_driver_sql("CREATE TABLE mine ()")


CHANGES = [
    "CREATE TABLE mine ()",
    "CREATE TABLE public.mine ()",
    "CREATE SCHEMA mine",
    "CREATE TEMPORARY TABLE mine ()",
    "CREATE INDEX mine ON posts (title)",
    "CREATE VIEW mine AS SELECT 1",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER TABLE posts ADD COLUMN mine int",
    "ALTER TABLE posts DISABLE TRIGGER ALL",
    "DROP TABLE votes",
    "DROP INDEX uq_users_email",
    "TRUNCATE posts CASCADE",
    "ALTER SEQUENCE posts_id_seq RESTART",
    "UPDATE alembic_version SET version_num = 'mine'",
    "DELETE FROM alembic_version",
    "CREATE ROLE mine",
    "ALTER DATABASE postgres SET work_mem = 1",
]


def test_the_api_can_not_change_the_schema(migrated: Settings) -> None:
    with superuser_of(as_api(migrated)) as api:
        for statement in CHANGES:
            with pytest.raises(DBAPIError) as refused:
                api.exec_driver_sql(statement)
            assert sqlstate(refused.value) == "42501", statement


def test_the_api_serves(migrated: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign-up, sign-in, posts, votes and the rest, as a role that owns nothing."""
    from handler import api as handler_api

    monkeypatch.setenv("DATABASE_URL", as_api(migrated))
    renewing = RenewingApp()
    monkeypatch.setattr(handler_api.gateway, "app", renewing)
    with httpx.Client(transport=GatewayTransport(handler_api.handler), base_url="https://board.example.com") as client:
        admin = People(client).join("Admin")
        post = admin.post_idea()
        assert admin.vote(post["id"])["votes_count"] == 1
        assert admin.client.delete(f"/v1/posts/{post['id']}/vote").json()["votes_count"] == 0
        assert admin.client.patch(f"/v1/posts/{post['id']}", json={"title": "Darker"}).status_code == 200
        assert client.get("/v1/posts").json()["items"][0]["title"] == "Darker"
        assert admin.client.delete(f"/v1/posts/{post['id']}").status_code == 204
        assert client.get("/ready").status_code == 200
    assert renewing.current
    renewing.current.state.engine.dispose()


def test_tables_of_later_revisions_are_granted_as_they_are_made(migrated: Settings) -> None:
    engine = way_round(as_owner(migrated))
    with engine.begin() as owner:
        owner.exec_driver_sql("CREATE TABLE later (id bigint GENERATED ALWAYS AS IDENTITY, n bigserial)")
    engine.dispose()
    with superuser_of(as_api(migrated)) as api:
        assert api.exec_driver_sql("INSERT INTO later DEFAULT VALUES RETURNING id, n").one() == (1, 1)


def test_tables_of_strangers_are_not_granted(migrated: Settings) -> None:
    """A superuser installed PostGIS: the owner's role may not grant rights to its table, and the API needs none."""
    with superuser_of(as_superuser(migrated)) as database:
        database.exec_driver_sql("CREATE TABLE spatial_ref_sys (srid int GENERATED ALWAYS AS IDENTITY)")
        runner.upgrade(migrated, Scripts())
        with superuser_of(as_api(migrated)) as api:
            assert api.scalar(text("SELECT count(*) FROM webhooks")) == 0
            with pytest.raises(DBAPIError, match="42501"):
                api.exec_driver_sql("SELECT count(*) FROM spatial_ref_sys")
        database.exec_driver_sql("DROP TABLE spatial_ref_sys")


def test_a_table_of_ours_that_belongs_to_another_role_is_told(migrated: Settings) -> None:
    with superuser_of(as_superuser(migrated)) as database:
        database.exec_driver_sql("ALTER TABLE posts OWNER TO CURRENT_USER")
        with pytest.raises(MigrationError, match="the API's role failed: 42501 permission denied for table posts"):
            runner.upgrade(migrated, Scripts())
        database.exec_driver_sql(f"ALTER TABLE posts OWNER TO {make_url(as_owner(migrated)).username}")


def test_again_changes_nothing(migrated: Settings) -> None:
    privileges = text(
        "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    with superuser_of(as_superuser(migrated)) as database:
        before = database.execute(privileges).all()
        assert runner.upgrade(migrated, Scripts())["revisions"] == []
        assert database.execute(privileges).all() == before


def test_a_password_is_stored_as_a_verifier(migrated: Settings) -> None:
    role = {"role": make_url(as_api(migrated)).username}
    with superuser_of(as_superuser(migrated)) as database:
        stored = database.scalar(text("SELECT rolpassword FROM pg_authid WHERE rolname = :role"), role)
        rights = text("SELECT rolcreaterole OR rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = :role")
        assert database.scalar(rights, role) is False
    assert stored.startswith("SCRAM-SHA-256$4096:")


def test_an_owner_that_may_not_make_roles(two_roles: Settings) -> None:
    with superuser_of(as_superuser(two_roles)) as database:
        database.exec_driver_sql(f"ALTER ROLE {make_url(as_owner(two_roles)).username} NOCREATEROLE")
    with pytest.raises(MigrationError, match="granting to the API's role failed: 42501 permission denied") as failed:
        runner.upgrade(two_roles, Scripts())
    assert "SCRAM" not in str(failed.value)


@pytest.mark.parametrize(
    ("url", "role"),
    [
        ("postgresql://postgres.abcdef:x@aws-0-eu-central-1.pooler.supabase.com:6543/postgres", "postgres"),
        ("postgresql://heed.app.abcdef:x@aws-0-eu-central-1.pooler.supabase.com/postgres", "heed.app"),
        ("postgresql://heed.app:x@db.example.com/heed", "heed.app"),
    ],
)
def test_a_poolers_name_for_a_role_is_not_the_roles(url: str, role: str) -> None:
    assert role_of(parse(url)) == role


def test_a_password_that_no_client_could_send_is_refused(two_roles: Settings) -> None:
    url = make_url(as_api(two_roles)).set(password="s3cret\u0007").render_as_string(hide_password=False)
    wrong = two_roles.model_copy(update={"database_url": SecretStr(url)})
    with pytest.raises(MigrationError, match=r"^DATABASE_URL: its password can't be used \(RFC 4013\)") as failed:
        runner.upgrade(wrong, Scripts())
    assert "s3cret" not in str(failed.value)
