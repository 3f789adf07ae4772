"""What sends mail, as the translated template has it: who may what, what wakes it, and that nothing of it is idle."""

import json
import logging
import re
from typing import Any

import pytest

from app.mail.outbox import DIGEST_HOUR
from app.outbox.wake import MARKER, outbox
from app.settings.courier import CourierSettings
from app.settings.mail_url import address_of, parse_mail_url
from infra.lint.combinations import MAIL, NO_DOMAIN
from infra.lint.resolve import references
from infra.lint.translated import resolved

SMTP = MAIL | {"MailBy": "smtp"}
MAILED = {"OutboxFunction", "CourierFunction", "OutboxRole", "CourierRole", "ScheduleRole", "OutboxLog", "CourierLog"}
GIVEN = {
    "Name": "heed",
    "Courier": "arn",
    "MailBy": "ses",
    "MailIdentity": "new",
    "ZoneId": "",
    "Domain": "example.com",
}
# As Lambda writes a line in its JSON format; the template's filter compares two of these fields.
LINE = {"timestamp": "2026-11-26T07:00:00Z", "level": "INFO", "requestId": "1"}


def resources(**given: str) -> dict[str, Any]:
    found: dict[str, Any] = resolved("template.yaml", NO_DOMAIN | {"Database": "url"} | given)["Resources"]
    return found


def nested(**given: str) -> dict[str, Any]:
    found: dict[str, Any] = resolved("infra/mail.yaml", GIVEN | given)["Resources"]
    return found


def variables(function: str, **given: str) -> dict[str, Any]:
    found: dict[str, Any] = resources(**given)[function]["Properties"]["Environment"]["Variables"]
    return found


def statements(role: str, **given: str) -> list[dict[str, Any]]:
    policies = resources(**given)[role]["Properties"].get("Policies", [])
    return [each for policy in policies for each in policy["PolicyDocument"]["Statement"]]


def actions(role: str, **given: str) -> set[str]:
    found = [each["Action"] for each in statements(role, **given)]
    return {action for each in found for action in (each if isinstance(each, list) else [each])}


def computed(node: Any, **words: str) -> Any:
    """What CloudFormation makes of Sub, Split, Select and Ref, where `words` has the parameters."""
    if not isinstance(node, dict):
        return node
    [(function, given)] = node.items()
    match function:
        case "Ref":
            return words[given]
        case "Fn::Sub":
            text, own = (given, {}) if isinstance(given, str) else given
            known = words | {name: computed(value, **words) for name, value in own.items()}
            return re.sub(r"\$\{([\w:]+)\}", lambda found: known[found[1]], text)
        case "Fn::Split":
            return computed(given[1], **words).split(given[0])
        case "Fn::Select":
            return computed(given[1], **words)[given[0]]
    raise ValueError(function)


ACCOUNT = {"AWS::Partition": "aws", "AWS::Region": "eu-central-1", "AWS::AccountId": "123456789012"}


def test_without_a_sender_there_is_nothing_of_mail() -> None:
    stack = resources(MailFrom="")
    assert not MAILED & stack.keys()
    assert "Mail" not in stack
    assert not {"MAIL_URL", "MAIL_FROM"} & stack["ApiFunction"]["Properties"]["Environment"]["Variables"].keys()
    assert {"Mail", *MAILED} <= resources(**MAIL).keys()


@pytest.mark.parametrize("mail", [MAIL, SMTP], ids=["ses", "smtp"])
def test_the_courier_has_no_network_and_no_settings_of_the_board(mail: dict[str, str]) -> None:
    stack = resources(**mail | {"Database": "aurora", "DatabasePolicy": "arn"})
    assert "Ipv6AllowedForDualStack" in stack["OutboxFunction"]["Properties"]["VpcConfig"]
    assert "VpcConfig" not in stack["CourierFunction"]["Properties"]
    assert "ManagedPolicyArns" not in stack["CourierRole"]["Properties"]
    found = stack["CourierFunction"]["Properties"]["Environment"]["Variables"]
    known = {name.upper() for name in CourierSettings.model_fields}
    assert found.keys() <= known | {"SSM_PATH"}
    needed = {name.upper() for name, field in CourierSettings.model_fields.items() if field.is_required()}
    assert needed - {"MAIL_URL"} <= found.keys()
    assert ("MAIL_URL" in found) != ("SSM_PATH" in found)
    if "SSM_PATH" in found:
        assert found["SSM_PATH"] == {"Fn::Sub": "${SettingsPath}/courier"}
    read = [each["Resource"] for each in statements("CourierRole", **mail) if "ssm" in str(each["Action"])]
    assert all("/courier" in resource["Fn::Sub"] for each in read for resource in each)
    assert bool(read) == (mail is SMTP)


