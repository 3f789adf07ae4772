"""The stack: lint-free, created by moto as far as moto goes, and right in what moto can't create."""

import json
import logging
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.cloudformation.parsing import resource_class_from_type

from app.settings.config import ROOT
from infra.build.sam import sam_environment
from infra.tools import environment

REGION = {"AWS_DEFAULT_REGION": "eu-central-1"}
TEMPLATES = ("template.yaml", "infra/network.yaml", "infra/database.yaml", "infra/domain.yaml")
BUCKET = "heed-artifacts"
# What Lambda needs to enter a network can't be bound to a resource, and a denial need not be.
UNBOUND = ("ec2:AssignPrivateIpAddresses", "ec2:*")
# moto creates these, but not on an alias or in a cluster, which it doesn't.
NEEDS_THE_REST = ("AWS::Lambda::Permission", "AWS::RDS::DBInstance")

Template = dict[str, Any]


@cache
def translated(name: str) -> Template:
    command = [str(environment.prepare("sam") / "python"), str(ROOT / "tests/built/translate.py"), str(ROOT / name)]
    answer = subprocess.run(command, check=True, capture_output=True, env=sam_environment() | REGION)
    template: Template = json.loads(answer.stdout)
    return template


def everything(node: Any) -> Iterator[Any]:
    yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from everything(child)


def creatable(template: Template) -> tuple[Template, set[str]]:
    """The part that moto can create, with a word in place of each reference to the rest; and the types of the rest."""
    logging.getLogger("moto").setLevel(logging.ERROR)
    resources = template["Resources"]
    left_out = {
        name: resource["Type"]
        for name, resource in resources.items()
        if resource["Type"].startswith("Custom::") or not resource_class_from_type(resource["Type"])
    }
    left_out |= {name: kind["Type"] for name, kind in resources.items() if kind["Type"] in NEEDS_THE_REST}

    def known(node: Any) -> Any:
        if isinstance(node, list):
            return [known(child) for child in node]
        if isinstance(node, str):
            return re.sub(rf"\$\{{({'|'.join(left_out)})(\.[^}}]*)?\}}", "not-on-moto", node)
        if not isinstance(node, dict):
            return node
        if node.get("Ref") in left_out or node.get("Fn::GetAtt", [""])[0] in left_out:
            return "not-on-moto"
        return {key: known(child) for key, child in node.items() if key != "DependsOn"}

    kept = {name: known(resource) for name, resource in resources.items() if name not in left_out}
    return {**known({**template, "Resources": {}}), "Resources": kept}, set(left_out.values())


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws(config={"lambda": {"use_docker": False}}):
        storage = boto3.client("s3")
        storage.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        storage.put_object(Bucket=BUCKET, Key="code.zip", Body=b"any")
        yield


def create(name: str, **parameters: str) -> dict[str, str]:
    """The outputs of the stack. Nested ones are created one by one, as moto can't hand their outputs on."""
    template, _ = creatable(translated(name))
    given = [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()]
    client = boto3.client("cloudformation")
    stack = client.create_stack(
        StackName=re.sub(r"\W", "-", name),
        TemplateBody=json.dumps(template),
        Parameters=given,
        Capabilities=["CAPABILITY_IAM"],
    )["StackId"]
    [created] = client.describe_stacks(StackName=stack)["Stacks"]
    assert created["StackStatus"] == "CREATE_COMPLETE"
    return {output["OutputKey"]: output["OutputValue"] for output in created["Outputs"]}


