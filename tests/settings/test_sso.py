"""Which settings of single sign-on go together: one line for each combination that doesn't, without a secret in it."""

import pytest

from app.settings.config import SettingsError, load_settings

ISSUER, KEYS = "https://app.example.com", "https://app.example.com/keys.json"
SECRET, OTHER = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
BOTH = {"SSO_ISSUER": ISSUER, "SSO_SECRET": SECRET, "SSO_JWKS_URL": KEYS}
WRONG: dict[str, tuple[dict[str, str], str]] = {
    "an issuer alone": ({"SSO_ISSUER": ISSUER}, "SSO_SECRET or SSO_JWKS_URL: is missing"),
    "a secret alone": ({"SSO_SECRET": SECRET}, "SSO_ISSUER: is missing"),
    "keys alone": ({"SSO_JWKS_URL": KEYS}, "SSO_ISSUER: is missing"),
    "both": (BOTH, "SSO_SECRET and SSO_JWKS_URL: only one"),
    "one before, and none now": (
        {"SSO_ISSUER": ISSUER, "SSO_JWKS_URL": KEYS, "SSO_PREVIOUS_SECRET": SECRET},
        "SSO_PREVIOUS_SECRET: needs SSO_SECRET",
    ),
    "the same twice": (
        {"SSO_ISSUER": ISSUER, "SSO_SECRET": SECRET, "SSO_PREVIOUS_SECRET": SECRET},
        "SSO_PREVIOUS_SECRET: is the same as SSO_SECRET",
    ),
    "matching alone": ({"SSO_MATCH_EMAIL": "true"}, "SSO_MATCH_EMAIL: needs SSO_ISSUER"),
    "a short secret": ({"SSO_ISSUER": ISSUER, "SSO_SECRET": "short"}, "SSO_SECRET: must have at least 32 characters"),
    "a short one before": (
        {"SSO_ISSUER": ISSUER, "SSO_SECRET": SECRET, "SSO_PREVIOUS_SECRET": "short"},
        "SSO_PREVIOUS_SECRET: must have at least 32 characters",
    ),
    "an issuer with a blank": ({"SSO_ISSUER": "My app", "SSO_SECRET": SECRET}, "SSO_ISSUER: "),
    **{
        f"keys at {url}": ({"SSO_ISSUER": ISSUER, "SSO_JWKS_URL": url}, "SSO_JWKS_URL: must")
        for url in (
            *("http://app.example.com/keys", "app.example.com/keys", "file:///etc/passwd", "https://"),
            *("https://10.0.0.7/keys", "https://169.254.169.254/latest", "https://[fd00::1]/keys", "https://app.internal/k"),
            *("https://me:secret@app.example.com/keys", "https://app.example.com/keys#1", "https://app.example.com:25/"),
        )
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_LAMBDA_FUNCTION_NAME", raising=False)


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_go_together(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    environment, line = WRONG[name]
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value).startswith(f"heed: {line}")
    assert not any(secret in str(raised.value) for secret in ("\n", SECRET, "short", "me:secret"))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"sso_issuer": ISSUER, "sso_secret": SECRET},
        {"sso_issuer": "my-app", "sso_secret": SECRET, "sso_previous_secret": OTHER, "sso_match_email": True},
        {"sso_issuer": ISSUER, "sso_jwks_url": KEYS},
        {"sso_issuer": ISSUER, "sso_jwks_url": "http://127.0.0.1:9000/keys"},
    ],
)
def test_what_does(settings: dict[str, object]) -> None:
    assert load_settings(**settings).has_sso is bool(settings)


def test_a_deployed_board_says_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """By which a token is for this board and no other; and its keys are on the internet."""
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "heed")
    deployed = {"database_url": "postgresql://heed:x@db.example.com/heed", "secret_key": OTHER, "sso_issuer": ISSUER}
    with pytest.raises(SettingsError, match="PUBLIC_URL: is missing"):
        load_settings(**deployed, sso_secret=SECRET)
    with pytest.raises(SettingsError, match="SSO_JWKS_URL: must"):
        load_settings(**deployed, public_url="https://f.example.com", sso_jwks_url="http://127.0.0.1:9000/keys")
    assert load_settings(**deployed, public_url="https://f.example.com", sso_jwks_url=KEYS).has_sso
