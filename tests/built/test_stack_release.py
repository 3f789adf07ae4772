"""A release, as the translated template has it: what runs first, what rolls it back, what the functions are given."""

import json
import re
from typing import Any

import pytest

from app.settings.config import ROOT
from infra.lint.combinations import CERTIFICATE, NO_DOMAIN, TEMPLATES
from infra.lint.resolve import references
from infra.lint.translated import resolved, translated
from infra.release.settling import UNFELT

FUNCTIONS = ("ApiFunction", "MigrateFunction")
EITHER = pytest.mark.parametrize("database", ["url", "aurora"])


def resources(database: str = "url", **given: str) -> dict[str, Any]:
    found: dict[str, Any] = resolved("template.yaml", NO_DOMAIN | {"Database": database} | given)["Resources"]
    return found


def needs(name: str, all_resources: dict[str, Any]) -> set[str]:
    """Everything that has to stand before it."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for other in references(all_resources[waiting.pop()]):
            if other in all_resources and other not in found:
                found.add(other)
                waiting.append(other)
    return found


@EITHER
def test_every_release_migrates_before_it_touches_the_api(database: str) -> None:
    stack = resources(database)
    version = stack["Migration"]["Properties"]["Version"]["Ref"]
    assert stack[version]["Type"] == "AWS::Lambda::Version"
    assert stack[version]["Properties"] == {"FunctionName": {"Ref": "MigrateFunction"}}
    assert {"MigrateFunction", version} <= needs("Migration", stack)
    assert "Migration" in needs("ApiFunction", stack)
    assert not needs("Migration", stack) & {"ApiFunction", "Api"}
    timeout = stack["MigrateFunction"]["Properties"]["Timeout"]
    assert timeout < stack["Migration"]["Properties"]["ServiceTimeout"] < 3600


def test_new_code_and_a_new_release_are_new_versions() -> None:
    """The code's own name in S3 changes with it, as `sam deploy` names it by its digest."""
    names = {name for given in ("", "0123456789", "9876543210") for name in versions(Release=given)}
    assert len(names) == 3 * len(FUNCTIONS)


def of_a_version(function: str, **given: str) -> dict[str, Any]:
    """The properties that Lambda keeps with a version, the conditions still open."""
    properties: dict[str, Any] = translated("template.yaml", **given)["Resources"][function]["Properties"]
    return {name: value for name, value in properties.items() if name != "ReservedConcurrentExecutions"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_new_release_changes_each_function(function: str) -> None:
    """SAM does it, by the description: of a function that is as its last version was, Lambda publishes no other."""
    assert of_a_version(function, Release="0123456789") != of_a_version(function, Release="9876543210")


def test_a_release_is_new_for_what_a_function_feels_and_for_nothing_else() -> None:
    """What a function gets of a nested stack may depend on that stack's parameters, so these may be either."""
    template = translated("template.yaml")
    felt: set[str] = set()
    perhaps: set[str] = set()
    for function in FUNCTIONS:
        text = json.dumps(of_a_version(function))
        named = set(references(of_a_version(function)))
        for condition, rule in template["Conditions"].items():
            if f'"{condition}"' in text:
                named |= set(references(rule))
        felt |= named & template["Parameters"].keys()
        for nested in named & {"Network", "AuroraDatabase"}:
            perhaps |= set(references(template["Resources"][nested])) & template["Parameters"].keys()
    assert not felt & set(UNFELT)
    assert template["Parameters"].keys() - felt - perhaps <= set(UNFELT)
    assert {"Zones", "RestoreFrom"} <= perhaps - set(UNFELT)


def versions(**given: str) -> dict[str, Any]:
    return {name: each for name, each in resources(**given).items() if each["Type"] == "AWS::Lambda::Version"}


def test_a_version_goes_with_its_release() -> None:
    assert {each["DeletionPolicy"] for each in versions().values()} == {"Delete"}


def test_no_template_has_a_hook_of_codedeploy_or_an_interface_endpoint() -> None:
    for name in TEMPLATES:
        text = json.dumps(translated(name))
        assert "CodeDeployHook_" not in text
        assert "AllowTrafficHook" not in text
        assert not re.search(r'"codedeploy:|\.codedeploy"', text)
        assert '"Interface"' not in text


def test_the_alarm_counts_answers_and_rolls_a_release_back() -> None:
    stack = resources()
    counted = stack["ServerErrors"]["Properties"]
    assert counted["LogGroupName"] == {"Ref": "AccessLog"}
    assert set(re.findall(r"\$\.status = (\d+)", counted["FilterPattern"])) == {"500", "502", "504"}
    [metric] = counted["MetricTransformations"]
    assert "DefaultValue" not in metric, "it would be billed for every hour with a request"
    alarm = stack["ErrorAlarm"]["Properties"]
    assert (alarm["Namespace"], alarm["MetricName"]) == (metric["MetricNamespace"], metric["MetricName"])
    assert alarm["TreatMissingData"] == "notBreaching"
    assert needs("ErrorAlarm", stack) == set()
    group = stack["ApiFunctionDeploymentGroup"]["Properties"]
    assert group["AlarmConfiguration"] == {"Enabled": True, "Alarms": [{"Name": {"Ref": "ErrorAlarm"}}]}
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]


