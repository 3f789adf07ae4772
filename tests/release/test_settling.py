"""The parameters that depend on what stands: Aurora's version and protection, and which of the addresses answer."""

import json
from typing import Any

import boto3
import pytest

from infra.release import address, settling
from infra.release.aurora import engine_version
from infra.release.errors import ReleaseError
from infra.release.settling import parameters, release_of, settle
from infra.release.stack import Stack, find_stack
from infra.sam_config import SamConfig, template_defaults
from tests.support.stub_server import serving

URL = SamConfig("heed", "eu-central-1", {"SettingsPath": "/heed/test"})
AURORA = SamConfig("heed", "eu-central-1", {"Database": "aurora"})
NAMED = SamConfig("heed", "eu-central-1", {"DomainName": "board.example.com", "CertificateArn": "arn"})
ZONED = SamConfig("heed", "eu-central-1", {"DomainName": "board.example.com", "HostedZoneId": "Z1"})
OUTPUTS = {"ApiAddress": "https://abc.execute-api.example", "DomainTarget": "d-abc.example", "DatabaseCluster": "board"}
VERSIONS = ("17.4", "17.10", "17.9", "17.11-limitless", "16.99", "18.1")


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Any:
    """moto doesn't know which versions there are, so a server of the test's own answers in RDS's XML."""
    members = "".join(f"<DBEngineVersion><EngineVersion>{each}</EngineVersion></DBEngineVersion>" for each in VERSIONS)
    body = (
        '<DescribeDBEngineVersionsResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">'
        f"<DescribeDBEngineVersionsResult><DBEngineVersions>{members}</DBEngineVersions>"
        "</DescribeDBEngineVersionsResult></DescribeDBEngineVersionsResponse>"
    )
    with serving(200, body.encode()) as rds:
        monkeypatch.setenv("AWS_ENDPOINT_URL_RDS", rds.url)
        yield rds


def run_cluster(version: str, *, protected: bool = False) -> None:
    boto3.client("rds", region_name="eu-central-1").create_db_cluster(
        DBClusterIdentifier="board",
        Engine="aurora-postgresql",
        EngineVersion=version,
        MasterUsername="heed_admin",
        MasterUserPassword="a-password",
        DeletionProtection=protected,
    )


def standing(config: SamConfig, **given: str) -> Stack:
    return Stack("CREATE_COMPLETE", template_defaults() | config.parameters | given, OUTPUTS)


