"""Events as AWS documents them, from each kind of front door, and the answers in the form that it expects."""

import base64
import copy
import json
from typing import Any

import pytest

from tests.support.aws_events import ALB, ALB_MULTI, FUNCTION_URL, HTTP_API, REST_API
from tests.support.gateway import Handler
from tests.support.people import Person

DOORS = {
    "HTTP API": HTTP_API,
    "REST API": REST_API,
    "function URL": FUNCTION_URL,
    "ALB": ALB,
    "ALB, multi-value": ALB_MULTI,
}


def ask(event: dict[str, Any], method: str, path: str, body: str | None = None, **headers: str) -> dict[str, Any]:
    """The documented event, with another request in it."""
    event = copy.deepcopy(event)
    event["body"], event["isBase64Encoded"] = body, False
    if "http" in event["requestContext"]:
        event["requestContext"]["http"] |= {"method": method, "path": path}
        event |= {"rawPath": path, "rawQueryString": "", "headers": event["headers"] | headers}
        return event
    event |= {"httpMethod": method, "path": path}
    if "queryStringParameters" in event:
        event["queryStringParameters"] = {}
    if "multiValueQueryStringParameters" in event:
        event["multiValueQueryStringParameters"] = {}
    if event.get("headers"):
        event["headers"] |= headers
    if event.get("multiValueHeaders"):
        event["multiValueHeaders"] |= {name: [value] for name, value in headers.items()}
    return event


def header(answer: dict[str, Any], name: str) -> str | None:
    merged = {key.lower(): value for key, value in (answer.get("headers") or {}).items()}
    multi = {key.lower(): ",".join(value) for key, value in (answer.get("multiValueHeaders") or {}).items()}
    return (merged | multi).get(name)


@pytest.fixture(params=list(DOORS.values()), ids=list(DOORS))
def door(request: pytest.FixtureRequest) -> dict[str, Any]:
    event: dict[str, Any] = request.param
    return event


def test_reads(handler: Handler, admin: Person, door: dict[str, Any]) -> None:
    post = admin.post_idea("Grüße 👋")
    answer = handler(ask(door, "GET", f"/v1/posts/{post['id']}"), None)
    assert answer["statusCode"] == 200
    assert answer["isBase64Encoded"] is False
    assert json.loads(answer["body"])["title"] == "Grüße 👋"
    assert header(answer, "content-type") == "application/json"


@pytest.mark.parametrize("encoded", [False, True], ids=["text", "base64"])
def test_writes(handler: Handler, admin: Person, door: dict[str, Any], encoded: bool) -> None:
    token = admin.client.headers["authorization"]
    body = json.dumps({"title": "Dark mode"})
    event = ask(door, "POST", "/v1/posts", body, authorization=token, **{"content-type": "application/json"})
    if encoded:
        event |= {"body": base64.b64encode(body.encode()).decode(), "isBase64Encoded": True}
    answer = handler(event, None)
    assert answer["statusCode"] == 201, answer
    assert header(answer, "location") == f"/v1/posts/{json.loads(answer['body'])['id']}"


def test_no_content_has_no_type(handler: Handler, admin: Person, door: dict[str, Any]) -> None:
    post = admin.post_idea()
    token = admin.client.headers["authorization"]
    answer = handler(ask(door, "DELETE", f"/v1/posts/{post['id']}", authorization=token), None)
    assert (answer["statusCode"], answer["body"]) == (204, "")
    assert header(answer, "content-type") is None


def test_problem_documents_are_text(handler: Handler, door: dict[str, Any]) -> None:
    answer = handler(ask(door, "GET", "/v1/posts/1"), None)
    assert (answer["statusCode"], answer["isBase64Encoded"]) == (404, False)
    assert header(answer, "content-type") == "application/problem+json"
    assert json.loads(answer["body"])["status"] == 404


def test_binary_answers_are_base64(handler: Handler, door: dict[str, Any]) -> None:
    answer = handler(ask(door, "GET", "/docs/assets/favicon.png"), None)
    assert (answer["statusCode"], answer["isBase64Encoded"]) == (200, True)
    assert base64.b64decode(answer["body"]).startswith(b"\x89PNG")


def test_two_authorization_headers_are_no_sign_in(handler: Handler, admin: Person) -> None:
    """HTTP APIs join repeated headers with a comma; a token with a comma in it is none."""
    token = admin.client.headers["authorization"]
    answer = handler(ask(HTTP_API, "GET", "/v1/users/me", authorization=f"{token},{token}"), None)
    assert answer["statusCode"] == 401


def test_the_gateways_request_id_is_the_answers(handler: Handler) -> None:
    answer = handler(ask(HTTP_API, "GET", "/health"), None)
    assert header(answer, "x-request-id") == HTTP_API["requestContext"]["requestId"]


@pytest.mark.parametrize(
    ("event", "prefix"),
    [
        (
            REST_API | {"requestContext": REST_API["requestContext"] | {"stage": "prod", "path": "/prod/v1/posts"}},
            "/prod",
        ),
        (HTTP_API | {"requestContext": HTTP_API["requestContext"] | {"stage": "prod"}}, "/prod"),
    ],
    ids=["REST API", "HTTP API"],
)
def test_links_lead_back_behind_a_stage(handler: Handler, admin: Person, event: dict[str, Any], prefix: str) -> None:
    for number in range(2):
        admin.post_idea(f"Idea {number}")
    inside = prefix if "http" in event["requestContext"] else ""
    first = ask(event, "GET", f"{inside}/v1/posts")
    if "http" in event["requestContext"]:
        first["rawQueryString"] = "limit=1"
    else:
        first["queryStringParameters"] = {"limit": "1"}
        first["multiValueQueryStringParameters"] = {"limit": ["1"]}
    answer = handler(first, None)
    assert answer["statusCode"] == 200, answer
    link = header(answer, "link")
    assert link is not None
    assert link.startswith(f"<{prefix}/v1/posts?limit=1&cursor=")


def test_a_path_that_begins_like_the_stage_is_not_cut(handler: Handler) -> None:
    event = HTTP_API | {"requestContext": HTTP_API["requestContext"] | {"stage": "v1"}}
    assert handler(ask(event, "GET", "/v1/v1/posts"), None)["statusCode"] == 200
    assert handler(ask(event, "GET", "/v1x/posts"), None)["statusCode"] == 404
