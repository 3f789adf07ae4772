"""`make takedown`: removes the stack and the settings, after the stack's name was said, and tells what is kept."""

import json
import stat
import sys
from pathlib import Path

import boto3
import pytest

from infra.release import takedown
from infra.release.errors import ReleaseError
from infra.release.mail import COURIER
from infra.release.samconfig_file import write
from infra.release.stack import Stack, find_stack
from infra.release.store import Store
from infra.sam_config import SamConfig
from infra.tools import environment
from tests.release.test_settling import AURORA, run_cluster
from tests.release.test_stack import put_into

CONFIG = SamConfig("heed", "eu-central-1", {"SettingsPath": "/heed/test"})


@pytest.fixture
def sam(aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `sam` that writes down how it was called, and deletes the stack unless its folder holds a file `fail`."""
    program = tmp_path / "sam"
    program.write_text(
        f"#!{sys.executable}\nimport boto3, pathlib, sys\n"
        "folder = pathlib.Path(__file__).parent\n"
        "print(*sys.argv[1:], file=(folder / 'calls').open('a'))\n"
        "if (folder / 'fail').exists(): sys.exit(1)\n"
        "boto3.client('cloudformation', region_name='eu-central-1').delete_stack(StackName='heed')\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    assert aws
    monkeypatch.setattr(environment, "prepare", lambda name: tmp_path)
    monkeypatch.setattr("infra.sam_config.FILE", tmp_path / "samconfig.toml")
    return tmp_path


def create(name: str = "heed", **outputs: str) -> None:
    template = {
        "Resources": {"Any": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {key: {"Value": value} for key, value in outputs.items()},
    }
    client = boto3.client("cloudformation", region_name="eu-central-1")
    client.create_stack(StackName=name, TemplateBody=json.dumps(template))


def test_nothing_is_removed_before_the_name_is_said(sam: Path) -> None:
    write(CONFIG)
    create()
    Store(CONFIG).write("SECRET_KEY", "k" * 32)
    for given in ([], ["--yes", "head"]):
        with pytest.raises(ReleaseError, match=r"nothing is removed: say so by the stack's name, `--yes heed`"):
            takedown.main(given)
    assert not (sam / "calls").exists()
    assert Store(CONFIG).read()


def test_what_was_made_is_removed_and_what_is_kept_is_said(sam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(CONFIG)
    create()
    create("aws-sam-cli-managed-default", SourceBucket="the-bucket")
    Store(CONFIG).write("SECRET_KEY", "k" * 32)
    Store(CONFIG).write("DATABASE_URL", "postgresql://heed:a-password@db.example.com/heed")
    assert takedown.main(["--yes", "heed"]) == 0
    [call] = (sam / "calls").read_text().splitlines()
    assert call.startswith("delete --stack-name heed --region eu-central-1 --no-prompts")
    assert call.endswith("--s3-bucket the-bucket --s3-prefix heed")
    assert Store(CONFIG).read() == {}
    assert find_stack(CONFIG) is None
    said = capsys.readouterr().out
    assert "the stack heed and the settings DATABASE_URL, SECRET_KEY of /heed/test" in said
    assert "heed: kept: the database of DATABASE_URL" in said
    assert "a-password" not in said
    assert takedown.main([]) == 0
    assert "nothing to remove" in capsys.readouterr().out


def test_aurora_is_unprotected_first_and_its_snapshot_is_named(
    sam: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(AURORA)
    create(DatabaseCluster="board")
    run_cluster("17.7", protected=True)
    rds = boto3.client("rds", region_name="eu-central-1")
    rds.create_db_cluster_snapshot(DBClusterIdentifier="board", DBClusterSnapshotIdentifier="heed-last")
    takedown.main(["--yes", "heed"])
    assert not rds.describe_db_clusters()["DBClusters"][0]["DeletionProtection"]
    assert "delete-db-cluster-snapshot --db-cluster-snapshot-identifier heed-last" in capsys.readouterr().out
    assert sam


def test_a_cluster_that_is_gone_does_not_stop_it(sam: Path) -> None:
    write(AURORA)
    create(DatabaseCluster="gone")
    takedown.main(["--yes", "heed"])
    assert find_stack(AURORA) is None
    assert sam


def test_the_cluster_of_a_stack_without_outputs_is_found(sam: Path) -> None:
    nested = {"Resources": {"Cluster": {"Type": "AWS::SNS::Topic"}}}
    storage = boto3.client("s3", region_name="us-east-1")
    storage.create_bucket(Bucket="templates")
    storage.put_object(Bucket="templates", Key="database", Body=json.dumps(nested))
    where = {"TemplateURL": "https://templates.s3.amazonaws.com/database"}
    template = {"Resources": {"AuroraDatabase": {"Type": "AWS::CloudFormation::Stack", "Properties": where}}}
    client = boto3.client("cloudformation", region_name="eu-central-1")
    client.create_stack(StackName="heed", TemplateBody=json.dumps(template))
    [topic] = boto3.client("sns", region_name="eu-central-1").list_topics()["Topics"]
    assert takedown.cluster_of(CONFIG, Stack("DELETE_FAILED", {}, {})) == topic["TopicArn"]
    assert takedown.cluster_of(SamConfig("other", "eu-central-1"), Stack("DELETE_FAILED", {}, {})) == ""
    assert sam


def test_the_couriers_settings_go_too(sam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(CONFIG)
    courier = Store(CONFIG, COURIER)
    courier.write("MAIL_URL", "smtp://user:a-password@smtp.example.com:587")
    takedown.main(["--yes", "heed"])
    assert courier.read() == {}
    said = capsys.readouterr().out
    assert "the settings courier/MAIL_URL of /heed/test" in said
    assert "a-password" not in said


def test_settings_stay_where_the_stack_does(sam: Path) -> None:
    write(CONFIG)
    create()
    Store(CONFIG).write("SECRET_KEY", "k" * 32)
    put_into("UPDATE_IN_PROGRESS")
    with pytest.raises(ReleaseError, match="another deployment is under way"):
        takedown.main(["--yes", "heed"])
    put_into("DELETE_FAILED")
    (sam / "fail").touch()
    with pytest.raises(ReleaseError, match=r"is in DELETE_FAILED: .*; the settings are still there$"):
        takedown.main(["--yes", "heed"])
    assert Store(CONFIG).read()
