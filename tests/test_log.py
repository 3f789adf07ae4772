"""The log: one line a request, with what an operator asks for, and nothing that a caller wrote."""

import itertools
import logging
from collections.abc import Callable
from types import SimpleNamespace

import httpx
import pytest

from app.http.middleware import access_log
from tests.support.codes import GRANT
from tests.support.people import PASSWORD, People, Person


def lines(caplog: pytest.LogCaptureFixture, logger: str = "heed.access") -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == logger]


def test_one_line_for_each_request(admin: Person, visitor: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    post = admin.post_idea()
    caplog.clear()
    answer = admin.client.get(f"/v1/posts/{post['id']}")
    visitor.get("/v1/posts/99")
    visitor.get("/nowhere")
    mine, theirs, nowhere = (vars(line) for line in lines(caplog))
    assert (mine["method"], mine["route"], mine["status"], mine["user_id"]) == (
        "GET",
        "/v1/posts/{post_id}",
        200,
        admin.id,
    )
    assert mine["request_id"] == answer.headers["x-request-id"]
    assert 0 < mine["duration_ms"] < 5_000
    assert mine["cold"] is False
    assert (theirs["status"], theirs["user_id"]) == (404, None)
    assert (nowhere["status"], nowhere["route"]) == (404, None)


def test_how_long_it_took_and_whether_it_was_the_first(
    visitor: httpx.Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_log, "served", itertools.count())
    monkeypatch.setattr(access_log, "time", SimpleNamespace(perf_counter=iter((5.0, 6.2345678) * 2).__next__))
    visitor.get("/health")
    visitor.get("/health")
    assert [(vars(line)["cold"], vars(line)["duration_ms"]) for line in lines(caplog)] == [
        (True, 1234.6),
        (False, 1234.6),
    ]


SECRET = "s3cr3t-w0rd"


def token(visitor: httpx.Client, **form: str) -> None:
    visitor.post("/v1/auth/token", data=form)


SECRETS: dict[str, Callable[[httpx.Client, Person], object]] = {
    "password at sign-up": lambda c, p: c.post("/v1/users", json={"email": "x", "name": "x", "password": SECRET}),
    "password at sign-in": lambda c, p: token(c, grant_type="password", username=p.email, password=SECRET),
    "unknown address": lambda c, p: token(c, grant_type="password", username=f"{SECRET}@example.com", password=SECRET),
    "code": lambda c, p: token(c, grant_type=GRANT, code_id=SECRET, code=SECRET),
    "address for a code": lambda c, p: c.post("/v1/auth/codes", json={"email": f"{SECRET}@example.com"}),
    "code for an address": lambda c, p: p.client.put("/v1/users/me/email", json={"code_id": SECRET, "code": SECRET}),
    "refresh token": lambda c, p: token(c, grant_type="refresh_token", refresh_token=SECRET),
    "access token": lambda c, p: c.get("/v1/users/me", headers={"Authorization": f"Bearer {SECRET}"}),
    "token in the query": lambda c, p: c.get(f"/v1/posts?access_token={SECRET}"),
    "body": lambda c, p: p.client.post("/v1/posts", json={"title": SECRET}),
    "header": lambda c, p: c.get("/v1/posts", headers={"X-Anything": SECRET}),
    "path": lambda c, p: c.get(f"/v1/{SECRET}"),
}


@pytest.mark.parametrize("request_with_secret", SECRETS.values(), ids=SECRETS.keys())
def test_what_callers_write_stays_out(
    visitor: httpx.Client,
    admin: Person,
    caplog: pytest.LogCaptureFixture,
    request_with_secret: Callable[[httpx.Client, Person], object],
) -> None:
    caplog.clear()
    with caplog.at_level(logging.INFO), caplog.at_level(logging.DEBUG, logger="heed"):  # Lambda's own level, and more.
        request_with_secret(visitor, admin)
    ours = [record for record in caplog.records if not record.name.startswith("httpx")]  # That is the tests' client.
    assert {record.name.partition(".")[0] for record in ours} == {"heed"}
    for record in ours:
        assert SECRET not in f"{record.getMessage()} {vars(record)}"
        assert PASSWORD not in f"{record.getMessage()} {vars(record)}"


def test_security_events(
    people: People, admin: Person, visitor: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    form = {"grant_type": "password", "username": admin.email, "password": "wrong"}
    visitor.post("/v1/auth/token", data=form)
    member = people.join()
    refresh = {"grant_type": "refresh_token", "refresh_token": member.refresh_token}
    successor = visitor.post("/v1/auth/token", data=refresh).json()["refresh_token"]
    visitor.post("/v1/auth/token", data=refresh | {"refresh_token": successor})
    visitor.post("/v1/auth/token", data=refresh)
    people.join().client.get("/v1/users")
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"})
    events = [vars(line)["event"] for line in lines(caplog, "heed.security")]
    assert events == ["sign_in_failed", "refresh_token_reused", "forbidden", "account_changed"]
