"""Who may what of what sends mail: the outbox has the database, the courier the way out, and neither more."""

import re

import pytest

from app.settings.courier import CourierSettings
from app.settings.mail_url import address_of
from infra.lint.combinations import MAIL
from infra.lint.resolve import references
from infra.lint.translated import resolved
from tests.built.mail_templates import ACCOUNT, SMTP, actions, computed, nested, resources, statements, variables


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


def test_every_permission_names_whom_it_is_for() -> None:
    found = [each["Properties"] for each in nested().values() if each["Type"] == "AWS::Lambda::Permission"]
    assert len(found) == 2
    for permission in found:
        assert permission["SourceArn"]
        assert "SourceAccount" in permission or permission["SourceArn"] == {"Ref": "BouncesTopic"}
    trust = resources(**MAIL)["ScheduleRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
    assert trust["Condition"]["StringEquals"].keys() == {"aws:SourceAccount", "aws:SourceArn"}
