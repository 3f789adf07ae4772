"""What the API's sessions need is set for its role by the migration, whoever may alter whom."""

import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, make_url, text

from app.db.session_parameters import session_parameters
from app.settings.config import Settings, load_settings
from migrations import runner
from migrations.failure import MigrationError
from migrations.scripts import Scripts
from tests.migrations.conftest import superuser_of
from tests.support.boards import board

PASSWORD = "a-password-of-the-tests"


class Roles:
    """Makes roles, which are the server's, and takes them away."""

    def __init__(self, database: Connection, url: str) -> None:
        self._database = database
        self._url = make_url(url)
        self._names: list[str] = []

    def create(self, options: str = "") -> str:
        """The database's address for a new role."""
        name = f"heed_{secrets.token_hex(6)}"
        self._database.exec_driver_sql(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}' {options}")
        self._names.append(name)
        return self._url.set(username=name, password=PASSWORD).render_as_string(hide_password=False)

    def own(self, url: str) -> str:
        """As if that role had run all migrations."""
        name = make_url(url).username
        self._database.exec_driver_sql(f'ALTER DATABASE "{self._url.database}" OWNER TO {name}')
        self._database.exec_driver_sql(f"""DO $$
            DECLARE made regclass;
            BEGIN
                FOR made IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
                    EXECUTE format('ALTER TABLE %s OWNER TO {name}', made);
                END LOOP;
            END $$""")
        return url

    def drop(self) -> None:
        self._database.exec_driver_sql(f'ALTER DATABASE "{self._url.database}" OWNER TO CURRENT_USER')
        for name in self._names:
            self._database.exec_driver_sql(f"DROP OWNED BY {name} CASCADE")
            self._database.exec_driver_sql(f"DROP ROLE {name}")


@pytest.fixture
def empty_database(upgraded_database: str) -> str:
    """Not empty here. What is set for a role in a database doesn't go with a copy."""
    return upgraded_database


@pytest.fixture
def roles(database: Connection, empty_database: str) -> Iterator[Roles]:
    roles = Roles(database, empty_database)
    yield roles
    roles.drop()


def in_force(settings: Settings) -> dict[str, str]:
    """In a new session of the API's role, read as /ready does."""
    with board(database_url=settings.database_url.get_secret_value()) as client:
        assert client.get("/ready").status_code == 200, client.get("/ready").text
    with superuser_of(settings.database_url.get_secret_value()) as connection:
        return {name: str(connection.scalar(text(f"SHOW {name}"))) for name in session_parameters(settings)}


IN_FORCE = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "synchronize_seqscans": "off",
    "max_parallel_workers_per_gather": "0",
    "pg_trgm.word_similarity_threshold": "0.4",
}


@pytest.mark.parametrize("options", ["", "CREATEROLE"])
def test_one_role_that_is_no_superuser_alters_itself(roles: Roles, options: str) -> None:
    settings = load_settings(database_url=roles.own(roles.create(options)))
    runner.upgrade(settings, Scripts())
    assert in_force(settings) == IN_FORCE


@pytest.mark.parametrize("options", ["", "CREATEROLE"])
def test_an_owner_who_may_not_alter_the_apis_role_lets_it_alter_itself(roles: Roles, options: str) -> None:
    owner, api = roles.own(roles.create(options)), roles.create()
    settings = load_settings(database_url=api, migration_database_url=owner)
    runner.upgrade(settings, Scripts())
    assert in_force(settings) == IN_FORCE


def test_where_neither_works_the_reason_is_told(roles: Roles) -> None:
    owner, api = roles.own(roles.create()), roles.create()
    wrong = make_url(api).set(password="s3cret").render_as_string(hide_password=False)
    with pytest.raises(MigrationError, match=r"time-outs of the API's role failed: .* password: it refuses") as failed:
        runner.upgrade(load_settings(database_url=wrong, migration_database_url=owner), Scripts())
    assert "s3cret" not in str(failed.value)


def test_a_changed_setting_is_in_force_after_the_next_migration(settings: Settings) -> None:
    runner.upgrade(settings, Scripts())
    changed = settings.model_copy(update={"database_statement_timeout": 1.5})
    assert runner.upgrade(changed, Scripts())["revisions"] == []
    assert in_force_now(changed) == IN_FORCE | {"statement_timeout": "1500ms"}


def in_force_now(settings: Settings) -> dict[str, str]:
    with superuser_of(settings.database_url.get_secret_value()) as connection:
        return {name: str(connection.scalar(text(f"SHOW {name}"))) for name in session_parameters(settings)}


def test_nothing_is_altered_twice(settings: Settings, database: Connection) -> None:
    written = text(
        "SELECT s.xmin::text FROM pg_db_role_setting s JOIN pg_database d ON d.oid = setdatabase "
        "WHERE datname = current_database()"
    )
    runner.upgrade(settings, Scripts())
    before = database.scalars(written).all()
    runner.upgrade(settings, Scripts())
    assert len(before) == 1
    assert database.scalars(written).all() == before


def test_another_database_of_the_same_role_is_left_alone(settings: Settings) -> None:
    runner.upgrade(settings, Scripts())
    other = make_url(settings.database_url.get_secret_value()).set(database="postgres")
    with superuser_of(other.render_as_string(hide_password=False)) as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "0"


def test_an_older_code_sets_its_own_on_a_later_schema(settings: Settings, database: Connection) -> None:
    """A release was rolled back, and the settings with it."""
    runner.upgrade(settings, Scripts())
    database.exec_driver_sql("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    changed = settings.model_copy(update={"database_lock_timeout": 1.0})
    assert runner.upgrade(changed, Scripts())["ahead"]
    assert in_force_now(changed) == IN_FORCE | {"lock_timeout": "1s"}
