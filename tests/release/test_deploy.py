"""`make deploy`, with a SAM of the test's own, as moto can't translate: what it asks, does, checks and says."""

import json
import ssl
import stat
from pathlib import Path

import boto3
import pytest

from infra import sam_config
from infra.build.architecture import wanted_architecture
from infra.release import deploy
from infra.release.certificates import fetch_certificates
from infra.release.errors import ReleaseError
from infra.release.guide import guide
from infra.release.parameters import Store
from infra.sam_config import SamConfig, read, template_default, write
from infra.tools import environment
from tests.support.stub_server import serving

CONFIG = SamConfig("heed", "eu-central-1", {"SettingsPath": "/heed/test"})


@pytest.fixture
def sam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `sam` that writes down how it was called, and fails when its folder holds a file `fail`."""
    program = tmp_path / "sam"
    program.write_text('#!/bin/sh\ncd "$(dirname "$0")"; echo "$@" >> calls; test ! -e fail\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(environment, "prepare", lambda name: tmp_path)
    monkeypatch.setattr(sam_config, "read", lambda: CONFIG)
    monkeypatch.setattr(deploy, "RDS_CERTIFICATES", tmp_path / "rds.pem")
    monkeypatch.setattr(deploy, "wanted_architecture", lambda: "arm64")
    monkeypatch.setenv("DATABASE_URL", "postgresql://heed:a-password@db.example.com/heed")
    return tmp_path


def create_stack(address: str) -> None:
    topic = {"Type": "AWS::SNS::Topic"}
    template = {"Resources": {"Any": topic}, "Outputs": {"Address": {"Value": address}}}
    client = boto3.client("cloudformation", region_name="eu-central-1")
    client.create_stack(StackName="heed", TemplateBody=json.dumps(template))


@pytest.mark.usefixtures("aws")
def test_one_command_builds_deploys_checks_and_prints_the_address(
    sam: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(200, b'{"status": "ready"}') as api:
        create_stack(api.url)
        assert deploy.main([]) == 0
        assert [path for _, path, _ in api.requests] == ["/ready"]
        assert f"API  {api.url}/v1" in capsys.readouterr().out
    calls = (sam / "calls").read_text().splitlines()
    assert [call.split()[0] for call in calls] == ["build", "deploy"]
    assert "Architecture=arm64" in calls[0]
    assert Store(CONFIG).read().keys() == {"SECRET_KEY", "SETUP_TOKEN", "DATABASE_URL"}


@pytest.mark.usefixtures("aws")
def test_a_deployment_that_fails_is_one_line(sam: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deploy, "build", lambda *_: None)
    (sam / "fail").touch()
    with pytest.raises(ReleaseError, match=r"^heed: the deployment failed, see above"):
        deploy.main([])


@pytest.mark.usefixtures("aws")
def test_a_board_that_is_not_ready_is_one_line_with_what_it_said() -> None:
    with serving(503, b"the schema is behind") as api, pytest.raises(ReleaseError, match="503 the schema is behind"):
        deploy.wait_until_ready(api.url, 0.0)


def test_no_credentials_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(ReleaseError, match=r"^heed: AWS does not know you"):
        deploy.require_account(CONFIG)


def test_the_guide_asks_again_until_an_answer_is_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    answers = iter(["board", "", "", "sparc", "x86_64", "aurora", "https://example.com", ""])
    config = guide(SamConfig(), lambda _: next(answers))
    assert (config.stack, config.region) == ("board", "eu-west-1")
    assert config.parameters == {
        "SettingsPath": "/heed/board",
        "Architecture": "x86_64",
        "Database": "aurora",
        "CorsOrigins": "https://example.com",
    }


def test_the_guide_needs_somebody_who_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(ReleaseError, match=r"^heed: samconfig\.toml names no region"):
        guide(SamConfig())


def test_samconfig_keeps_the_answers(tmp_path: Path) -> None:
    config = SamConfig("board", "eu-west-1", {"Architecture": "x86_64", "CorsOrigins": 'https://a.example,"quoted"'})
    write(config, tmp_path / "samconfig.toml")
    assert read(tmp_path / "samconfig.toml") == config
    assert config.parameter("Architecture") == "x86_64"
    assert config.parameter("Database") == template_default("Database") == "url"


def test_what_is_built_is_what_is_deployed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARCHITECTURE", raising=False)
    monkeypatch.setattr(sam_config, "read", lambda: SamConfig(parameters={"Architecture": "x86_64"}))
    assert wanted_architecture() == "x86_64"


def test_certificates_that_are_none_are_one_line(tmp_path: Path) -> None:
    target = tmp_path / "rds.pem"
    with (
        serving(200, b"<html>not here</html>") as published,
        pytest.raises(ReleaseError, match=r"^heed: Aurora's certificates could not be fetched"),
    ):
        fetch_certificates("eu-west-1", target, published.url + "/{region}")
    assert not target.exists()


def test_certificates_are_fetched_for_the_region(tmp_path: Path) -> None:
    bundle = ssl.DER_cert_to_PEM_cert(ssl.create_default_context().get_ca_certs(binary_form=True)[0]).encode()
    with serving(200, bundle) as published:
        fetch_certificates("eu-west-1", tmp_path / "kept" / "rds.pem", published.url + "/{region}")
        assert published.requests == [("GET", "/eu-west-1", None)]
    assert (tmp_path / "kept" / "rds.pem").read_bytes() == bundle
