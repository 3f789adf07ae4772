"""How often a connection is tried, after which pauses, and for how long each time, by a clock of the tests' own."""

import math
from types import SimpleNamespace

import pytest
from pg8000.exceptions import DatabaseError, InterfaceError

from app.db import connection
from app.db.driver import Connection
from app.db.failure import UnusableServer
from app.settings.config import Settings, load_settings


class Attempts:
    """In place of connect(): each takes so many seconds, and ends as it is told; at last one succeeds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.errors: list[Exception] = []
        self.given: list[float] = []
        self.of: list[Settings] = []
        self.slept: list[float] = []
        self.now = 1000.0

    def connect(self, settings: Settings, at_most: float) -> str:
        self.given.append(at_most)
        self.of.append(settings)
        self.now += self.seconds
        if self.errors:
            raise self.errors.pop(0)
        return "connected"

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> Attempts:
    attempts = Attempts(seconds=2.0)
    monkeypatch.setattr(connection, "connect", attempts.connect)
    monkeypatch.setattr(connection, "time", SimpleNamespace(monotonic=lambda: attempts.now, sleep=attempts.sleep))
    return attempts


def silence() -> InterfaceError:
    error = InterfaceError("no connection")
    error.__cause__ = TimeoutError()
    return error


def refusal(state: str) -> DatabaseError:
    return DatabaseError({"C": state})


@pytest.mark.parametrize(
    ("resume", "given"),
    [
        (0.0, [math.inf]),
        (3.4, [math.inf]),
        (3.5, [math.inf, 1.0]),  # For less than a second none is begun.
        (10.0, [math.inf, 7.5, 5.0, 2.5]),
    ],
)
def test_a_database_that_stays_silent(attempts: Attempts, resume: float, given: list[float]) -> None:
    attempts.errors = [silence() for _ in range(9)]
    with pytest.raises(InterfaceError):
        connection.open_connection(load_settings(database_resume_timeout=resume))
    assert attempts.given == given
    assert attempts.slept == [0.5] * (len(given) - 1)


def test_one_that_wakes_up(attempts: Attempts) -> None:
    attempts.errors = [silence(), refusal("57P03")]
    assert connection.open_connection(load_settings(database_resume_timeout=10.0)) == "connected"
    assert attempts.given == [math.inf, 7.5, 5.0]


@pytest.mark.parametrize("state", ["28P01", "28000"])
def test_a_password_that_was_changed_is_read_again_at_once(
    attempts: Attempts, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    old, new = load_settings(), load_settings(max_body_bytes=2048)
    monkeypatch.setattr(connection, "renew_settings", lambda settings: new if settings is old else None)
    attempts.errors = [refusal(state)]
    assert connection.open_connection(old) == "connected"
    assert ([each is new for each in attempts.of], attempts.slept) == ([False, True], [])
    attempts.errors = [refusal(state)] * 2
    with pytest.raises(DatabaseError):  # The new one is refused, too.
        connection.open_connection(old)


@pytest.mark.parametrize("error", [refusal("3D000"), refusal("28P02"), UnusableServer("trust", "it is another")])
def test_what_a_pause_does_not_mend_is_not_tried_again(attempts: Attempts, error: Exception) -> None:
    attempts.errors = [error]
    with pytest.raises(type(error)):
        connection.open_connection(load_settings(database_resume_timeout=10.0))
    assert len(attempts.given) == 1


@pytest.mark.parametrize("code", [3, 5, 10])
def test_a_password_that_the_url_does_not_have(code: int) -> None:
    """In clear text, as MD5, by SCRAM (https://www.postgresql.org/docs/current/protocol-message-formats.html)."""
    signing_in = Connection.__new__(Connection)
    signing_in.password = None
    with pytest.raises(UnusableServer, match="the URL has none") as refused:
        signing_in.handle_AUTHENTICATION_REQUEST(code.to_bytes(4, "big") + b"salt", None)
    assert refused.value.cause == "password"
