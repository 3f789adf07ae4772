"""AWS's JSON APIs and database tokens, with the standard library alone: 3 ms of CPU where boto3 costs 240 ms."""

import http.client
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from app.aws.endpoints import endpoint_of, secure_connection
from app.aws.signing import Credentials, presign_rds_token, region_of, sign_headers

JSON_1_1 = "application/x-amz-json-1.1"


class AWSError(Exception):
    """AWS refused, with its own code (`ThrottlingException`, `AccessDeniedException`, ...), or didn't answer.

    `status` is the HTTP status, and 0 where there was no answer; `code` then names what happened to the connection.
    """

    def __init__(self, code: str, message: str, status: int = 0) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


def call(service: str, target: str, payload: dict[str, Any], *, timeout: float) -> dict[str, Any]:
    """One call of a JSON 1.1 API, as `ssm`, without retries. Raises AWSError.

    `target` is the API's prefix and the operation: `AmazonSSM.GetParametersByPath`. `timeout`, in seconds, bounds the
    connection and each wait for an answer.
    """
    region = get_region()
    endpoint = endpoint_of(service, region)
    body = json.dumps(payload).encode()
    headers = {"content-type": JSON_1_1, "host": endpoint.netloc, "x-amz-target": target}
    signature = sign_headers(service, region, headers, body, get_credentials(timeout), datetime.now(UTC))
    status, answer = send(endpoint, "POST", "/", headers | signature, body, timeout)
    if status != 200:
        # "com.amazonaws.ssm#ParameterNotFound" and "ParameterNotFound" are both to be met.
        code = str(answer.get("__type", f"HTTP {status}")).rpartition("#")[2]
        raise AWSError(code, str(answer.get("message") or answer.get("Message") or "no reason given"), status)
    return answer


def call_rest(
    service: str,
    method: str,
    path: str,
    payload: Any,
    *,
    timeout: float,
    signed_as: str | None = None,
    region: str | None = None,
) -> dict[str, Any]:
    """One call of a REST API, as `lambda` or `scheduler`, without retries. Raises AWSError.

    `path` is encoded already; `signed_as` names the service in the signature, where its host has another name.
    """
    region = region or get_region()
    endpoint = endpoint_of(service, region)
    body = json.dumps(payload).encode()
    headers = {"content-type": "application/json", "host": endpoint.netloc}
    credentials = get_credentials(timeout)
    name = signed_as or service
    signature = sign_headers(name, region, headers, body, credentials, datetime.now(UTC), method, path)
    status, answer = send(endpoint, method, path, headers | signature, body, timeout)
    if status >= 300 or status < 200:
        code = str(answer.get("__type") or answer.get("Code") or f"HTTP {status}").rpartition("#")[2].split(":")[0]
        raise AWSError(code, str(answer.get("message") or answer.get("Message") or "no reason given"), status)
    return answer


def presigned_rds_token(host: str, port: int, user: str) -> str:
    """The password of an IAM database user for the next 15 minutes (`rds-db:connect`). Raises AWSError."""
    region = region_of(host) or get_region()
    return presign_rds_token(host, port, user, region, get_credentials(timeout=1.0), datetime.now(UTC))


def get_region() -> str:
    """Lambda always sets it."""
    region = os.environ.get("AWS_REGION")
    if not region:
        raise AWSError("NoRegion", "AWS_REGION is not set")
    return region


def get_credentials(timeout: float) -> Credentials:
    """Read anew each time, as Lambda replaces them. After a SnapStart restore they come from a local endpoint instead.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
    """
    if key := os.environ.get("AWS_ACCESS_KEY_ID"):
        return Credentials(key, os.environ.get("AWS_SECRET_ACCESS_KEY", ""), os.environ.get("AWS_SESSION_TOKEN", ""))
    url = urlsplit(os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI", ""))
    if not url.netloc:
        raise AWSError("NoCredentials", "AWS_ACCESS_KEY_ID is not set")
    token_file = os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
    token = Path(token_file).read_text() if token_file else os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")
    path = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
    status, answer = send(url, "GET", path, {"authorization": token} if token else {}, b"", timeout)
    if status != 200:
        raise AWSError("NoCredentials", "the endpoint for credentials refused", status)
    return Credentials(answer["AccessKeyId"], answer["SecretAccessKey"], answer["Token"])


def send(
    url: SplitResult, method: str, path: str, headers: dict[str, str], body: bytes, timeout: float
) -> tuple[int, dict[str, Any]]:
    """The status and the JSON object of the answer; `{}` for a body that is none, as load balancers send."""
    assert url.hostname
    connection: http.client.HTTPConnection
    if url.scheme == "https":
        connection = secure_connection(url.hostname, url.port, timeout)
    else:
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=timeout)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise AWSError(type(error).__name__, f"no answer from {url.netloc}") from error
    finally:
        connection.close()
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    return response.status, answer if isinstance(answer, dict) else {}
