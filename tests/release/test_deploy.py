"""`make deploy`, with a SAM of the test's own, as moto can't translate: what it asks, does, checks and says."""

import json
import re
import stat
import subprocess
from pathlib import Path

import boto3
import pytest

from infra.build.sam import sam_environment
from infra.release import deploy
from infra.release.address import wait_until_ready
from infra.release.errors import ReleaseError
from infra.release.samconfig_file import write
from infra.release.store import Store
from infra.sam_config import SamConfig, overrides, quoted, read, template_defaults
from infra.tools import environment
from tests.release.test_stack import put_into
from tests.support.stub_server import serving

CONFIG = SamConfig("heed", "eu-central-1", {"SettingsPath": "/heed/test", "LogDays": "7"})
READY = b'{"status": "ready"}'


@pytest.fixture
def sam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `sam` that writes down how it was called, an argument a line, and fails when its folder holds a file `fail`."""
    program = tmp_path / "sam"
    program.write_text('#!/bin/sh\ncd "$(dirname "$0")"; printf "%s\\n" "$@" >> "$1"; test ! -e fail\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(environment, "prepare", lambda name: tmp_path)
    monkeypatch.setattr("infra.sam_config.FILE", tmp_path / "samconfig.toml")
    monkeypatch.setattr("infra.release.certificates.RDS_CERTIFICATES", tmp_path / "rds.pem")
    monkeypatch.delenv("ARCHITECTURE", raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgresql://heed:a-password@db.example.com/heed")
    write(CONFIG)
    return tmp_path


def create_stack(address: str, name: str = "heed") -> None:
    topic = {"Type": "AWS::SNS::Topic"}
    outputs = {"Address": {"Value": "https://board.example.com"}, "ApiAddress": {"Value": address}}
    template = {"Resources": {"Any": topic}, "Outputs": outputs}
    client = boto3.client("cloudformation", region_name="eu-central-1")
    client.create_stack(StackName=name, TemplateBody=json.dumps(template))


@pytest.mark.usefixtures("aws")
def test_one_command_builds_deploys_checks_and_prints_the_address(
    sam: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(200, READY) as api:
        create_stack(api.url)
        assert deploy.main(["--debug"]) == 0
        assert [path for _, path, _ in api.requests] == ["/ready"]
        assert f"API  {api.url}/v1" in capsys.readouterr().out
    assert "Architecture=arm64" in (sam / "build").read_text().splitlines()
    call = (sam / "deploy").read_text().splitlines()
    assert call[:7] == ["deploy", "--config-env", "default", "--stack-name", "heed", "--region", "eu-central-1"]
    assert call[-1] == "--debug"
    given = overrides(call[call.index("--parameter-overrides") + 1 : -1])
    assert re.fullmatch("[0-9a-f]{64}", given.pop("Release"))
    expected = template_defaults() | CONFIG.parameters
    del expected["Release"]
    assert given == expected
    assert Store(CONFIG).read().keys() == {"SECRET_KEY", "SETUP_TOKEN", "DATABASE_URL"}


@pytest.mark.usefixtures("aws")
def test_each_environment_has_its_own_stack_settings_and_options(sam: Path) -> None:
    parameters = {"SettingsPath": "/heed/two", "Architecture": "x86_64"}
    write(SamConfig("heed-two", "eu-central-1", parameters, "prod", {"s3_bucket": "ours"}))
    with serving(200, READY) as api:
        create_stack(api.url, "heed-two")
        deploy.main(["--config-env", "prod"])
    assert "Architecture=x86_64" in (sam / "build").read_text().splitlines()
    call = (sam / "deploy").read_text().splitlines()
    assert call[:5] == ["deploy", "--config-env", "prod", "--stack-name", "heed-two"]
    assert Store(SamConfig("heed-two", "eu-central-1", parameters)).read()
    assert not Store(CONFIG).read()


@pytest.mark.usefixtures("aws")
def test_a_board_that_sends_mail_has_its_address_before_it_is_asked(sam: Path) -> None:
    sender = {"MailFrom": "Heed <feedback@example.com>", "MailBy": "smtp"}
    write(SamConfig("heed", "eu-central-1", CONFIG.parameters | sender))
    Store(CONFIG, "courier").write("MAIL_URL", "smtp://smtp.example.com")
    with serving(200, READY) as api:
        create_stack(api.url)
        deploy.main([])
    assert Store(CONFIG).read()["PUBLIC_URL"] == api.url
    assert 'MailFrom="Heed <feedback@example.com>"' in (sam / "deploy").read_text().splitlines()


def test_what_a_file_of_sam_deploy_guided_leaves_out_is_given() -> None:
    said = deploy.options(SamConfig("heed", "eu-central-1"))
    assert {"--resolve-s3", "--s3-prefix", "--no-confirm-changeset", "CAPABILITY_AUTO_EXPAND"} <= {*said}
    said = deploy.options(SamConfig("heed", "eu-central-1", options={"s3_bucket": "ours", "s3_prefix": "heed"}))
    assert not {"--resolve-s3", "--s3-prefix"} & {*said}


@pytest.mark.usefixtures("aws")
def test_sam_itself_understands_what_it_is_given(tmp_path: Path) -> None:
    """It says so before it goes on to what moto hasn't."""
    file = tmp_path / "samconfig.toml"
    origins = {"CorsOrigins": 'https://a.example,"b" c'}
    config = SamConfig("board", "eu-central-1", origins, "prod", {"s3_bucket": "ours"})
    file.write_text('[prod.deploy.parameters]\ns3_bucket = "ours"\ncapabilities = "CAPABILITY_NAMED_IAM"\n')
    write(config, file)
    parameters = "{CorsOrigins: {Type: String}, AlarmEmail: {Type: String}}"
    template = f"Parameters: {parameters}\nResources: {{Any: {{Type: AWS::SNS::Topic}}}}\n"
    (tmp_path / "template.yaml").write_text(template)
    boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="ours")
    given = {"CorsOrigins": config.parameters["CorsOrigins"], "AlarmEmail": ""}
    command = [str(environment.prepare("sam") / "sam"), "deploy", *deploy.options(read("prod", file))]
    command += ["--parameter-overrides", *quoted(given)]
    answer = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=sam_environment(),
        stdin=subprocess.DEVNULL,
    )
    said = dict(re.findall(r"^\s+(\w[\w ]+?) +: (.*)$", answer.stdout, re.M))
    assert said["Stack name"] == "board"
    assert said["Region"] == "eu-central-1"
    assert said["Confirm changeset"] == "False"
    assert said["Deployment s3 bucket"] == "ours"
    assert json.loads(said["Capabilities"]) == ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
    assert json.loads(said["Parameter overrides"]) == given
    assert "Uploading to board/" in answer.stdout + answer.stderr


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("UPDATE_ROLLBACK_COMPLETE", "the version before it still serves"),
        ("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "the version before it still serves"),
        ("ROLLBACK_COMPLETE", "nothing of it is left: mend the cause, and deploy again"),
        ("ROLLBACK_FAILED", "the first deployment failed and could not be undone: .* delete it with `aws "),
    ],
)
def test_a_deployment_that_fails_is_one_line(sam: Path, status: str, said: str) -> None:
    create_stack("https://api.example")
    put_into(status)
    (sam / "fail").touch()
    with pytest.raises(ReleaseError, match=said) as caught:
        deploy.deploy(CONFIG, {}, [])
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("aws")
def test_a_stack_that_cannot_be_updated_is_said_before_anything_is_done(sam: Path) -> None:
    create_stack("https://api.example")
    put_into("UPDATE_ROLLBACK_FAILED")
    with pytest.raises(ReleaseError, match="continue-update-rollback"):
        deploy.main([])
    assert not (sam / "build").exists()
    assert not Store(CONFIG).read()


def test_a_board_that_is_not_ready_is_one_line_with_what_it_said() -> None:
    with serving(503, b"the schema is behind") as api, pytest.raises(ReleaseError, match="503 the schema is behind"):
        wait_until_ready(api.url, 0.0)
