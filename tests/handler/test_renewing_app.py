"""The board of a warm process: settings that change under it, or were never right."""

import logging
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from mangum import Mangum
from sqlalchemy import Engine, text

from app.settings.config import SettingsError, load_settings
from handler import renewing_app
from handler.renewing_app import RenewingApp
from tests.support.backends import OURS
from tests.support.gateway import GatewayTransport


def backend_pids(superuser: Engine) -> set[int]:
    """Those of this database, once the ones that are ending have ended."""
    time.sleep(0.2)
    with superuser.connect() as connection:
        return set(connection.scalars(text(f"SELECT pid {OURS}")))


NEVER = float("inf")


@pytest.fixture
def settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What load_settings() gives the app: change it to change them; put an "error" in to make it fail."""
    given: dict[str, Any] = {"expires_at": 0.0}

    def load() -> object:
        if "error" in given:
            raise SettingsError(given["error"])
        return load_settings(**{name: value for name, value in given.items() if name != "expires_at"})

    monkeypatch.setattr(renewing_app, "load_settings", load)
    monkeypatch.setattr(renewing_app, "settings_expire_at", lambda: given["expires_at"])
    return given


@pytest.fixture
def renewing(settings: dict[str, Any]) -> Iterator[RenewingApp]:
    renewing = RenewingApp()
    yield renewing
    if renewing.current:
        renewing.current.state.engine.dispose()


@pytest.fixture
def client(renewing: RenewingApp) -> httpx.Client:
    return httpx.Client(
        transport=GatewayTransport(Mangum(renewing, lifespan="off")), base_url="https://board.example.com"
    )


def test_the_same_app_serves_as_long_as_the_settings_are_the_same(renewing: RenewingApp, client: httpx.Client) -> None:
    app = renewing.current
    assert client.get("/ready").status_code == 200
    assert renewing.current is app


def test_changed_settings_make_a_new_app_without_a_restart(
    renewing: RenewingApp, client: httpx.Client, settings: dict[str, Any]
) -> None:
    origin = {"Origin": "https://new.example.com"}
    assert "access-control-allow-origin" not in client.get("/health", headers=origin).headers
    settings["cors_origins"] = "https://new.example.com"
    answer = client.get("/health", headers=origin)
    assert answer.headers["access-control-allow-origin"] == "https://new.example.com"


def test_the_connection_of_the_old_settings_is_closed(
    renewing: RenewingApp, client: httpx.Client, settings: dict[str, Any], superuser: Engine
) -> None:
    """At a renewal, and not when Python collects the old app: the server grants an environment one connection."""
    assert client.get("/ready").status_code == 200
    old = renewing.current
    assert old
    before = backend_pids(superuser)
    settings["max_body_bytes"] = 2048
    assert client.get("/ready").status_code == 200
    assert renewing.current is not old
    assert old.state.engine.pool.checkedin() == 0
    assert len(backend_pids(superuser) - before) == 1
    assert len(before - backend_pids(superuser)) == 1


def test_settings_that_are_still_good_are_not_loaded_again(
    renewing: RenewingApp, client: httpx.Client, settings: dict[str, Any]
) -> None:
    settings["expires_at"] = NEVER
    client.get("/health")
    settings["error"] = "heed: must not be asked"
    assert client.get("/health").status_code == 200


def test_they_are_loaded_again_when_they_expire(
    renewing: RenewingApp, client: httpx.Client, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing_app, "time", SimpleNamespace(time=lambda: 1000.0))
    settings["max_body_bytes"] = 2048
    for expires_at, limit in ((1000.1, 262_144), (1000.0, 2048)):
        renewing.expires_at = expires_at
        client.get("/health")
        assert renewing.settings
        assert renewing.settings.max_body_bytes == limit


def test_settings_that_went_bad_leave_the_old_ones_serving(
    renewing: RenewingApp, client: httpx.Client, settings: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    settings["error"] = "heed: SECRET_KEY: must have at least 32 characters"
    assert client.get("/ready").status_code == 200
    assert "heed: SECRET_KEY" in caplog.text


def test_without_settings_503_until_they_are_there(settings: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    settings["error"] = "heed: DATABASE_URL: is missing (parameter /heed/prod/DATABASE_URL)"
    renewing = RenewingApp()
    with httpx.Client(
        transport=GatewayTransport(Mangum(renewing, lifespan="off")), base_url="https://board.example.com"
    ) as client:
        with caplog.at_level(logging.ERROR):
            answer = client.get("/v1/posts")
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert answer.json()["status"] == 503
        assert "DATABASE_URL" not in answer.text
        assert "/heed/prod/DATABASE_URL" in caplog.text
        del settings["error"]
        assert client.get("/v1/posts").status_code == 200
    assert renewing.current
    renewing.current.state.engine.dispose()


def test_a_snapshot_is_taken_of_the_whole_app(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[object] = []
    monkeypatch.setattr(renewing_app, "build_all", built.append)
    RenewingApp()
    assert built == []
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
    renewing = RenewingApp()
    assert built == [renewing.current]
