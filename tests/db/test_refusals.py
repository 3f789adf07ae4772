"""What PostgreSQL refuses: 503 and when to come back where waiting helps, else the caller's fault, else ours."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import Connection, Engine, make_url, text

from app.main import create_app
from app.settings.config import load_settings
from tests.support.backends import kill_backends, wait_for_a_lock
from tests.support.boards import board, client_of
from tests.support.database import parameters
from tests.support.gateway import Handler
from tests.support.people import Person
from tests.support.problems import assert_problem, assert_unavailable

OURS, TELLS_WHAT = 500, 422
STATUSES = {
    "23505": 409, "23503": 409, "23P01": 409, "23502": TELLS_WHAT, "23514": TELLS_WHAT,
    "22021": TELLS_WHAT, "22003": TELLS_WHAT, "22001": TELLS_WHAT, "22P05": TELLS_WHAT,
    "08006": 503, "25006": 503, "25P03": 503, "28P01": 503, "3D000": 503, "40001": 503, "40P01": 503, "53300": 503,
    "53200": 503, "55P03": 503, "57014": 503, "57P01": 503, "57P03": 503, "58030": 503,
    "42P01": OURS, "42501": OURS, "0A000": OURS, "XX000": OURS, "P0001": OURS,
}  # fmt: skip


@pytest.fixture
def raising(superuser: Engine, handler: Handler) -> Iterator[Connection]:
    """Inserting a post raises what its title says, in words that the caller must not read."""
    with superuser.connect() as connection:
        connection.execute(
            text("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
            AS 'BEGIN RAISE EXCEPTION USING ERRCODE = NEW.title, MESSAGE = ''inner words''; END'
        """)
        )
        connection.execute(text("CREATE TRIGGER refuse BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION refuse()"))
        yield connection
        connection.execute(text("DROP FUNCTION refuse CASCADE"))


@pytest.mark.parametrize(("sqlstate", "status"), STATUSES.items())
def test_each_sqlstate(
    raising: Connection, member: Person, sqlstate: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    answer = member.client.post("/v1/posts", json={"title": sqlstate})
    assert_problem(answer, status)
    assert "inner words" not in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert sqlstate in caplog.text
    assert member.client.get("/v1/users/me").json()["id"] == member.id


@contextmanager
def locked(superuser: Engine, statement: str) -> Iterator[Connection]:
    """A transaction of somebody else's that has run the statement and stays open."""
    with superuser.execution_options(isolation_level="READ COMMITTED").connect() as connection:
        connection.execute(text(statement))
        yield connection
        connection.rollback()


@pytest.mark.parametrize(
    ("lock_timeout", "statement_timeout", "sqlstate"), [(0.2, 5, "55P03"), (5, 0.2, "57014")], ids=["lock", "statement"]
)
def test_waiting_for_a_lock_ends(
    superuser: Engine,
    member: Person,
    lock_timeout: float,
    statement_timeout: float,
    sqlstate: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    post_id = member.post_idea()["id"]
    timeouts = {"database_lock_timeout": lock_timeout, "database_statement_timeout": statement_timeout}
    with parameters(**timeouts), board(**timeouts) as client:
        client.headers["Authorization"] = member.client.headers["Authorization"]
        with locked(superuser, f"SELECT FROM posts WHERE id = {post_id} FOR UPDATE"):
            assert_unavailable(client.put(f"/v1/posts/{post_id}/vote"))
        assert sqlstate in caplog.text
        assert client.put(f"/v1/posts/{post_id}/vote").json() == {"voted": True, "votes_count": 1}


def test_a_deadlock_ends(superuser: Engine, admin: Person, member: Person, caplog: pytest.LogCaptureFixture) -> None:
    """The board locks admins in the order of their ids; somebody else takes them the other way round."""
    assert admin.client.patch(f"/v1/users/{member.id}", json={"role": "admin"}).status_code == 200
    with locked(superuser, f"SELECT FROM users WHERE id = {member.id} FOR UPDATE") as other:
        other.execute(text("SET LOCAL deadlock_timeout = '20s'"))  # So that it is the board that gives up.

        def lock_the_first_one_too() -> None:
            wait_for_a_lock(superuser)
            other.execute(text(f"SELECT FROM users WHERE id = {admin.id} FOR UPDATE"))

        thread = threading.Thread(target=lock_the_first_one_too)
        thread.start()
        assert_unavailable(admin.client.patch(f"/v1/users/{member.id}", json={"role": "member"}))
        thread.join()
    assert "40P01" in caplog.text
    assert admin.client.patch(f"/v1/users/{member.id}", json={"role": "member"}).json()["role"] == "member"


@pytest.fixture
def role(superuser: Engine, handler: Handler, database_url: str) -> Iterator[str]:
    """A role that may read and write, and is no superuser; its name is the database's, as roles are the server's."""
    name = re.sub(r"\W", "_", make_url(database_url).database or "")
    with superuser.connect() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'heed'"))
        connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}"))
        yield name
        connection.execute(text(f"DROP OWNED BY {name}"))
        connection.execute(text(f"DROP ROLE {name}"))


@pytest.mark.parametrize(
    ("limit", "back", "sqlstate"),
    [
        ("CONNECTION LIMIT 0", "CONNECTION LIMIT -1", "53300"),
        ("SET default_transaction_read_only = on", "RESET default_transaction_read_only", "25006"),
        ("NOLOGIN", "LOGIN", "28000"),
        ("PASSWORD 'changed'", "PASSWORD 'heed'", "28P01"),
    ],
)
def test_a_server_that_takes_nothing_now(
    superuser: Engine,
    database_url: str,
    role: str,
    limit: str,
    back: str,
    sqlstate: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    body = {"email": "a@example.com", "name": "A", "password": "correct horse"}
    with board(database_url=database_url.replace("heed:heed@", f"{role}:heed@")) as client:
        with superuser.connect() as connection:
            connection.execute(text(f"ALTER ROLE {role} {limit}"))
            assert_unavailable(client.post("/v1/users", json=body))
            connection.execute(text(f"ALTER ROLE {role} {back}"))
        kill_backends(superuser)
        assert sqlstate in caplog.text
        assert client.post("/v1/users", json=body).status_code == 201


def test_a_pool_that_is_empty(handler: Handler) -> None:
    """One environment serves one request at a time, so this is for those who run the app in another way."""
    app = create_app(load_settings(database_connect_timeout=0.3))
    with client_of(app) as client:
        with app.state.engine.connect():
            assert_unavailable(client.get("/v1/posts"))
        assert client.get("/v1/posts").status_code == 200
    app.state.engine.dispose()


def test_a_schema_that_is_behind(superuser: Engine, visitor: httpx.Client) -> None:
    with superuser.connect() as connection:
        connection.execute(text("ALTER TABLE alembic_version RENAME TO away"))
        try:
            assert "no revision" in assert_problem(visitor.get("/ready"), 503)["detail"]
        finally:
            connection.execute(text("ALTER TABLE away RENAME TO alembic_version"))
    assert visitor.get("/ready").status_code == 200