@pytest.mark.parametrize("database", ["url", "aurora"])
def test_the_outbox_has_the_apis_database_and_no_other_right(database: str) -> None:
    given = MAIL | {"Database": database, "DatabasePolicy": "arn"}
    stack = resources(**given)
    roles = [stack[name]["Properties"]["ManagedPolicyArns"] for name in ("ApiRole", "OutboxRole")]
    assert roles[0] == roles[1]
    assert actions("OutboxRole", **given) == {"logs:CreateLogStream", "logs:PutLogEvents"}
    api, outbox = (variables(name, **given) for name in ("ApiFunction", "OutboxFunction"))
    assert outbox == api
    assert stack["OutboxFunction"]["Properties"].get("VpcConfig") == stack["ApiFunction"]["Properties"].get("VpcConfig")
    assert "Migration" in stack["OutboxFunction"]["DependsOn"]


@pytest.mark.parametrize("mail", [MAIL, SMTP], ids=["ses", "smtp"])
def test_only_the_courier_may_invoke_the_outbox(mail: dict[str, str]) -> None:
    stack = resources(**mail)
    outbox = {"Fn::GetAtt": ["OutboxFunction", "Arn"]}
    users = {name for name, each in stack.items() if "OutboxFunction" in set(references(each))}
    assert users == {"CourierRole", "CourierFunction"}
    invoked = [each for each in statements("CourierRole", **mail) if each["Action"] == "lambda:InvokeFunction"]
    assert [each["Resource"] for each in invoked] == [outbox]
    assert not [each for each in stack.values() if each["Type"] == "AWS::Lambda::Permission" and "Outbox" in str(each)]


def test_the_courier_may_what_its_code_asks_for() -> None:
    common = {"logs:CreateLogStream", "logs:PutLogEvents", "lambda:InvokeFunction", "iam:PassRole"}
    common |= {"scheduler:CreateSchedule", "scheduler:UpdateSchedule"}
    assert actions("CourierRole", **MAIL) == common | {"ses:SendEmail", "ses:SendRawEmail"}
    assert actions("CourierRole", **SMTP) == common | {"ssm:GetParametersByPath"}
    found = {str(each["Action"]): each for each in statements("CourierRole", **MAIL)}
    assert found["iam:PassRole"]["Resource"] == {"Fn::GetAtt": ["ScheduleRole", "Arn"]}
    assert found["iam:PassRole"]["Condition"] == {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}
    [schedule] = [each["Resource"] for name, each in found.items() if "scheduler:" in name]
    environment = variables("CourierFunction", **MAIL)
    named = f"schedule/{environment['SCHEDULE_GROUP']['Ref']}/{environment['SCHEDULE_NAME']}"
    assert computed(schedule, **ACCOUNT, **{"AWS::StackName": "AWS::StackName"}).endswith(f":{named}")


@pytest.mark.parametrize(
    "sender", ["feedback@example.com", "Heed <feedback@example.com>", "A@B, Inc <a.b+c@example.com>"]
)
def test_the_sender_is_the_one_that_the_code_reads(sender: str) -> None:
    [sends] = [each for each in statements("CourierRole", **MAIL) if "ses:SendEmail" in each["Action"]]
    words = ACCOUNT | {"AWS::StackName": "heed", "MailFrom": sender}
    address = address_of(sender)
    condition = sends["Condition"]["StringEquals"]
    assert condition.keys() == {"ses:FromAddress"}
    assert computed(condition["ses:FromAddress"], **words) == address
    arn = "arn:aws:ses:eu-central-1:123456789012"
    assert [computed(each, **words) for each in sends["Resource"]] == [
        f"{arn}:identity/example.com",
        f"{arn}:identity/{address}",
        f"{arn}:configuration-set/heed",
    ]
    given = resources(**MAIL)["Mail"]["Properties"]["Parameters"]
    assert computed(given["Domain"], **words) == "example.com"
    assert re.fullmatch(resolved("template.yaml", {})["Parameters"]["MailFrom"]["AllowedPattern"], sender)


def test_the_names_that_are_made_up_in_advance_are_those_of_the_resources() -> None:
    stack, inner = resources(**MAIL), nested()
    words = ACCOUNT | {"AWS::StackName": "heed", "Name": "heed"}
    found = variables("CourierFunction", **MAIL)
    courier = stack["CourierFunction"]["Properties"]
    named = f"arn:aws:lambda:eu-central-1:123456789012:function:{computed(courier['FunctionName'], **words)}"
    assert computed(found["COURIER_ARN"], **words) == named
    assert computed(statements("ScheduleRole", **MAIL)[0]["Resource"], **words) == named
    topic = computed(inner["BouncesTopic"]["Properties"]["TopicName"], **words)
    assert computed(found["SES_TOPIC_ARN"], **words) == f"arn:aws:sns:eu-central-1:123456789012:{topic}"
    for name, resource in (("SES_CONFIGURATION_SET", "ConfigurationSet"), ("SCHEDULE_GROUP", "Schedules")):
        assert computed(found[name], **words) == computed(inner[resource]["Properties"]["Name"], **words)
    assert stack["Mail"]["Properties"]["Parameters"]["Name"] == {"Ref": "AWS::StackName"}


