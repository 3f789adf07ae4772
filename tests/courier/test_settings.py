"""The courier's own settings."""

import pytest

from app.settings.config import SettingsError
from app.settings.courier import CourierSettings, load_courier_settings
from app.settings.ssm import ParameterStore

GIVEN = {
    "MAIL_URL": "ses://eu-central-1",
    "OUTBOX_FUNCTION": "heed-outbox",
    "COURIER_ARN": "arn:aws:lambda:eu-central-1:123456789012:function:heed-courier",
    "SCHEDULE_NAME": "heed-prod-next",
    "SCHEDULE_ROLE_ARN": "arn:aws:iam::123456789012:role/heed-scheduler",
}


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> CourierSettings:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    return load_courier_settings()


@pytest.mark.parametrize(("name", "value"), [("MAIL_URL", "smtp://"), ("OUTBOX_FUNCTION", " ")])
def test_a_setting_that_is_missing_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"heed: {name}: "):
        load_courier_settings()


def test_a_server_that_is_to_be_read_from_ssm_and_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL_URL")
    assert load_courier_settings().mail_server is None, "a board that sends no mail"
    store = ParameterStore("/heed/courier")
    monkeypatch.setattr(store, "read", dict)
    monkeypatch.setattr("app.settings.courier.parameter_store", lambda: store)
    with pytest.raises(SettingsError, match="heed: MAIL_URL: is missing"):
        load_courier_settings()
