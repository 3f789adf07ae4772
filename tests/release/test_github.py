"""The deployment from GitHub: whom the role trusts, and what the workflows run."""

import json
import re
import subprocess
from fnmatch import fnmatchcase
from typing import Any

import boto3
import pytest
import yaml

from app.settings.config import ROOT
from infra.build.sam import sam_environment
from infra.tools import environment

TEMPLATE = ROOT / "infra" / "github.yaml"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PROVIDER = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
# moto can't make a provider, so that one is there.
GIVEN = {"Repository": "acme/board", "OwnerId": "12", "RepositoryId": "345", "ProviderArn": PROVIDER}
MAY = [
    ("iam:CreateRole", "arn:aws:iam::123456789012:role/heed-ApiRole-ABC"),
    ("iam:PassRole", "arn:aws:iam::123456789012:role/heed-AuroraDatabase-ABC-RolesRole-DEF"),
    ("ssm:PutParameter", "arn:aws:ssm:eu-central-1:123456789012:parameter/heed/heed/SECRET_KEY"),
    ("ssm:GetParametersByPath", "arn:aws:ssm:eu-central-1:123456789012:parameter/heed/heed"),
    ("cloudformation:UpdateStack", "arn:aws:cloudformation:eu-central-1:123456789012:stack/heed/1"),
    ("cloudformation:CreateStack", "arn:aws:cloudformation:eu-central-1:123456789012:stack/heed-Network-ABC/1"),
    ("cloudformation:CreateChangeSet", "arn:aws:cloudformation:eu-central-1:aws:transform/Serverless-2016-10-31"),
    ("s3:PutObject", "arn:aws:s3:::aws-sam-cli-managed-default-samclisourcebucket-abc/heed/x"),
    ("rds:DescribeDBEngineVersions", "*"),
    ("ses:CreateEmailIdentity", "arn:aws:ses:eu-central-1:123456789012:identity/example.com"),
    ("scheduler:CreateScheduleGroup", "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/heed"),
    ("ssm:PutParameter", "arn:aws:ssm:eu-central-1:123456789012:parameter/heed/heed/courier/MAIL_URL"),
    ("rds:ModifyDBCluster", "arn:aws:rds:eu-central-1:123456789012:cluster:board"),
]
MAY_NOT = [
    ("iam:CreateRole", "arn:aws:iam::123456789012:role/admin"),
    ("iam:PassRole", "arn:aws:iam::123456789012:role/admin"),
    ("iam:CreateUser", "arn:aws:iam::123456789012:user/heed-x"),
    ("iam:AttachRolePolicy", "arn:aws:iam::123456789012:role/admin"),
    ("ssm:GetParametersByPath", "arn:aws:ssm:eu-central-1:123456789012:parameter/other"),
    ("cloudformation:DeleteStack", "arn:aws:cloudformation:eu-central-1:123456789012:stack/shop/1"),
    ("s3:GetObject", "arn:aws:s3:::payroll/2026"),
    ("dynamodb:Scan", "arn:aws:dynamodb:eu-central-1:123456789012:table/payroll"),
]
GOOD = {"aud": "sts.amazonaws.com", "repository_id": "345", "sub": "repo:acme/board:environment:production"}
IMMUTABLE = "repo:acme@12/board@345:environment:production"


def create(**more: str) -> None:
    parameters = [{"ParameterKey": name, "ParameterValue": value} for name, value in (GIVEN | more).items()]
    boto3.client("cloudformation", region_name="eu-central-1").create_stack(
        StackName="heed-github",
        TemplateBody=TEMPLATE.read_text(),
        Parameters=parameters,
        Capabilities=["CAPABILITY_IAM"],
    )


def role() -> dict[str, Any]:
    [found] = boto3.client("iam", region_name="eu-central-1").list_roles()["Roles"]
    assert isinstance(found, dict)
    return found