def create_stack(config: SamConfig, **given: str) -> Stack:
    values = template_defaults() | config.parameters | given
    template = {
        "Parameters": {name: {"Type": "String"} for name in values},
        "Resources": {"Any": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {name: {"Value": value} for name, value in OUTPUTS.items()},
    }
    listed = [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]
    client = boto3.client("cloudformation", region_name="eu-central-1")
    client.create_stack(StackName="heed", TemplateBody=json.dumps(template), Parameters=listed)
    found = find_stack(config)
    assert found
    return found


@pytest.mark.usefixtures("aws")
def test_a_new_cluster_begins_with_the_newest_minor_version(offered: serving) -> None:
    given = parameters(AURORA, None)
    assert (given["AuroraVersion"], given["DeletionProtection"]) == ("17.10", "false")
    assert b"DBParameterGroupFamily=aurora-postgresql17" in offered.bodies[0]
    assert given.keys() == template_defaults().keys()


@pytest.mark.usefixtures("aws")
def test_a_running_cluster_keeps_its_version_and_never_goes_back() -> None:
    run_cluster("17.7")
    stack = standing(AURORA, AuroraVersion="17.5")
    assert engine_version(AURORA, stack) == "17.7"
    chosen = SamConfig("heed", "eu-central-1", {"Database": "aurora", "AuroraVersion": "17.12"})
    assert engine_version(chosen, stack) == "17.12"
    older = SamConfig("heed", "eu-central-1", {"Database": "aurora", "AuroraVersion": "17.6"})
    with pytest.raises(ReleaseError, match=r"Aurora runs 17\.7 and can't go back to the AuroraVersion 17\.6"):
        engine_version(older, stack)


@pytest.mark.usefixtures("aws")
def test_another_major_version_is_refused() -> None:
    run_cluster("18.1")
    chosen = SamConfig("heed", "eu-central-1", {"Database": "aurora", "AuroraVersion": "17.6"})
    with pytest.raises(ReleaseError, match=r"18\.1 is no version of Aurora PostgreSQL 17"):
        engine_version(chosen, standing(AURORA))


@pytest.mark.usefixtures("aws")
def test_aurora_is_protected_once_the_stack_stands_and_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    first = create_stack(AURORA, DeletionProtection="false", AuroraVersion="17.7")
    settle(AURORA, first)
    after = find_stack(AURORA)
    assert after
    assert after.parameters == first.parameters | {"DeletionProtection": "true"}
    run_cluster("17.7", protected=True)
    assert parameters(AURORA, after)["DeletionProtection"] == "true"
    monkeypatch.setattr(settling, "update", lambda *_: pytest.fail("nothing is left to set"))
    settle(AURORA, after)


@pytest.mark.usefixtures("aws")
def test_a_restored_cluster_can_be_taken_back_until_it_stands() -> None:
    run_cluster("17.7")
    restored = SamConfig("heed", "eu-central-1", {"Database": "aurora", "RestoreFrom": "a-snapshot"})
    assert parameters(restored, standing(AURORA))["DeletionProtection"] == "false"
    assert parameters(restored, standing(restored))["DeletionProtection"] == "true"


@pytest.mark.usefixtures("aws", "offered")
def test_aurora_that_joins_a_standing_stack_can_be_taken_back() -> None:
    without = Stack("CREATE_COMPLETE", standing(URL).parameters, {})
    assert parameters(AURORA, without)["DeletionProtection"] == "false"


def test_what_samconfig_no_longer_says_goes_back_to_its_default() -> None:
    assert parameters(URL, standing(URL, LogDays="7"))["LogDays"] == template_defaults()["LogDays"]


@pytest.mark.usefixtures("aws")
def test_a_name_that_does_not_answer_keeps_the_own_address_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settling, "answers", lambda *_: False)
    stack = create_stack(NAMED)
    settle(NAMED, stack)
    assert find_stack(NAMED) == stack
    [line] = capsys.readouterr().out.splitlines()
    assert "make a CNAME record for board.example.com that points at d-abc.example, and deploy again" in line
    assert "until then use https://abc.execute-api.example" in line


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(("config", "within"), [(NAMED, 0.0), (ZONED, 60.0)])
def test_the_own_address_is_switched_off_once_the_name_answers(
    config: SamConfig, within: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, float]] = []

    def answers(*given: Any) -> bool:
        asked.append(given)
        return True

    monkeypatch.setattr(settling, "answers", answers)
    settle(config, create_stack(config))
    assert asked == [("https://board.example.com", within)]
    after = find_stack(config)
    assert after
    assert after.parameters["DisableApiAddress"] == "true"
    assert parameters(config, after)["DisableApiAddress"] == "true"


def test_another_name_begins_anew() -> None:
    before = standing(NAMED, DisableApiAddress="true")
    renamed = SamConfig("heed", "eu-central-1", {"DomainName": "other.example.com", "CertificateArn": "arn"})
    assert parameters(renamed, before)["DisableApiAddress"] == "false"
    assert parameters(URL, before)["DisableApiAddress"] == "false"


def test_a_release_is_the_code_and_what_a_function_feels() -> None:
    code, given = ["aa", "bb"], template_defaults()
    release = release_of(code, given)
    assert release == release_of(code, given | {"Release": release, "DeletionProtection": "true"})
    for other in ((["aa", "cc"], given), (code, given | {"MemorySize": "512"}), (code, given | {"RestoreFrom": "a"})):
        assert release_of(*other) != release


def test_a_chosen_value_wins() -> None:
    chosen = SamConfig("heed", "eu-central-1", NAMED.parameters | {"DisableApiAddress": "true"})
    assert parameters(chosen, None)["DisableApiAddress"] == "true"


@pytest.mark.usefixtures("aws")
def test_a_protection_that_fails_is_one_line() -> None:
    with pytest.raises(ReleaseError, match=r"^heed: the release serves, but DeletionProtection could not be set: "):
        settle(AURORA, standing(AURORA))


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b'{"status": "ready"}', ""),
        (503, b"the schema is behind", "503 the schema is behind"),
        (200, b"<html>a parking page</html>", "what answers there is no board of Heed's"),
        (200, b"[]", "what answers there is no board of Heed's"),
    ],
)
def test_only_a_board_answers(status: int, body: bytes, expected: str) -> None:
    with serving(status, body) as other:
        assert address.attempt(other.url) == expected
        assert address.answers(other.url, 0.0) == (not expected)