def test_lint_finds_nothing() -> None:
    programs = environment.prepare("sam")
    for command in (["sam", "validate", "--lint"], ["cfn-lint", *TEMPLATES[1:]]):
        command[0] = str(programs / command[0])
        answer = subprocess.run(
            command, check=False, cwd=ROOT, capture_output=True, text=True, env=sam_environment() | REGION
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.usefixtures("aws")
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_moto_creates_the_stack_without_a_network() -> None:
    create("template.yaml", Database="url", AlarmEmail="operator@example.com", MemorySize="1024")
    functions = {function["Handler"]: function for function in boto3.client("lambda").list_functions()["Functions"]}
    api, migrate = functions["handler.api.handler"], functions["handler.migrate.handler"]
    assert (api["Runtime"], api["MemorySize"], api["Timeout"]) == ("python3.13", 1024, 29)
    assert api["Environment"]["Variables"] == {
        "SSM_PATH": "/heed/prod",
        "CORS_ORIGINS": "",
        "DATABASE_IAM_AUTH": "false",
        "DATABASE_RESUME_TIMEOUT": "0",
    }
    assert migrate["FunctionName"].startswith("CodeDeployHook_")
    assert {group["retentionInDays"] for group in boto3.client("logs").describe_log_groups()["logGroups"]} == {30}
    assert len(boto3.client("sns").list_topics()["Topics"]) == 1
    assert boto3.client("ec2").describe_vpc_endpoints()["VpcEndpoints"] == []


@pytest.mark.usefixtures("aws")
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_moto_creates_the_network_and_what_aurora_stands_in() -> None:
    made = create("infra/network.yaml")
    given = {"SubnetIds": made["SubnetIds"], "DatabaseGroup": made["DatabaseGroup"]}
    given |= {"EngineVersion": "17.5", "DeletionProtection": "false", "RestoreFrom": ""}
    create("infra/database.yaml", **given, MaxCapacity="4", BackupDays="7", LogDays="30")
    assert len(boto3.client("rds").describe_db_subnet_groups()["DBSubnetGroups"][0]["Subnets"]) == 2
    network = boto3.client("ec2")
    endpoints = network.describe_vpc_endpoints()["VpcEndpoints"]
    services = {endpoint["ServiceName"].rpartition(".")[2]: endpoint["VpcEndpointType"] for endpoint in endpoints}
    assert services == {"ssm": "Interface", "codedeploy": "Interface", "s3": "Gateway"}
    vpc = endpoints[0]["VpcId"]
    subnets = network.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
    assert len({subnet["AvailabilityZone"] for subnet in subnets}) == 2
    gateways = network.describe_internet_gateways(Filters=[{"Name": "attachment.vpc-id", "Values": [vpc]}])
    assert gateways["InternetGateways"] == []
    groups = network.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"]
    [database] = [group for group in groups if "database" in group["Description"]]
    [rule] = database["IpPermissions"]
    assert (rule["FromPort"], rule["ToPort"], rule["IpRanges"]) == (5432, 5432, [])


def test_the_readme_lists_what_moto_cannot_create() -> None:
    left_out = set().union(*(creatable(translated(name))[1] for name in TEMPLATES))
    readme = (ROOT / "infra" / "README.md").read_text()
    section = readme.partition("What the tests can't create")[2].partition("\n## ")[0]
    assert set(re.findall(r"`((?:AWS|Custom)::[\w:]+)`", section)) == left_out


def test_the_alarm_watches_what_the_api_answers_and_rolls_a_release_back() -> None:
    resources = translated("template.yaml")["Resources"]
    alarm = resources["ErrorAlarm"]["Properties"]
    assert (alarm["Namespace"], alarm["MetricName"], alarm["TreatMissingData"]) == (
        "AWS/ApiGateway",
        "5xx",
        "notBreaching",
    )
    assert alarm["Dimensions"] == [{"Name": "ApiId", "Value": {"Ref": "Api"}}]
    group = resources["ApiFunctionDeploymentGroup"]["Properties"]
    assert group["AlarmConfiguration"] == {"Enabled": True, "Alarms": [{"Name": {"Ref": "ErrorAlarm"}}]}
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]


def test_the_migration_comes_before_the_traffic() -> None:
    resources = translated("template.yaml")["Resources"]
    update = resources["ApiFunctionAliaslive"]["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
    assert update["BeforeAllowTrafficHook"] == {"Ref": "MigrateFunction"}
    assert (
        resources["ApiFunction"]["DependsOn"] == ["Migration"] or resources["ApiFunction"]["DependsOn"] == "Migration"
    )
    timeout = resources["MigrateFunction"]["Properties"]["Timeout"]
    assert timeout < resources["Migration"]["Properties"]["ServiceTimeout"] < 3600


def test_the_database_is_encrypted_backed_up_protected_and_sleeps() -> None:
    resources = translated("infra/database.yaml")["Resources"]
    cluster = resources["Cluster"]
    wanted: dict[str, Any] = {"StorageEncrypted": True, "EnableIAMDatabaseAuthentication": True}
    wanted["DeletionProtection"] = {"Ref": "DeletionProtection"}
    assert cluster["DeletionPolicy"] == cluster["UpdateReplacePolicy"] == "Snapshot"
    assert {name: cluster["Properties"][name] for name in wanted} == wanted
    assert cluster["Properties"]["ServerlessV2ScalingConfiguration"]["MinCapacity"] == 0
    # A frozen environment's connection would keep it awake.
    assert 0 < int(resources["Parameters"]["Properties"]["Parameters"]["idle_session_timeout"]) <= 300_000


def test_no_policy_names_every_resource_where_aws_allows_one() -> None:
    for name in TEMPLATES:
        for node in everything(translated(name)):
            if isinstance(node, dict) and node.get("Effect") and node.get("Resource") == "*":
                actions = node["Action"] if isinstance(node["Action"], list) else [node["Action"]]
                assert actions[0] in UNBOUND