def trusted(claims: dict[str, str]) -> bool:
    """As IAM decides: every condition, against what the token says; a claim that is missing matches nothing."""
    [statement] = role()["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Condition"].keys() == {"StringEquals"}
    for key, values in statement["Condition"]["StringEquals"].items():
        name = key.removeprefix("token.actions.githubusercontent.com:")
        if claims.get(name) not in (values if isinstance(values, list) else [values]):
            return False
    return True


@pytest.mark.usefixtures("aws")
def test_only_the_environment_of_the_repository_is_trusted_by_name_and_by_id() -> None:
    create()
    assert role()["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"Federated": PROVIDER}
    assert trusted(GOOD)
    assert trusted(GOOD | {"sub": IMMUTABLE})
    refused = [
        {"aud": "https://github.com/acme"},
        {"repository_id": "346"},  # Somebody who took the name over.
        {"sub": "repo:acme/board:ref:refs/heads/main"},
        {"sub": "repo:acme/board:pull_request"},
        {"sub": "repo:acme/board:environment:preview"},
        {"sub": "repo:acme/board:environment:production:x"},
        {"sub": "repo:acme@13/board@345:environment:production"},
        {"sub": "repo:acme/other:environment:production"},
    ]
    for claims in refused:
        assert not trusted(GOOD | claims), claims
    for name in GOOD:
        assert not trusted({key: value for key, value in GOOD.items() if key != name})


def test_the_provider_is_githubs_and_made_where_the_account_has_none() -> None:
    text = TEMPLATE.read_text()
    assert "Federated: !If [NeedsProvider, !Ref Provider, !Ref ProviderArn]" in text
    assert "Url: https://token.actions.githubusercontent.com" in text
    assert "ClientIdList: [sts.amazonaws.com]" in text


@pytest.mark.usefixtures("aws")
def test_the_role_may_what_a_deployment_needs_and_nothing_beside() -> None:
    create()
    iam = boto3.client("iam", region_name="eu-central-1")
    [policy] = iam.list_policies(Scope="Local")["Policies"]
    version = iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"])
    statements = version["PolicyVersion"]["Document"]["Statement"]

    def allowed(action: str, resource: str) -> bool:
        return any(covers(each["Action"], action) and covers(each["Resource"], resource) for each in statements)

    assert [each for each in MAY if not allowed(*each)] == []
    assert [each for each in MAY_NOT if allowed(*each)] == []


def covers(patterns: str | list[str], name: str) -> bool:
    return any(fnmatchcase(name, each) for each in ([patterns] if isinstance(patterns, str) else patterns))


def test_the_template_is_free_of_lint() -> None:
    program = environment.prepare("sam") / "cfn-lint"
    answer = subprocess.run(
        [str(program), str(TEMPLATE), "--regions", "eu-central-1"],
        check=False,
        capture_output=True,
        text=True,
        env=sam_environment(),
    )
    assert answer.returncode == 0, answer.stdout


def steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    return list(job.get("steps", []))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_to_a_commit_and_jobs_have_few_rights(path: Any) -> None:
    text = path.read_text()
    for used in re.findall(r"uses: (\S+.*)$", text, re.M):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\S+", used), used
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}


def test_the_deployment_comes_after_the_tests_from_main_in_a_protected_environment() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/deploy.yml").read_text())
    jobs = workflow["jobs"]
    assert jobs["test"]["uses"] == "./.github/workflows/test.yml"
    tests = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text())
    assert "workflow_call" in tests[True]  # `on`, as YAML 1.1 reads it.
    job = jobs["deploy"]
    assert (job["needs"], job["environment"]) == ("test", "${{ inputs.environment }}")
    assert workflow[True]["workflow_dispatch"]["inputs"]["environment"]["default"] == "production"
    assert job["if"] == "github.ref == 'refs/heads/main'"
    assert job["permissions"] == {"contents": "read", "id-token": "write"}
    [credentials] = [step["with"] for step in steps(job) if "configure-aws" in step.get("uses", "")]
    assert credentials["aws-region"] == "${{ steps.samconfig.outputs.region }}"
    # A person's input reaches the shell as a variable, never as text of the script.
    assert "${{" not in json.dumps([step.get("run", "") for step in steps(job)])
