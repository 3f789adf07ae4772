"""python-jose brings `ecdsa`, which leaks its nonces and will not be mended (CVE-2024-23342): it is never loaded."""

import json
import subprocess
import sys

import pytest

from app.auth.tokens import ALGORITHM
from app.settings.config import ROOT
from tests.support.gateway import Handler

SCRIPT = """
import json, sys
sys.modules["ecdsa"] = sys.modules["rsa"] = None  # To import either raises from now on.
import httpx
from jose import jwt
from handler.api import app, handler
from tests.support.gateway import GatewayTransport

client = httpx.Client(transport=GatewayTransport(handler), base_url="https://board.example.com")
statuses = []
def ask(method, path, **more):
    answer = client.request(method, path, **more)
    statuses.append(answer.status_code)
    return answer

password = "correct horse battery"
ask("POST", "/v1/users", json={"email": "ecdsa@example.com", "name": "E", "password": password})
form = {"grant_type": "password", "username": "ecdsa@example.com", "password": password}
tokens = ask("POST", "/v1/auth/token", data=form).json()
ask("GET", "/v1/users/me", headers={"Authorization": "Bearer " + tokens["access_token"]})
for alg in ("ES256", "ES384", "ES512", "RS256", "PS256"):
    header = {"alg": alg, "typ": "at+jwt"}
    forged = ".".join([jwt.jws._encode_header(alg, header).decode(), *tokens["access_token"].split(".")[1:]])
    ask("GET", "/v1/users/me", headers={"Authorization": "Bearer " + forged})
form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
ask("POST", "/v1/auth/token", data=form)
ask("POST", "/v1/auth/revoke", data={"token": tokens["refresh_token"]})
app.current.state.engine.dispose()
print(json.dumps([statuses, sorted(name for name in sys.modules if name.partition(".")[0] in ("ecdsa", "rsa"))]))
"""


@pytest.mark.adversary
def test_a_process_without_it_serves_everything(handler: Handler) -> None:
    """A process in which it can't be imported, from sign-up to revocation, and with tokens that ask for it."""
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    statuses, loaded = json.loads(answer.stdout.splitlines()[-1])
    assert statuses == [201, 200, 200, *[401] * 5, 200, 200]
    assert loaded == ["ecdsa", "rsa"]  # The two None that stand in their place, and no module of theirs.
    assert ALGORITHM == "HS256"
