"""The credentials of a function, as Lambda gives them."""

import pytest

from app.aws import client as aws
from app.aws import signing


@pytest.fixture(params=["", "a+session/token=="], ids=["plain", "session"])
def key(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> signing.Credentials:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    monkeypatch.setenv("AWS_SESSION_TOKEN", request.param)
    return aws.get_credentials(timeout=1)
