"""Signature Version 4, of a request's headers and of the token that is an IAM database user's password.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

ALGORITHM = "AWS4-HMAC-SHA256"
TOKEN_SECONDS = 900  # The longest life that RDS grants a token.


@dataclass(frozen=True)
class Credentials:
    access_key: str
    secret_key: str
    session_token: str = ""


def sign_headers(
    service: str,
    region: str,
    headers: dict[str, str],
    body: bytes,
    credentials: Credentials,
    now: datetime,
    method: str = "POST",
    path: str = "/",
) -> dict[str, str]:
    """The headers to add to a request with these headers, whose names are in lower case.

    The path is encoded once more than it is sent, as every service but S3 has it.
    """
    added = {"x-amz-date": timestamp(now)}
    if credentials.session_token:
        added["x-amz-security-token"] = credentials.session_token
    signed = dict(sorted((headers | added).items()))
    names = ";".join(signed)
    lines = [f"{name}:{value}" for name, value in signed.items()]
    request = [method, quote(path, safe="/-_.~"), "", *lines, "", names, hashlib.sha256(body).hexdigest()]
    scope = scope_of(service, region, now)
    signature = sign(scope, request, credentials, now)
    added["authorization"] = (
        f"{ALGORITHM} Credential={credentials.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    return added


def presign_rds_token(host: str, port: int, user: str, region: str, credentials: Credentials, now: datetime) -> str:
    """https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html"""
    scope = scope_of("rds-db", region, now)
    query = {
        "Action": "connect",
        "DBUser": user,
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{credentials.access_key}/{scope}",
        "X-Amz-Date": timestamp(now),
        "X-Amz-Expires": str(TOKEN_SECONDS),
        "X-Amz-SignedHeaders": "host",
    }
    if credentials.session_token:
        query["X-Amz-Security-Token"] = credentials.session_token
    canonical = urlencode(sorted(query.items()), safe="-_.~", quote_via=quote)
    request = ["GET", "/", canonical, f"host:{host}:{port}", "", "host", hashlib.sha256(b"").hexdigest()]
    signature = sign(scope, request, credentials, now)
    sent = urlencode(query, safe="-_.~", quote_via=quote)
    return f"{host}:{port}/?{sent}&X-Amz-Signature={signature}"


def sign(scope: str, request: list[str], credentials: Credentials, now: datetime) -> str:
    digest = hashlib.sha256("\n".join(request).encode()).hexdigest()
    key = f"AWS4{credentials.secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, "\n".join((ALGORITHM, timestamp(now), scope, digest)).encode(), "sha256").hex()


def region_of(host: str) -> str | None:
    """The region of a database by its name, which need not be the function's."""
    found = re.search(r"\.([a-z]{2}(?:-[a-z]+)+-[0-9]+)\.rds\.amazonaws\.com(?:\.cn)?$", host)
    return found[1] if found else None


def scope_of(service: str, region: str, now: datetime) -> str:
    return f"{now:%Y%m%d}/{region}/{service}/aws4_request"


def timestamp(now: datetime) -> str:
    return f"{now:%Y%m%dT%H%M%SZ}"
