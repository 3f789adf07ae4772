"""AWS's JSON APIs: signatures equal to botocore's, and real calls to moto's server."""

import json
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from botocore import auth, awsrequest, credentials
from botocore.config import Config
from moto.server import ThreadedMotoServer

from app.aws import client as aws
from app.aws import endpoints, signing
from app.aws.endpoints import endpoint_of
from tests.support.certificates import certificate
from tests.support.stub_server import serving

NOW = datetime(2026, 3, 9, 4, 5, 6, tzinfo=UTC)
HOST = "heed.cluster-abc.eu-central-1.rds.amazonaws.com"


@pytest.fixture
def moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", url)
    yield url
    server.stop()


def test_signs_as_botocore_does(key: signing.Credentials) -> None:
    body = json.dumps({"Path": "/heed/prod", "WithDecryption": True}).encode()
    headers = {
        "content-type": aws.JSON_1_1,
        "host": "ssm.eu-central-1.amazonaws.com",
        "x-amz-target": "AmazonSSM.GetParametersByPath",
    }
    theirs = awsrequest.AWSRequest("POST", "https://ssm.eu-central-1.amazonaws.com/", headers, body)
    signer = auth.SigV4Auth(botocore_credentials(key), "ssm", "eu-central-1")
    with patch("botocore.auth.get_current_datetime", return_value=NOW):
        signer.add_auth(theirs)
    ours = signing.sign_headers("ssm", "eu-central-1", headers, body, key, NOW)
    assert ours["authorization"] == theirs.headers["Authorization"]
    assert ours["x-amz-date"] == theirs.headers["X-Amz-Date"]
    assert ours.get("x-amz-security-token") == theirs.headers.get("X-Amz-Security-Token")


def test_makes_the_database_token_that_botocore_makes(key: signing.Credentials) -> None:
    client = boto3.client(
        "rds",
        region_name="eu-central-1",
        aws_access_key_id=key.access_key,
        aws_secret_access_key=key.secret_key,
        aws_session_token=key.session_token or None,
    )
    with patch("botocore.auth.get_current_datetime", return_value=NOW):
        theirs = client.generate_db_auth_token(HOST, 5432, "heed app+1")
    assert signing.presign_rds_token(HOST, 5432, "heed app+1", "eu-central-1", key, NOW) == theirs
    assert aws.presigned_rds_token(HOST, 5432, "heed").startswith(f"{HOST}:5432/?Action=connect&DBUser=heed&")


def test_calls_a_real_server(key: signing.Credentials, moto: str) -> None:
    parameter = {"Name": "/heed/prod/SECRET_KEY", "Value": "é\U0001f511", "Type": "SecureString", "Overwrite": True}
    # The first call loads moto.
    assert aws.call("ssm", "AmazonSSM.PutParameter", parameter, timeout=60)["Version"] >= 1
    wanted = {"Path": "/heed/prod", "WithDecryption": True}
    answer = aws.call("ssm", "AmazonSSM.GetParametersByPath", wanted, timeout=5)
    assert [found["Value"] for found in answer["Parameters"]] == [parameter["Value"]]


def test_raises_what_aws_calls_the_error(key: signing.Credentials, moto: str) -> None:
    with pytest.raises(aws.AWSError) as caught:
        aws.call("ssm", "AmazonSSM.GetParameter", {"Name": "/heed/prod/NONE"}, timeout=5)
    assert (caught.value.code, caught.value.status) == ("ParameterNotFound", 400)
    assert "/heed/prod/NONE" in caught.value.message


@pytest.mark.parametrize(
    ("region", "dual_stack", "host"),
    [
        ("eu-central-1", "", "ssm.eu-central-1.amazonaws.com"),
        ("eu-central-1", "false", "ssm.eu-central-1.amazonaws.com"),
        ("eu-central-1", "true", "ssm.eu-central-1.api.aws"),
        ("us-gov-west-1", " True\n", "ssm.us-gov-west-1.api.aws"),
        ("cn-north-1", "", "ssm.cn-north-1.amazonaws.com.cn"),
        ("cn-north-1", "true", "ssm.cn-north-1.api.amazonwebservices.com.cn"),
    ],
)
def test_asks_where_botocore_does(region: str, dual_stack: str, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL_SSM", raising=False)
    monkeypatch.setenv("AWS_USE_DUALSTACK_ENDPOINT", dual_stack)
    assert endpoint_of("ssm", region).geturl() == f"https://{host}"
    monkeypatch.delenv("AWS_USE_DUALSTACK_ENDPOINT")
    configured = Config(use_dualstack_endpoint=dual_stack.strip().lower() == "true")
    theirs = boto3.client("ssm", region, config=configured, aws_access_key_id="a", aws_secret_access_key="b")
    assert theirs.meta.endpoint_url == f"https://{host}"


def test_a_dual_stack_name_is_reached_over_ipv6_alone(
    key: signing.Credentials, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its IPv4 address is one that nobody answers at, as where the only way out is IPv6."""
    host = "ssm.eu-central-1.api.aws"
    pem = certificate(tmp_path, host)
    with serving(200, b'{"Parameters": []}', certificate=pem, address="::1") as server:
        families: list[int] = []

        def resolve(name: str, port: int, family: int = 0, *_: int) -> list[tuple[Any, ...]]:
            families.append(family)
            assert name == host
            fourth = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", port))
            sixth = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", server.port, 0, 0))
            another = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", 9, 0, 0))
            return [sixth, another] if family == socket.AF_INET6 else [fourth, sixth]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        monkeypatch.setattr(endpoints, "tls", lambda: ssl.create_default_context(cafile=str(pem)))
        monkeypatch.setenv("AWS_USE_DUALSTACK_ENDPOINT", "true")
        monkeypatch.delenv("AWS_ENDPOINT_URL_SSM", raising=False)
        assert aws.call("ssm", "AmazonSSM.GetParametersByPath", {}, timeout=5) == {"Parameters": []}
        assert families == [socket.AF_INET6]
    with pytest.raises(aws.AWSError, match="ConnectionRefusedError"):  # It is gone now.
        aws.call("ssm", "AmazonSSM.GetParametersByPath", {}, timeout=5)


def test_the_systems_certificates_are_read_once() -> None:
    assert endpoints.tls() is endpoints.tls()


def test_a_database_in_another_region_gets_a_token_for_that(key: signing.Credentials) -> None:
    elsewhere = "heed.abc.us-gov-west-1.rds.amazonaws.com"
    assert "%2Fus-gov-west-1%2Frds-db%2F" in aws.presigned_rds_token(elsewhere, 5432, "heed")
    assert "%2Fcn-north-1%2Frds-db%2F" in aws.presigned_rds_token("a.b.cn-north-1.rds.amazonaws.com.cn", 5432, "heed")
    assert "%2Feu-central-1%2Frds-db%2F" in aws.presigned_rds_token("db.example.com", 5432, "heed")


@pytest.mark.parametrize(("missing", "code"), [("AWS_REGION", "NoRegion"), ("AWS_ACCESS_KEY_ID", "NoCredentials")])
def test_names_what_the_environment_lacks(
    key: signing.Credentials, monkeypatch: pytest.MonkeyPatch, missing: str, code: str
) -> None:
    monkeypatch.delenv(missing)
    with pytest.raises(aws.AWSError, match=missing) as caught:
        aws.call("ssm", "AmazonSSM.GetParameter", {}, timeout=1)
    assert caught.value.code == code


def botocore_credentials(key: signing.Credentials) -> credentials.Credentials:
    return credentials.Credentials(key.access_key, key.secret_key, key.session_token or None)
