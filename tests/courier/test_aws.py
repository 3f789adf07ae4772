"""The courier against AWS's APIs: signatures equal to botocore's, moto's SES and scheduler, and an outbox."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import boto3
import httpx
import pytest
from botocore import auth, awsrequest
from botocore.credentials import Credentials
from moto.server import ThreadedMotoServer

from app.aws import client as aws
from app.aws import signing
from app.courier.mails import MailSender, transport_to
from app.courier.result import NotSent
from app.courier.schedule import wake_in
from app.courier.ses import SESTransport
from app.courier.worker import Courier
from app.settings.courier import CourierSettings, load_courier_settings
from app.settings.mail_url import parse_mail_url
from tests.support.stub_server import serving

NOW = datetime(2026, 3, 9, 4, 5, 6, tzinfo=UTC)
RAW = b"Subject: Hi\r\nFrom: feedback@example.com\r\nTo: ada@example.com\r\n\r\nHello.\r\n"
TOPIC = "arn:aws:sns:eu-central-1:123456789012:heed-mail"
ENVIRONMENT = {
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "MAIL_URL": "ses://eu-central-1",
    "OUTBOX_FUNCTION": "heed-outbox",
    "COURIER_ARN": "arn:aws:lambda:eu-central-1:123456789012:function:heed-courier",
    "SCHEDULE_NAME": "heed-prod-next",
    "SCHEDULE_ROLE_ARN": "arn:aws:iam::123456789012:role/heed-scheduler",
    "SES_TOPIC_ARN": TOPIC,
}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> CourierSettings:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return load_courier_settings()


@pytest.fixture(scope="module")
def moto_url() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def moto(settings: CourierSettings, moto_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for service in ("SESV2", "SCHEDULER"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service}", moto_url)
    httpx.post(f"{moto_url}/moto-api/reset")
    return moto_url


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("service", "method", "path"),
    [
        ("ses", "POST", "/v2/email/outbound-emails"),
        ("scheduler", "PUT", "/schedules/heed-prod-next"),
        ("lambda", "POST", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-central-1%3A1%3Afunction%3Ax/invocations"),
    ],
)
def test_signs_as_botocore_does(service: str, method: str, path: str) -> None:
    headers = {"content-type": "application/json", "host": "aws.example.com"}
    theirs = awsrequest.AWSRequest(method, f"https://aws.example.com{path}", headers, b"{}")
    with patch("botocore.auth.get_current_datetime", return_value=NOW):
        auth.SigV4Auth(Credentials("AKIDEXAMPLE", "secret"), service, "eu-central-1").add_auth(theirs)
    key = signing.Credentials("AKIDEXAMPLE", "secret")
    ours = signing.sign_headers(service, "eu-central-1", headers, b"{}", key, NOW, method, path)
    assert ours["authorization"] == theirs.headers["Authorization"]


def test_ses_takes_the_mail_as_it_is(moto: str) -> None:
    boto3.client("sesv2", endpoint_url=moto).create_email_identity(EmailIdentity="feedback@example.com")
    sent = SESTransport(parse_mail_url("ses://eu-central-1")).send("feedback@example.com", "ada@example.com", RAW)
    assert sent.provider_id
    assert boto3.client("ses", endpoint_url=moto).get_send_quota()["SentLast24Hours"] > 0


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (400, b'{"__type": "BadRequestException", "message": "no"}', "failed"),
        (400, b'{"__type": "MessageRejected", "message": "Email address is not verified."}', "retry"),
        (429, b'{"message": "slow"}', "released"),
        (400, b'{"__type": "com.amazonaws#ThrottlingException"}', "released"),
        (403, b'{"message": "not allowed"}', "retry"),
        (500, b"<html>", "retry"),
        (200, b"garbage", "retry"),
        (200, b"[]", "retry"),
        (200, b'{"MessageId": 7}', "retry"),
    ],
)
@pytest.mark.usefixtures("settings")
def test_what_ses_answers(status: int, body: bytes, outcome: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(status, body) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", server.url)
        with pytest.raises(NotSent) as refusal:
            SESTransport(parse_mail_url("ses://eu-central-1")).send("a@example.com", "b@example.com", RAW)
    assert refusal.value.outcome == outcome
    assert (refusal.value.after > 0) == (outcome == "released")


@pytest.mark.usefixtures("settings")
def test_a_configuration_set_is_named_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(200, b'{"MessageId": "m"}') as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", server.url)
        for name in ("", "heed"):
            sender = MailSender(transport_to(parse_mail_url("ses://eu-central-1"), name))
            report = sender.do({"to": "b@example.com", "raw": b64encode(RAW)}, {"from": "a@example.com"})
            assert report == {"outcome": "sent", "provider_id": "m"}
        assert [json.loads(body).get("ConfigurationSetName") for body in server.bodies] == [None, "heed"]


@pytest.mark.usefixtures("settings")
def test_a_reason_is_no_longer_than_a_person_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(400, b'{"__type": "E", "message": "%s"}' % (b"x" * 400)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", server.url)
        with pytest.raises(NotSent) as refusal:
            SESTransport(parse_mail_url("ses://eu-central-1")).send("a@example.com", "b@example.com", RAW)
    assert refusal.value.reason == "E: " + "x" * 297


@pytest.mark.usefixtures("settings")
def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:1")
    with pytest.raises(NotSent) as refusal:
        SESTransport(parse_mail_url("ses://eu-central-1")).send("a@example.com", "b@example.com", RAW)
    assert refusal.value.outcome == "retry"


def test_one_schedule_is_made_and_then_moved(moto: str, settings: CourierSettings) -> None:
    scheduler = boto3.client("scheduler", endpoint_url=moto)
    for seconds, expected in ((3600.0, "at(2026-03-09T05:05:06)"), (0.0, "at(2026-03-09T04:06:06)")):
        wake_in(settings, seconds, NOW)
        [schedule] = scheduler.list_schedules()["Schedules"]
        found = scheduler.get_schedule(Name=schedule["Name"])
        assert (found["Name"], found["ScheduleExpression"]) == ("heed-prod-next", expected)
        assert found["Target"]["Arn"] == settings.courier_arn


class Answers:
    """The outbox's function, in place of Lambda's Invoke."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers, self.commands = list(answers), []  # type: ignore[var-annotated]

    def __call__(self, service: str, method: str, path: str, payload: Any, **_: Any) -> dict[str, Any]:
        self.commands.append((path, payload))
        return self.answers.pop(0)


def test_it_asks_until_nothing_is_due(moto: str, settings: CourierSettings) -> None:
    ask = Answers({"items": [], "due_in": 0.01}, {"items": [], "due_in": 7200.0})
    with patch("app.courier.worker.call_rest", ask):
        assert Courier(settings).handle({"awslogs": {}}, time_left=lambda: 100.0) == {"due_in": 7200.0}
    path = "/2015-03-31/functions/heed-outbox/invocations"
    assert ask.commands == [(path, {"command": "claim", "after": ""})] * 2
    assert len(boto3.client("scheduler", endpoint_url=moto).list_schedules()["Schedules"]) == 1


def test_a_function_that_fails_is_an_error(settings: CourierSettings) -> None:
    failed = {"errorMessage": "no connection", "errorType": "InterfaceError"}
    with (
        patch("app.courier.worker.call_rest", Answers(failed)),
        pytest.raises(aws.AWSError, match="InterfaceError: no connection") as failure,
    ):
        Courier(settings).handle({}, time_left=lambda: 100.0)
    assert failure.value.status == 200, "Lambda itself answered"
