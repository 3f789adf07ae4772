"""`make secrets`: creates what is missing, keeps what is there, and rotates without an outage."""

from itertools import pairwise
from pathlib import Path

import boto3
import pytest

from app.settings.config import Settings
from infra import sam_config
from infra.release import parameters
from infra.release.errors import ReleaseError
from infra.release.parameters import create_missing
from infra.release.rotation import rotate
from infra.release.samconfig_file import write
from infra.release.store import Store
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
    put = store.write

    def watched(name: str, value: str) -> None:
        put(name, value)
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
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sam_config, "FILE", tmp_path / "samconfig.toml")
    write(CONFIG)
    monkeypatch.setenv("DATABASE_URL", URL)
    assert parameters.main([]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0] == "heed: created /heed/test/SECRET_KEY"
    assert not [value for value in Store(CONFIG).read().values() if value in said]
    parameters.main([])
    assert capsys.readouterr().out == "heed: /heed/test has every setting that a board needs\n"
    with pytest.raises(ReleaseError, match="env=NAME"):
        parameters.main(["--everything"])


def put(name: str, value: str) -> None:
    """As a person does, with `aws ssm put-parameter`."""
    client = boto3.client("ssm", region_name="eu-central-1")
    client.put_parameter(Name=f"/heed/test/{name}", Value=value, Type="SecureString", Overwrite=True)


@pytest.mark.usefixtures("aws")
def test_what_an_editor_left_at_the_end_is_no_part_of_a_secret() -> None:
    put("SECRET_KEY", "k" * 40 + "\n")
    put("PREVIOUS_SECRET_KEYS", f" {'p' * 40} ,\r\n")
    store = Store(CONFIG)
    assert store.read()["SECRET_KEY"] == "k" * 40
    rotate(store, 0.0)
    after = dict(store.stored())
    assert after["PREVIOUS_SECRET_KEYS"].split(",") == ["k" * 40, after["SECRET_KEY"]]


@pytest.mark.usefixtures("aws")
def test_a_blank_value_is_missing_and_another_case_is_the_same_name() -> None:
    put("SECRET_KEY", " \n")
    put("setup_token", "t" * 40)
    assert create_missing(Store(AURORA), AURORA) == ["SECRET_KEY"]
    assert {name for name, _ in Store(AURORA).stored()} == {"SECRET_KEY", "setup_token"}
    put("secret_key", "k" * 40)
    with pytest.raises(ReleaseError, match="/heed/test holds SECRET_KEY twice"):
        Store(AURORA).read()


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("SECRET_KEY", "k" * 40 + "," + "l" * 40, r"SECRET_KEY has a comma"),
        ("SECRET_KEY", "," + "k" * 40, r"SECRET_KEY has a comma"),
        ("SECRET_KEY", "k" * 31 + "\n", r"SECRET_KEY holds a key that must have at least 32 characters"),
        ("PREVIOUS_SECRET_KEYS", "short", r"PREVIOUS_SECRET_KEYS holds a key that must have at least 32"),
    ],
)
def test_a_key_with_which_no_environment_would_start_again_stops_a_rotation_before_it_writes(
    name: str, value: str, complaint: str
) -> None:
    put("SECRET_KEY", "k" * 40)
    put(name, value)
    before = Store(CONFIG).stored()
    with pytest.raises(ReleaseError, match=rf"^heed: {complaint}") as caught:
        rotate(Store(CONFIG), 0.0)
    assert value.strip() not in str(caught.value)
    assert Store(CONFIG).stored() == before
