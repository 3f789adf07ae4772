"""Events that are broken, or none of HTTP's: refused with an answer, logged once, and the next one is served."""

import copy
import json
from typing import Any

import httpx
import pytest

from tests.support.aws_events import ALB, HTTP_API, REST_API
from tests.support.gateway import Handler
from tests.support.people import Person


def broken(event: dict[str, Any], path: str, value: Any = None, *, drop: bool = False) -> dict[str, Any]:
    """The event with something else, or nothing, at `path`."""
    event = copy.deepcopy(event)
    *parents, last = path.split(".")
    place = event
    for parent in parents:
        place = place[parent]
    if drop:
        del place[last]
    else:
        place[last] = value
    return event


REFUSED: dict[str, Any] = {
    "null": None,
    "empty": {},
    "list": [],
    "text": "GET /",
    "number": 7,
    "SQS": {"Records": [{"messageId": "19dd0b57", "body": "Test message.", "eventSource": "aws:sqs"}]},
    "scheduled": {
        "version": "0",
        "id": "53dc4d37",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "detail": {},
    },
    "warm-up": {"source": "serverless-plugin-warmup"},
    "requestContext null": {"version": "2.0", "requestContext": None},
    "requestContext empty": {"version": "2.0", "requestContext": {}},
    "v2 without http": broken(HTTP_API, "requestContext.http", drop=True),
    "v2 without sourceIp": broken(HTTP_API, "requestContext.http.sourceIp", drop=True),
    "v2 without path": broken(HTTP_API, "requestContext.http.path", drop=True),
    "v2 without method": broken(HTTP_API, "requestContext.http.method", drop=True),
    "v2 null headers": broken(HTTP_API, "headers", None),
    "v2 null header value": broken(HTTP_API, "headers.header1", None),
    "v2 number as header value": broken(HTTP_API, "headers.header1", 7),
    "v2 body dict": broken(HTTP_API, "body", {"title": "x"}),
    "v2 bad base64": HTTP_API | {"body": "abc", "isBase64Encoded": True},
    "v2 port of letters": broken(HTTP_API, "headers", {"host": "board.example.com:http"}),
    "v2 surrogate in header": broken(HTTP_API, "headers.header1", "\ud800"),
    "v2 surrogate in query": HTTP_API | {"rawQueryString": "a=\ud800"},
    "v1 without path": broken(REST_API, "path", drop=True),
    "v1 without method": broken(REST_API, "httpMethod", drop=True),
    "v1 bad base64": REST_API | {"body": "abc", "isBase64Encoded": True},
    "ALB null header value": broken(ALB, "headers.accept", None),
    "ALB without path": broken(ALB, "path", drop=True),
}
ANSWERED: dict[str, Any] = {
    "v2 IPv6 host": broken(HTTP_API, "headers", {"host": "[2001:db8::1]:443"}),
    "v2 null body": HTTP_API | {"body": None},
    "v2 no body": broken(HTTP_API, "body", drop=True),
    "v2 lone percent": broken(HTTP_API, "requestContext.http.path", "/v1/%"),
    "v2 NUL in path": broken(HTTP_API, "requestContext.http.path", "/v1/posts/%00"),
    "v2 encoded slash": broken(HTTP_API, "requestContext.http.path", "/v1/posts%2F1"),
    "v2 unknown method": broken(HTTP_API, "requestContext.http.method", "BREW"),
    "v1 null headers": REST_API | {"headers": None, "multiValueHeaders": None},
    "v1 null query": REST_API | {"queryStringParameters": None, "multiValueQueryStringParameters": None},
}


@pytest.mark.parametrize("event", REFUSED.values(), ids=REFUSED.keys())
def test_refused(handler: Handler, admin: Person, event: Any, caplog: pytest.LogCaptureFixture) -> None:
    post = admin.post_idea()
    caplog.clear()
    answer = handler(event, None)
    problem = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "This is not an HTTP event."}
    headers = {"content-type": "application/problem+json"}
    assert answer == {"statusCode": 400, "headers": headers, "body": json.dumps(problem), "isBase64Encoded": False}
    [record] = [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
    assert record.exc_info, "what was wrong with it"
    assert_next_is_served(admin.client, post)


@pytest.mark.parametrize("event", ANSWERED.values(), ids=ANSWERED.keys())
def test_answered(handler: Handler, admin: Person, event: Any) -> None:
    post = admin.post_idea()
    assert 400 <= handler(event, None)["statusCode"] < 500
    assert_next_is_served(admin.client, post)


def assert_next_is_served(client: httpx.Client, post: dict[str, Any]) -> None:
    answer = client.get(f"/v1/posts/{post['id']}")
    assert (answer.status_code, answer.json()) == (200, post)