def test_the_apis_mail_url_can_be_read_and_holds_no_password() -> None:
    for mail, scheme in ((MAIL, "ses"), (SMTP, "smtp")):
        server = parse_mail_url(computed(variables("ApiFunction", **mail)["MAIL_URL"], **ACCOUNT))
        assert (server.scheme, server.password) == (scheme, "")


def matches(pattern: str, line: dict[str, str]) -> bool:
    """As CloudWatch Logs reads a pattern of equalities that are all to hold."""
    assert re.fullmatch(r'\{ \(\$\.\w+ = "[^"]*"\)( && \(\$\.\w+ = "[^"]*"\))* \}', pattern)
    return all(line.get(name) == value for name, value in re.findall(r'\$\.(\w+) = "([^"]*)"', pattern))


def test_the_filter_finds_the_marker_and_nothing_else() -> None:
    wake = nested()["Wake"]
    assert wake["DependsOn"] == "WakePermission"
    pattern = wake["Properties"]["FilterPattern"]
    assert matches(pattern, LINE | {"logger": outbox.name, "message": MARKER})
    assert not matches(pattern, LINE | {"logger": "heed", "message": MARKER})
    assert not matches(pattern, LINE | {"logger": outbox.name, "message": "sent"})
    api = resources(**MAIL)["ApiFunction"]["Properties"]["LoggingConfig"]
    assert (api["LogFormat"], logging.getLevelNamesMapping()[api["ApplicationLogLevel"]]) == ("JSON", logging.INFO)


def test_every_permission_names_whom_it_is_for() -> None:
    found = [each["Properties"] for each in nested().values() if each["Type"] == "AWS::Lambda::Permission"]
    assert len(found) == 2
    for permission in found:
        assert permission["SourceArn"]
        assert "SourceAccount" in permission or permission["SourceArn"] == {"Ref": "BouncesTopic"}
    trust = resources(**MAIL)["ScheduleRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
    assert trust["Condition"]["StringEquals"].keys() == {"aws:SourceAccount", "aws:SourceArn"}


def test_the_sweep_is_once_a_day_when_digests_are_due() -> None:
    sweep = nested()["Sweep"]["Properties"]
    assert sweep["ScheduleExpression"] == f"cron(1 {DIGEST_HOUR} * * ? *)"
    assert (sweep["ScheduleExpressionTimezone"], json.loads(sweep["Target"]["Input"])) == ("UTC", {"sweep": True})


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({}, {"Identity", "ConfigurationSet", "Bounces", "BouncesTopic"}),
        ({"ZoneId": "Z1"}, {"Identity", "DkimRecords", "ConfigurationSet", "Bounces", "BouncesTopic"}),
        ({"MailIdentity": "existing", "ZoneId": "Z1"}, {"ConfigurationSet", "Bounces", "BouncesTopic"}),
        ({"MailBy": "smtp", "ZoneId": "Z1"}, set()),
    ],
)
def test_what_ses_needs_is_made_where_ses_sends(given: dict[str, str], made: set[str]) -> None:
    always = {"Wake", "WakePermission", "Schedules", "Sweep"}
    beside = {"BouncesPolicy", "BouncesPermission"} if made else set()
    assert nested(**given).keys() == always | made | beside
    records = resolved("infra/mail.yaml", GIVEN | given)["Outputs"]["Records"]["Value"]
    assert (records == "none") == bool(given)


def test_nothing_of_mail_is_billed_while_nobody_is_there() -> None:
    stack = resources(**MAIL)
    kinds = {each["Type"] for name, each in stack.items() if name in MAILED} | {
        each["Type"] for each in nested(ZoneId="Z").values()
    }
    unbilled = {
        "AWS::IAM::Role",
        "AWS::Lambda::Function",
        "AWS::Lambda::Permission",
        "AWS::Logs::LogGroup",
        "AWS::Logs::SubscriptionFilter",
        "AWS::Route53::RecordSetGroup",
        "AWS::SES::ConfigurationSet",
        "AWS::SES::ConfigurationSetEventDestination",
        "AWS::SES::EmailIdentity",
        "AWS::SNS::Topic",
        "AWS::SNS::TopicPolicy",
        "AWS::Scheduler::Schedule",
        "AWS::Scheduler::ScheduleGroup",
    }
    assert kinds == unbilled
    for name in ("OutboxFunction", "CourierFunction"):
        assert not {"ProvisionedConcurrencyConfig", "SnapStart"} & stack[name]["Properties"].keys()
