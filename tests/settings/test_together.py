"""Which settings go together, and what goes with no deployed board."""

import math
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings.config import SettingsError, is_snapshot, load_settings, parameter_store, settings_expire_at
from tests.support.certificates import Authority

DATABASE = "postgresql://heed:x@db.example.com/heed"
SECRET = "0123456789abcdef0123456789abcdef"
ORIGIN = "https://a.example.com"


@pytest.mark.parametrize(
    ("origins", "credentials", "taken"),
    [("*", False, True), ("*", True, False), (f"*,{ORIGIN}", False, False), (f"{ORIGIN},http://b.example", True, True)],
)
def test_any_origin_stands_alone(origins: str, credentials: bool, taken: bool) -> None:
    settings = {"cors_origins": origins, "cors_credentials": credentials}
    if taken:
        assert load_settings(**settings).cors_origins
    else:
        with pytest.raises(SettingsError, match=r"^heed: CORS_ORIGINS: \* stands alone"):
            load_settings(**settings)


def test_webhooks_to_private_addresses_are_for_development(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"database_url": DATABASE, "secret_key": SECRET, "webhooks_to_private_addresses": True}
    assert load_settings(**settings).webhooks_to_private_addresses
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "heed")
    with pytest.raises(SettingsError, match=r"^heed: WEBHOOKS_TO_PRIVATE_ADDRESSES: is for development alone"):
        load_settings(**settings)


@pytest.mark.parametrize("name", ["database_url", "migration_database_url"])
def test_verify_ca_takes_an_authority(name: str, tmp_path: Path) -> None:
    pem = Authority(tmp_path).pem
    url, secret = f"{DATABASE}?sslmode=verify-ca", {"secret_key": SECRET}
    assert load_settings(**{name: url}, **secret, database_ca=pem.read_text())
    assert load_settings(**{name: url}, **secret, database_ca_file=pem)
    assert load_settings(**{name: f"{url}&sslrootcert={pem}"}, **secret)
    for more in ("", "&sslrootcert=system"):
        with pytest.raises(SettingsError, match=f"^heed: {name.upper()}: sslmode=verify-ca needs DATABASE_CA"):
            load_settings(**{name: f"{url}{more}"}, **secret)
    with pytest.raises(SettingsError, match=f"^heed: {name.upper()}: sslmode=verify-ca needs DATABASE_CA"):
        load_settings(**{name: f"{url}&sslrootcert=system"}, **secret, database_ca_file=pem)
    with pytest.raises(SettingsError, match=f"^heed: {name.upper()}: the file of its parameter sslrootcert can't be"):
        load_settings(**{name: f"{DATABASE}?sslrootcert={tmp_path}"}, **secret)


@pytest.fixture
def no_store() -> Iterator[None]:
    parameter_store.cache_clear()
    yield
    parameter_store.cache_clear()


@pytest.mark.usefixtures("no_store")
def test_settings_expire_with_the_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_expire_at() == math.inf
    monkeypatch.setenv("SSM_PATH", " /heed/test\n")
    parameter_store.cache_clear()
    store = parameter_store()
    assert store
    assert (store.path, settings_expire_at() < time.time()) == ("/heed/test", True)
    store.fresh_until = 7.0
    assert settings_expire_at() == 7.0


@pytest.mark.parametrize(("kind", "kept"), [(None, False), ("on-demand", False), ("snap-start", True)])
def test_a_snapshot_is_what_lambda_calls_so(kind: str | None, kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_LAMBDA_INITIALIZATION_TYPE", raising=False)
    if kind:
        monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", kind)
    assert is_snapshot() is kept
