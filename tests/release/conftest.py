"""An AWS of the test's own: moto's server, empty."""

from collections.abc import Iterator
from functools import cache

import httpx
import pytest
from botocore import session
from moto.server import ThreadedMotoServer


@pytest.fixture(scope="session", autouse=True)
def aws_is_described_once() -> Iterator[None]:
    """botocore looks for what AWS has where, and reads that megabyte of JSON, for each session."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "create_loader", cache(session.create_loader))
        yield


@pytest.fixture(scope="session")
def moto_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def aws(moto_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    httpx.post(f"{moto_server}/moto-api/reset").raise_for_status()
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    for name in ("DATABASE_URL", "MIGRATION_DATABASE_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    return moto_server
