"""The stack: lint-free, created by moto as far as moto goes, and right in what moto can't create."""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.cloudformation.parsing import resource_class_from_type

from app.settings.config import ROOT
from infra.lint.combinations import TEMPLATES
from infra.lint.translated import translated

BUCKET = "heed-artifacts"
# What Lambda needs to enter a network and what X-Ray takes can't be bound to a resource, and a denial need not be.
UNBOUND = ("ec2:AssignPrivateIpAddresses", "ec2:*", "xray:PutTraceSegments")
# moto creates these, but not on an alias, in a cluster or to a gateway, which it doesn't; nested stacks one by one.
NEEDS_THE_REST = ("AWS::Lambda::Permission", "AWS::RDS::DBInstance", "AWS::EC2::Route", "AWS::CloudFormation::Stack")

AURORA = {
    "EngineVersion": "17.5",
    "DeletionProtection": "false",
    "RestoreFrom": "",
    "MaxCapacity": "4",
    "BackupDays": "7",
    "LogDays": "30",
}

MAIL_STACK = {
    "Name": "heed",
    "ScheduleRole": "arn:aws:iam::123456789012:role/schedule",
    "ApiLog": "api",
    "MailBy": "ses",
    "Domain": "example.com",
    "MailIdentity": "new",
    "ZoneId": "",
}

Template = dict[str, Any]


def everything(node: Any) -> Iterator[Any]:
    yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from everything(child)


def creatable(template: Template) -> tuple[Template, set[str]]:
    """The part that moto can create, with a word in place of each reference to the rest; and the types of the rest."""
    logging.getLogger("moto").setLevel(logging.ERROR)
    resources = template["Resources"]
    types = {name: resource["Type"] for name, resource in resources.items()}
    left_out = {
        name: kind
        for name, kind in types.items()
        if kind.startswith("Custom::") or not resource_class_from_type(kind) or kind in NEEDS_THE_REST
    }

    def known(node: Any) -> Any:
        if isinstance(node, list):
            return [known(child) for child in node]
        if isinstance(node, str):
            return re.sub(rf"\$\{{({'|'.join(left_out)})(\.[^}}]*)?\}}", "not-on-moto", node)
        if not isinstance(node, dict):
            return node
        if node.get("Ref") in left_out or node.get("Fn::GetAtt", [""])[0] in left_out:
            return "not-on-moto"
        return {key: known(child) for key, child in node.items() if key not in ("DependsOn", "Ipv6CidrBlock")}

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


@pytest.mark.usefixtures("aws")
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_moto_creates_the_stack_without_a_network() -> None:
    create("template.yaml", Database="url", AlarmEmail="operator@example.com", MemorySize="1024")
    functions = {function["Handler"]: function for function in boto3.client("lambda").list_functions()["Functions"]}
    api, migrate = functions["handler.api.handler"], functions["handler.migrate.handler"]
    assert (api["Runtime"], api["MemorySize"], api["Timeout"]) == ("python3.13", 1024, 29)
    assert api["Environment"]["Variables"] == migrate["Environment"]["Variables"] == {"SSM_PATH": "/heed/prod"}
    assert {group["retentionInDays"] for group in boto3.client("logs").describe_log_groups()["logGroups"]} == {30}
    assert len(boto3.client("sns").list_topics()["Topics"]) == 1
    assert boto3.client("ec2").describe_vpc_endpoints()["VpcEndpoints"] == []


@pytest.mark.usefixtures("aws")
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_moto_creates_what_sends_mail() -> None:
    create("template.yaml", MailFrom="Heed <feedback@example.com>")
    functions = {function["Handler"]: function for function in boto3.client("lambda").list_functions()["Functions"]}
    outbox, courier = functions["handler.outbox.handler"], functions["handler.courier.handler"]
    variables = courier["Environment"]["Variables"]
    assert variables["COURIER_ARN"] == courier["FunctionArn"]
    assert variables["OUTBOX_FUNCTION"] == outbox["FunctionArn"]
    assert outbox["Environment"]["Variables"]["MAIL_FROM"] == "Heed <feedback@example.com>"
    create("infra/courier.yaml", **MAIL_STACK, Courier=courier["FunctionArn"])
    [topic] = boto3.client("sns").list_topics()["Topics"]
    assert topic["TopicArn"].endswith(":heed-bounces")


