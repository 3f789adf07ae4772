"""What nobody expected: on every route a generic 500, whose request id leads to it in the log."""

import logging
import re

import pytest
from fastapi.routing import iter_route_contexts

from app.main import create_app
from app.settings.config import load_settings
from tests.support.people import Person
from tests.support.problems import assert_problem

WORDS = "the inner words of an error"
SETTINGS = load_settings(database_url="postgresql://heed@127.0.0.1/heed")
# All that have a session to break. A look at /v1/unsubscribe asks no database.
ROUTES = sorted(
    (method, re.sub(r"\{\w+\}", "1", str(route.path)))
    for route in iter_route_contexts(create_app(SETTINGS).routes)
    for method in getattr(route, "methods", None) or ()
    if str(route.path).startswith(("/v1", "/ready")) and (method, route.path) != ("GET", "/v1/unsubscribe")
)


def fail(*_: object, **__: object) -> None:
    raise KeyError(WORDS)


def test_the_routes_are_all_there() -> None:
    some = {("GET", "/v1/posts"), ("PUT", "/v1/posts/1/vote"), ("POST", "/v1/auth/token"), ("GET", "/ready")}
    assert some <= set(ROUTES)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route(
    admin: Person, method: str, path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("app.db.late.LateConnection.__init__", fail)
        caplog.clear()
        problem = assert_problem(admin.client.request(method, path), 500)
    assert WORDS not in str(problem)
    [record] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert problem["request_id"] in record.getMessage()
    assert record.exc_info
    assert WORDS in str(record.exc_info[1])
    assert admin.client.get("/v1/users/me").json()["id"] == admin.id
