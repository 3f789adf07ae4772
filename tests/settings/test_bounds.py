"""The bounds of settings: the last value that is taken on either side, and the first one that is not."""

from typing import Any

import pytest

from app.settings.config import SettingsError, load_settings
from tests.settings.test_sso import ISSUER, KEYS, SECRET
from tests.support.oidc import BOARD, CLIENT

OIDC: dict[str, Any] = {"oidc_issuer": "https://id.example.com", "public_url": BOARD, **CLIENT}
NUMBERS: dict[str, tuple[float, ...]] = {
    "database_connect_timeout": (0, 0.01, 25, 25.01),
    "database_statement_timeout": (0.09, 0.1, 25, 25.01),
    "database_lock_timeout": (0.09, 0.1, 25, 25.01),
    "database_resume_timeout": (-0.01, 0, 25, 25.01),
    "access_token_minutes": (0, 1, 60, 61),
    "refresh_token_days": (0, 1, 365, 366),
    "bcrypt_rounds": (3, 4, 16, 17),
    "max_body_bytes": (1_023, 1_024, 6_291_456, 6_291_457),
    **{
        f"{what}_per_hour": (0, 1)
        for what in ("sign_ups", "sign_ins", "refreshes", "searches", "codes", "posts", "comments", "sso_exchanges")
    },
}


@pytest.mark.parametrize("name", NUMBERS)
def test_of_a_number(name: str) -> None:
    too_low, *taken = NUMBERS[name][:3]
    for value in taken:
        assert getattr(load_settings(**{name: value}), name) == value
    for value in (too_low, *NUMBERS[name][3:]):
        with pytest.raises(SettingsError, match=f"^heed: {name.upper()}: "):
            load_settings(**{name: value})


@pytest.mark.parametrize(
    ("name", "begin", "longest", "besides"),
    [
        ("board_name", "", 60, {}),
        ("logo_url", "/", 500, {}),
        ("oidc_client_id", "", 255, OIDC),
        ("oidc_name", "", 40, OIDC),
        ("oidc_issuer", "https://id.example.com/", 255, OIDC),
        ("sso_issuer", "", 255, {"sso_secret": SECRET}),
        ("sso_jwks_url", f"{KEYS}?", 500, {"sso_issuer": ISSUER}),
    ],
)
def test_of_a_length(name: str, begin: str, longest: int, besides: dict[str, Any]) -> None:
    text = begin.ljust(longest, "a")
    assert getattr(load_settings(**besides | {name: text}), name) == text
    with pytest.raises(SettingsError, match=f"^heed: {name.upper()}: "):
        load_settings(**besides | {name: f"{text}a"})


def test_of_a_secret() -> None:
    assert load_settings(setup_token=SECRET).setup_token
    with pytest.raises(SettingsError, match=r"^heed: SETUP_TOKEN: must have at least 32 characters"):
        load_settings(setup_token=SECRET[1:])