@pytest.mark.usefixtures("aws")
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_moto_creates_the_network_and_what_aurora_stands_in() -> None:
    made = create("infra/network.yaml", Zones="eu-central-1a,eu-central-1c")
    given = {"SubnetIds": made["SubnetIds"], "DatabaseGroup": made["DatabaseGroup"]}
    create("infra/database.yaml", **given, **AURORA)
    assert len(boto3.client("rds").describe_db_subnet_groups()["DBSubnetGroups"][0]["Subnets"]) == 2
    network = boto3.client("ec2")
    endpoints = network.describe_vpc_endpoints()["VpcEndpoints"]
    services = {endpoint["ServiceName"].rpartition(".")[2]: endpoint["VpcEndpointType"] for endpoint in endpoints}
    assert services == {"s3": "Gateway"}, "the one kind of endpoint that isn't billed"
    vpc = endpoints[0]["VpcId"]
    subnets = network.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
    assert {subnet["AvailabilityZone"] for subnet in subnets} == {"eu-central-1a", "eu-central-1c"}
    gateways = network.describe_internet_gateways(Filters=[{"Name": "attachment.vpc-id", "Values": [vpc]}])
    assert gateways["InternetGateways"] == []
    assert network.describe_nat_gateways()["NatGateways"] == []
    tables = network.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"]
    destinations = {route.get("DestinationCidrBlock") for table in tables for route in table["Routes"]}
    assert destinations <= {"10.77.0.0/24", None}, "no IPv4 leaves"
    groups = network.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"]
    [database] = [group for group in groups if "database" in group["Description"]]
    [rule] = database["IpPermissions"]
    assert (rule["FromPort"], rule["ToPort"], rule["IpRanges"]) == (5432, 5432, [])


def test_the_readme_lists_what_moto_cannot_create() -> None:
    left_out = set().union(*(creatable(translated(name))[1] for name in TEMPLATES)) - {"AWS::CloudFormation::Stack"}
    readme = (ROOT / "infra" / "README.md").read_text()
    section = readme.partition("What the tests can't create")[2].partition("\n## ")[0]
    assert set(re.findall(r"`((?:AWS|Custom)::[\w:]+)`", section)) == left_out


def test_the_database_is_encrypted_backed_up_protected_and_sleeps() -> None:
    resources = translated("infra/database.yaml")["Resources"]
    cluster = resources["Cluster"]
    wanted = {"StorageEncrypted": True, "EnableIAMDatabaseAuthentication": True}
    assert cluster["DeletionPolicy"] == cluster["UpdateReplacePolicy"] == "Snapshot"
    assert cluster["Properties"].items() >= wanted.items()
    assert cluster["Properties"]["DeletionProtection"] == {"Ref": "DeletionProtection"}
    assert translated("template.yaml")["Parameters"]["DeletionProtection"]["Default"] == "false", "a first try can fail"
    assert cluster["Properties"]["ServerlessV2ScalingConfiguration"]["MinCapacity"] == 0
    # A frozen environment's connection would keep it awake.
    assert 0 < int(resources["Parameters"]["Properties"]["Parameters"]["idle_session_timeout"]) <= 300_000


def test_no_policy_names_every_resource_where_aws_allows_one() -> None:
    for name in TEMPLATES:
        for node in everything(translated(name)):
            if isinstance(node, dict) and node.get("Effect") and node.get("Resource") == "*":
                actions = node["Action"] if isinstance(node["Action"], list) else [node["Action"]]
                assert actions[0] in UNBOUND