def test_the_access_log_has_the_status_as_a_number() -> None:
    log_format = resources()["ApiApiGatewayDefaultStage"]["Properties"]["AccessLogSettings"]["Format"]
    line = json.loads(re.sub(r"\$context\.status\b", "502", log_format))
    assert line["status"] == 502
    assert '"status":$context.status,' in log_format
    assert [key for key, value in line.items() if value != 502 and not value.startswith("$context.")] == []


@EITHER
@pytest.mark.parametrize("origins", ["", "https://example.com"])
def test_what_is_not_set_is_not_in_the_environment(database: str, origins: str) -> None:
    """An empty variable would hide the setting in SSM."""
    template = translated("template.yaml")
    defaults = {name: str(each.get("Default")) for name, each in template["Parameters"].items()}
    given = {"Database": database, "CorsOrigins": origins}
    stack = resources(database=database, CorsOrigins=origins)
    for function in FUNCTIONS:
        variables = stack[function]["Properties"]["Environment"]["Variables"]
        for name, value in variables.items():
            assert value if isinstance(value, str) else "Fn::Sub" in value or (defaults | given)[value["Ref"]], name
        aurora_only = {"AWS_USE_DUALSTACK_ENDPOINT", "DATABASE_URL", "DATABASE_IAM_AUTH", "DATABASE_CA_FILE"}
        assert set(variables) & aurora_only == (aurora_only if database == "aurora" else set())
        assert ("CORS_ORIGINS" in variables) == bool(origins and function == "ApiFunction")


def test_functions_in_the_network_use_ipv6() -> None:
    network = translated("infra/network.yaml")["Resources"]
    subnets = [each["Properties"] for each in network.values() if each["Type"] == "AWS::EC2::Subnet"]
    assert len(subnets) == 2
    assert all("Ipv6CidrBlock" in subnet for subnet in subnets)
    outwards = network["FunctionGroup"]["Properties"]["SecurityGroupEgress"]
    assert [rule["FromPort"] for rule in outwards if rule.get("CidrIpv6") == "::/0"] == [443]
    for function in FUNCTIONS:
        assert resources("aurora")[function]["Properties"]["VpcConfig"]["Ipv6AllowedForDualStack"] is True
        assert "VpcConfig" not in resources("url")[function]["Properties"]


@pytest.mark.parametrize("given", [{}, {"Database": "aurora", "AlarmEmail": "operator@example.com"} | CERTIFICATE])
def test_nested_templates_get_what_they_ask_for_and_have_what_is_asked_of_them(given: dict[str, str]) -> None:
    stack = resolved("template.yaml", NO_DOMAIN | given)
    nested = {name: each for name, each in stack["Resources"].items() if each["Type"] == "AWS::CloudFormation::Stack"}
    outputs = {}
    for name, each in nested.items():
        inner = translated(each["Properties"]["TemplateURL"])
        outputs[name] = set(inner.get("Outputs", {}))
        assert set(each["Properties"].get("Parameters", {})) == set(inner.get("Parameters", {})), name
    asked = re.findall(r'\["(\w+)", "Outputs\.(\w+)"\]|\$\{(\w+)\.Outputs\.(\w+)\}', json.dumps(stack))
    assert asked or not given
    for stack_name, output, again, another in asked:
        assert (output or another) in outputs[stack_name or again]


def test_no_arn_names_a_partition() -> None:
    """Of what is written here; SAM's own are those of the region that it translates in."""
    for name in TEMPLATES:
        assert "arn:aws" not in (ROOT / name).read_text(), name
