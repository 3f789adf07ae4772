"""What stands in Parameter Store reaches the settings: not hidden, in one form, and refused by its name."""

import pytest

from app.settings.config import Settings, SettingsError, load_settings
from tests.settings.test_ssm import STORED, front, moto, secret_of, store
from tests.support.parameter_store import PATH, Stored

__all__ = ["front", "moto", "store"]


@pytest.mark.parametrize("empty", ["", " ", "\n"])
def test_an_empty_variable_does_not_hide_a_parameter(
    store: Stored, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a template leaves one where a parameter of its own is empty."""
    store.put("PUBLIC_URL", "https://board.example.com")
    for name in ("SECRET_KEY", "DATABASE_URL", "PUBLIC_URL"):
        monkeypatch.setenv(name, empty)
    settings = load_settings()
    assert secret_of(settings) == STORED["SECRET_KEY"]
    assert "db.example.com" in settings.database_url.get_secret_value()
    assert settings.public_url == "https://board.example.com"


def test_what_an_editor_leaves_at_the_end_is_no_part_of_a_parameter(store: Stored) -> None:
    """`aws ssm put-parameter --value file://...` stores the last line break, too."""
    for name, value in STORED.items():
        store.put(name, f"{value}\n")
    store.put("SETUP_TOKEN", f"\ufeff{STORED['SECRET_KEY']}\r\n")
    store.put("BCRYPT_ROUNDS", " \n", kind="String")
    settings = load_settings()
    assert secret_of(settings) == STORED["SECRET_KEY"]
    assert settings.setup_token == settings.secret_key
    assert settings.bcrypt_rounds == Settings.model_fields["bcrypt_rounds"].default


def test_a_comma_in_the_secret_key_is_told_with_its_parameter(store: Stored) -> None:
    store.put("SECRET_KEY", "a,key-that-only-parameter-store-knows-0123")
    with pytest.raises(SettingsError, match=f"^heed: SECRET_KEY: must have no comma, .*{PATH}/SECRET_KEY"):
        load_settings()
