"""The settings of signing in by OpenID Connect: all of them or none, and an issuer as its document has it."""

from typing import Any

import pytest

from app.settings.config import SettingsError, load_settings
from tests.support.oidc import BOARD, CLIENT, ISSUER

WHOLE: dict[str, Any] = {"oidc_issuer": ISSUER, "public_url": BOARD, **CLIENT}


def test_none_is_none() -> None:
    assert not load_settings().has_oidc
    assert load_settings(**WHOLE).has_oidc


@pytest.mark.parametrize("missing", WHOLE)
def test_a_part_says_what_is_missing(missing: str) -> None:
    with pytest.raises(SettingsError, match=f"{missing.upper()}: is missing") as refused:
        load_settings(**{name: value for name, value in WHOLE.items() if name != missing})
    assert CLIENT["oidc_client_secret"] not in str(refused.value)


@pytest.mark.parametrize("name", ["oidc_match_email", "oidc_trust_email"])
def test_what_needs_an_issuer(name: str) -> None:
    with pytest.raises(SettingsError, match="OIDC_ISSUER: is missing"):
        load_settings(**{name: True})


@pytest.mark.parametrize(
    "issuer",
    [
        *("https://accounts.google.com", "https://login.microsoftonline.com/0b1c-2d/v2.0", "https://id.example.com/"),
        *("https://id.example.com:8443/realms/acme", "http://127.0.0.1:8080", "http://localhost:8080/realms/a"),
        "http://[::1]:8080",
    ],
)
def test_issuers(issuer: str) -> None:
    assert load_settings(**WHOLE | {"oidc_issuer": issuer}).oidc_issuer == issuer


@pytest.mark.parametrize(
    "issuer",
    [
        *("http://id.example.com", "http://127.0.0.1.example.com", "http://localhost.example.com", "id.example.com"),
        *(
            "https://user@id.example.com",
            "https://id.example.com?x=1",
            "https://id.example.com#x",
            "https://",
            "file:///x",
        ),
        *("https://id.example.com/a b", "https://ID.example.com", "https://id.example.com/" + "a" * 255),
    ],
)
def test_no_issuers(issuer: str) -> None:
    with pytest.raises(SettingsError, match="OIDC_ISSUER: must look like"):
        load_settings(**WHOLE | {"oidc_issuer": issuer})
