"""Settings from SSM: moto's, over HTTP, with its paging and encryption, and with AWS's ways of refusing."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from moto.server import ThreadedMotoServer

from app.settings import ssm
from app.settings.config import Settings, SettingsError, load_settings, parameter_store
from app.settings.ssm import ParameterStore, ParameterStoreError
from tests.support.parameter_store import PATH, Front, RateLimit, Stored

STORED = {
    "SECRET_KEY": "a-key-that-only-parameter-store-knows-0123",
    "DATABASE_URL": "postgresql://heed:p4ss@db.example.com/heed",
}


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def front(moto: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    """Lambda's environment, with SSM's endpoint in front of moto."""
    for name in ("SECRET_KEY", "DATABASE_URL", "BCRYPT_ROUNDS"):
        monkeypatch.delenv(name, raising=False)
    front = Front(moto)
    for name, value in {
        "AWS_LAMBDA_FUNCTION_NAME": "heed-api",
        "AWS_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_ENDPOINT_URL_SSM": front.url,
        "SSM_PATH": PATH,
    }.items():
        monkeypatch.setenv(name, value)
    parameter_store.cache_clear()
    yield front
    parameter_store.cache_clear()
    front.close()


@pytest.fixture
def store(front: Front, moto: str) -> Iterator[Stored]:
    stored = Stored(moto)
    for name, value in STORED.items():
        stored.put(name, value)
    yield stored
    stored.clear()


def secret_of(settings: Settings) -> str:
    return settings.secret_key.get_secret_value()


def test_one_call_brings_every_setting_decrypted(store: Stored, front: Front) -> None:
    store.put("bcrypt_rounds", "11", kind="String")
    settings = load_settings()
    assert secret_of(settings) == STORED["SECRET_KEY"]
    assert settings.bcrypt_rounds == 11
    assert front.calls == 1


def test_the_environment_wins(store: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "the-key-in-the-environment-0123456789")
    settings = load_settings()
    assert secret_of(settings) == "the-key-in-the-environment-0123456789"
    assert "db.example.com" in settings.database_url.get_secret_value()


def test_pages(store: Stored, front: Front) -> None:
    for number in range(12):
        store.put(f"UNRELATED_{number:02}", "x", kind="String")
    assert len(ParameterStore(PATH).read()) == 14
    assert front.calls == 2


def test_kept_for_five_minutes_then_asked_again(store: Stored, front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    load_settings()
    store.put("SECRET_KEY", "the-rotated-key-0123456789-0123456789")
    assert secret_of(load_settings()) == STORED["SECRET_KEY"]
    assert front.calls == 1
    later = time.time() + ssm.KEPT + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert secret_of(load_settings()) == "the-rotated-key-0123456789-0123456789"


def test_the_old_values_serve_while_ssm_throttles(store: Stored, front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    load_settings()
    front.judge = lambda: (400, "ThrottlingException")
    later = time.time() + ssm.KEPT + 1
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(ssm, "ATTEMPT", 0.3)
    assert secret_of(load_settings()) == STORED["SECRET_KEY"]
    calls = front.calls
    assert secret_of(load_settings()) == STORED["SECRET_KEY"]
    assert front.calls == calls, "after a failed refresh, SSM is left alone for a while"


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        ((400, "AccessDeniedException"), "denied"),
        ((400, "KMSInvalidStateException"), "KMSInvalidStateException"),
        ((400, "ValidationException"), "ValidationException"),
    ],
)
def test_refused_at_once_and_tried_again_next_time(
    store: Stored, front: Front, refusal: tuple[int, str], reason: str
) -> None:
    front.judge = lambda: refusal
    with pytest.raises(SettingsError, match=f"^heed: SSM_PATH: .*{PATH}.*{reason}"):
        load_settings()
    assert front.calls == 1
    front.judge = lambda: None
    assert secret_of(load_settings()) == STORED["SECRET_KEY"]


@pytest.mark.parametrize("missing", STORED)
def test_a_missing_parameter_is_named(store: Stored, missing: str) -> None:
    store.delete(missing)
    with pytest.raises(SettingsError, match=f"^heed: {missing}: .*{PATH}/{missing}") as raised:
        load_settings()
    assert "p4ss" not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("refusal", [(400, "ThrottlingException"), (500, "InternalServerError"), (503, "Unavailable")])
def test_what_passes_is_waited_for(store: Stored, front: Front, refusal: tuple[int, str]) -> None:
    refusals = [refusal, refusal]
    front.judge = lambda: refusals.pop() if refusals else None
    assert secret_of(load_settings()) == STORED["SECRET_KEY"]
    assert front.calls == 3


def test_silence_ends_at_the_deadline(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setattr(ssm, "DEADLINE", 1.0)
        monkeypatch.setattr(ssm, "ATTEMPT", 0.3)
        started = time.monotonic()
        with pytest.raises(SettingsError, match=f"{PATH} could not be read in time"):
            load_settings()
        assert time.monotonic() - started < 2


def test_a_storm_of_cold_starts_loses_none(store: Stored, front: Front) -> None:
    """100 environments start within a second, where SSM takes 40 requests a second."""
    limit = RateLimit(40)
    front.judge = limit
    failures: list[Exception] = []

    def start(delay: float) -> None:
        time.sleep(delay)
        try:
            assert ParameterStore(PATH).read()["SECRET_KEY"] == STORED["SECRET_KEY"]
        except (ParameterStoreError, AssertionError) as error:
            failures.append(error)

    environments = [threading.Thread(target=start, args=(number / 100,)) for number in range(100)]
    for environment in environments:
        environment.start()
    for environment in environments:
        environment.join()
    assert failures == []
    assert limit.throttled > 0
