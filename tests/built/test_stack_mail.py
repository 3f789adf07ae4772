"""What sends mail, as the translated templates have it: what is made, what wakes it, and that nothing of it is idle."""

import json
import logging
import re

import pytest

from app.mail.work import DIGEST_HOUR
from app.outbox.wake import MARKER, outbox
from app.settings.mail_url import parse_mail_url
from infra.lint.combinations import MAIL
from infra.lint.translated import resolved
from tests.built.conftest import Start, visitor
from tests.built.mail_templates import ACCOUNT, GIVEN, SMTP, computed, nested, resources, statements, variables

COURIER = {"OutboxFunction", "CourierFunction", "OutboxRole", "CourierRole", "OutboxLog", "CourierLog"}
COURIER |= {"ScheduleRole", "Mail"}
# As Lambda writes a line in its JSON format; the template's filter compares two of these fields.
LINE = {"timestamp": "2026-11-26T07:00:00Z", "level": "INFO", "requestId": "1"}


def test_without_a_sender_there_is_a_courier_that_sends_no_mail() -> None:
    stack = resources(MailFrom="")
    assert stack.keys() >= COURIER
    assert "SendPolicy" not in stack
    for function in ("ApiFunction", "OutboxFunction", "CourierFunction"):
        assert not {"MAIL_URL", "MAIL_FROM"} & variables(function, MailFrom="").keys()
    assert stack["Mail"]["Properties"]["Parameters"]["Domain"] == ""
    assert not {"Identity", "ConfigurationSet", "Bounces"} & nested(MailBy="nothing").keys()
    assert {"SendPolicy", *COURIER} <= resources(**MAIL).keys()


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


@pytest.mark.usefixtures("empty_board")
def test_the_filter_finds_the_line_that_the_built_function_writes(start: Start) -> None:
    given = {
        "MAIL_URL": "smtp://courier",
        "MAIL_FROM": "feedback@example.com",
        "PUBLIC_URL": "https://board.example.com",
    }
    function = start(AWS_LAMBDA_LOG_FORMAT="JSON", AWS_LAMBDA_LOG_LEVEL="INFO", **given)
    pattern = nested()["Wake"]["Properties"]["FilterPattern"]

    def found() -> int:
        lines = [line for line in function.log.read_text().splitlines() if line.startswith("{")]
        return sum(matches(pattern, json.loads(line)) for line in lines)

    with visitor(function) as client:
        assert client.get("/v1/posts").status_code == 200
        assert found() == 0
        assert client.post("/v1/auth/codes", json={"email": "ada@example.com"}).status_code == 202
    assert found() == 1


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
    records = resolved("infra/courier.yaml", GIVEN | given)["Outputs"]["Records"]["Value"]
    assert (records == "none") == bool(given)


def test_nothing_of_mail_is_billed_while_nobody_is_there() -> None:
    stack = resources(**MAIL)
    made = [stack[name] for name in (COURIER - {"Mail"}) | {"SendPolicy"}]
    kinds = {each["Type"] for each in (*made, *nested(ZoneId="Z").values())}
    unbilled = {
        "AWS::IAM::Policy",
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
