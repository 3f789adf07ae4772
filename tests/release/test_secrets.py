"""`make secrets`: creates what is missing, keeps what is there, and rotates without an outage."""

from itertools import pairwise

import boto3
import pytest

from app.settings.config import Settings
from infra import sam_config
from infra.release import parameters
from infra.release.errors import ReleaseError
from infra.release.parameters import Store, create_missing
from infra.release.rotation import rotate
from infra.sam_config import SamConfig

URL = "postgresql://heed:a-password@db.example.com:5432/heed"
CONFIG = SamConfig("heed", "eu-central-1", {"SettingsPath": "/heed/test"})
AURORA = SamConfig("heed", "eu-central-1", {"SettingsPath": "/heed/test", "Database": "aurora"})


@pytest.mark.usefixtures("aws")
def test_creates_what_is_missing_and_keeps_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", URL)
    store = Store(CONFIG)
    assert create_missing(store, CONFIG) == ["SECRET_KEY", "SETUP_TOKEN", "DATABASE_URL"]
    first = store.read()
    assert first["DATABASE_URL"] == URL
    assert len(first["SECRET_KEY"]) >= 64
    assert create_missing(store, CONFIG) == []
    assert store.read() == first
    kinds = boto3.client("ssm", region_name="eu-central-1").describe_parameters()["Parameters"]
    assert {kind["Type"] for kind in kinds} == {"SecureString"}


@pytest.mark.usefixtures("aws")
def test_what_it_creates_are_settings_that_the_app_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", URL)
    create_missing(Store(CONFIG), CONFIG)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    values = {name.lower(): value for name, value in Store(CONFIG).read().items()}
    settings = Settings.model_validate(values)
    assert settings.setup_token
    assert settings.secret_key.get_secret_value() == values["secret_key"]


@pytest.mark.usefixtures("aws")
def test_aurora_needs_no_database_url() -> None:
    assert create_missing(Store(AURORA), AURORA) == ["SECRET_KEY", "SETUP_TOKEN"]


@pytest.mark.usefixtures("aws")
def test_a_missing_or_wrong_database_url_is_one_line_and_creates_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReleaseError, match=r"^heed: DATABASE_URL is missing: .*$"):
        create_missing(Store(CONFIG), CONFIG)
    monkeypatch.setenv("DATABASE_URL", "mysql://a-password@db.example.com/heed")
    with pytest.raises(ReleaseError, match=r"^heed: DATABASE_URL: must look like .*$") as caught:
        create_missing(Store(CONFIG), CONFIG)
    assert "a-password" not in str(caught.value)
    assert Store(CONFIG).read() == {}


@pytest.mark.usefixtures("aws")
def test_every_moment_of_a_rotation_verifies_what_is_signed_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", URL)
    store = Store(CONFIG)
    create_missing(store, CONFIG)
    moments = [store.read()]
    write = store.write

    def watched(name: str, value: str, *, overwrite: bool = False) -> None:
        write(name, value, overwrite=overwrite)
        moments.append(store.read())

    monkeypatch.setattr(store, "write", watched)
    rotate(store, 0.0)
    for before, after in pairwise(moments):
        assert after["SECRET_KEY"] in (before["SECRET_KEY"], *before.get("PREVIOUS_SECRET_KEYS", "").split(","))
    assert moments[-1]["SECRET_KEY"] != moments[0]["SECRET_KEY"]
    assert moments[0]["SECRET_KEY"] in moments[-1]["PREVIOUS_SECRET_KEYS"].split(",")


@pytest.mark.usefixtures("aws")
def test_there_is_nothing_to_rotate_before_there_are_secrets() -> None:
    with pytest.raises(ReleaseError, match=r"^heed: there is no SECRET_KEY to rotate"):
        rotate(Store(CONFIG), 0.0)


def test_an_aws_that_does_not_answer_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with pytest.raises(ReleaseError, match=r"^heed: the settings under /heed/test can't be read: .*$"):
        Store(CONFIG).read()


@pytest.mark.usefixtures("aws")
def test_the_command_says_what_it_created_and_no_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sam_config, "read", lambda: CONFIG)
    monkeypatch.setenv("DATABASE_URL", URL)
    assert parameters.main([]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0] == "heed: created /heed/test/SECRET_KEY"
    assert not [value for value in Store(CONFIG).read().values() if value in said]
    with pytest.raises(ReleaseError, match="--rotate"):
        parameters.main(["--everything"])
