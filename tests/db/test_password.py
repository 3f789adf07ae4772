"""A database password that is changed while the board serves: it is read again when the old one is refused."""

import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, make_url, text

from app.main import create_app
from app.settings.config import load_settings, parameter_store
from app.settings.ssm import ParameterStore
from tests.support.backends import OURS
from tests.support.boards import client_of
from tests.support.gateway import Handler
from tests.support.problems import assert_unavailable

FIRST, SECOND = "the-first-password", "the-second-password"


class Parameters:
    """What Parameter Store holds, and how often it was read."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.reads = 0

    def fetch(self, store: ParameterStore, patience: float) -> dict[str, str]:
        self.reads += 1
        return dict(self.values)


@pytest.fixture
def parameters(monkeypatch: pytest.MonkeyPatch) -> Iterator[Parameters]:
    parameters = Parameters()
    monkeypatch.setenv("SSM_PATH", "/heed/test")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr(ParameterStore, "fetch", lambda store, patience: parameters.fetch(store, patience))
    parameter_store.cache_clear()
    yield parameters
    parameter_store.cache_clear()


@pytest.fixture
def role(handler: Handler, superuser: Engine) -> Iterator[str]:
    name = f"heed_{secrets.token_hex(6)}"
    with superuser.connect() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD '{FIRST}'"))
        connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}"))
        yield name
        connection.execute(text(f"SELECT pg_terminate_backend(pid) {OURS} AND usename = '{name}'"))
        connection.execute(text(f"DROP OWNED BY {name}"))
        connection.execute(text(f"DROP ROLE {name}"))


def test_a_changed_password_is_read_again_when_the_old_one_is_refused(
    role: str, superuser: Engine, database_url: str, parameters: Parameters, caplog: pytest.LogCaptureFixture
) -> None:
    url = make_url(database_url).set(username=role, password=FIRST)
    parameters.values["DATABASE_URL"] = url.render_as_string(hide_password=False)
    app = create_app(load_settings())
    with client_of(app) as client, superuser.connect() as connection:
        assert client.get("/v1/posts").status_code == 200
        assert parameters.reads == 1
        connection.execute(text(f"ALTER ROLE {role} PASSWORD '{SECOND}'"))
        connection.execute(text(f"SELECT pg_terminate_backend(pid, 5000) {OURS} AND usename = '{role}'"))
        assert_unavailable(client.get("/v1/posts"))  # It is changed in the database, and not in the settings yet.
        assert "password: it refuses the sign-in (28P01 " in caplog.text
        parameters.values["DATABASE_URL"] = "mysql://nobody"
        assert_unavailable(client.get("/v1/posts"))
        parameters.values["DATABASE_URL"] = url.set(password=SECOND).render_as_string(hide_password=False)
        assert client.get("/v1/posts").status_code == 200
        assert parameters.reads == 4
        assert client.get("/v1/posts").status_code == 200
        assert parameters.reads == 4
    app.state.engine.dispose()
    assert FIRST not in caplog.text
    assert SECOND not in caplog.text
