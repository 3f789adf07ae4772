"""What AWS's APIs answer: which of it is a success, what an error is called, and where credentials come from."""

import json

import pytest

from app.aws import client as aws
from app.aws import signing
from tests.support.stub_server import serving


def test_names_what_happened_where_nobody_answers(key: signing.Credentials, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", "http://127.0.0.1:9")
    with pytest.raises(aws.AWSError, match="ConnectionRefusedError") as caught:
        aws.call("ssm", "AmazonSSM.GetParameter", {}, timeout=1)
    assert caught.value.status == 0


@pytest.mark.parametrize("body", [b"<html>Bad Gateway</html>", b"[]", b""])
def test_takes_an_answer_that_is_no_json_for_an_error(
    key: signing.Credentials, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    with serving(502, body) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", server.url)
        with pytest.raises(aws.AWSError, match="HTTP 502"):
            aws.call("ssm", "AmazonSSM.GetParameter", {}, timeout=5)


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        (b'{"__type": "com.amazonaws#Throttled", "message": "slow", "Message": "other"}', "Throttled", "slow"),
        (b'{"__type": "Throttled", "Message": "slow"}', "Throttled", "slow"),
        (b'{"__type": "Throttled"}', "Throttled", "no reason given"),
        (b"{}", "HTTP 429", "no reason given"),
    ],
)
def test_says_what_aws_says(
    key: signing.Credentials, monkeypatch: pytest.MonkeyPatch, body: bytes, code: str, message: str
) -> None:
    with serving(429, body) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", server.url)
        with pytest.raises(aws.AWSError) as told:
            aws.call("ssm", "AmazonSSM.GetParameter", {}, timeout=5)
        with pytest.raises(aws.AWSError) as told_by_rest:
            aws.call_rest("ssm", "POST", "/", {}, timeout=5)
    for error in (told.value, told_by_rest.value):
        assert (error.code, error.message, error.status) == (code, message, 429)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (199, b"", "HTTP 199"),
        (200, b"{}", None),
        (299, b"{}", None),
        (300, b'{"Code": "Elsewhere"}', "Elsewhere"),
        (403, b'{"__type": "AccessDenied:http://internal.amazon.com/x/"}', "AccessDenied"),
    ],
)
def test_a_rest_call_succeeds_with_any_status_that_says_so(
    key: signing.Credentials, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, code: str | None
) -> None:
    with serving(status, body) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SCHEDULER", server.url)
        if code is None:
            assert aws.call_rest("scheduler", "PUT", "/", {}, timeout=5) == {}
        else:
            with pytest.raises(aws.AWSError) as caught:
                aws.call_rest("scheduler", "PUT", "/", {}, timeout=5)
            assert (caught.value.code, caught.value.status) == (code, status)


@pytest.mark.parametrize(
    ("address", "path"), [("/credentials?role=1",) * 2, ("/credentials",) * 2, ("?role=1", "/?role=1"), ("", "/")]
)
def test_reads_the_credentials_of_a_restored_snapshot(
    key: signing.Credentials, monkeypatch: pytest.MonkeyPatch, address: str, path: str
) -> None:
    given = {"AccessKeyId": "ASIA1", "SecretAccessKey": "secret", "Token": "token"}
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with serving(200, json.dumps(given).encode()) as server:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{server.url.rstrip('/')}{address}")
        monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "let me in")
        assert aws.get_credentials(timeout=5) == signing.Credentials("ASIA1", "secret", "token")
        assert server.requests == [("GET", path, "let me in")]
        assert "X-Amz-Credential=ASIA1%2F" in aws.presigned_rds_token("db.example.com", 5432, "heed")
