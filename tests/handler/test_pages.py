"""Pages and their files through each front door of AWS: compressed, in its own form, with links that lead back."""

import base64
import gzip
import re
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.handler.test_events import DOORS, ask, header
from tests.support.aws_events import HTTP_API, REST_API
from tests.support.gateway import Handler
from tests.support.pages import sign_in
from tests.support.people import Person

ASSET = re.compile(r"/assets/heed\.[0-9a-f]{10}\.css")
BROWSER = {"accept-encoding": "gzip, deflate, br", "accept": "text/html"}


@pytest.fixture(params=list(DOORS.values()), ids=list(DOORS))
def door(request: pytest.FixtureRequest) -> dict[str, Any]:
    event: dict[str, Any] = request.param
    return event


def unpacked(answer: dict[str, Any]) -> str:
    """Base64 is for what is compressed alone: a gateway that was told of text hands it on as it is."""
    assert answer["isBase64Encoded"] is (header(answer, "content-encoding") is not None)
    if not answer["isBase64Encoded"]:
        return str(answer["body"])
    body = base64.b64decode(answer["body"])
    assert header(answer, "content-encoding") == "gzip"
    assert len(body) < len(gzip.decompress(body))
    return gzip.decompress(body).decode()


def test_a_page(handler: Handler, admin: Person, door: dict[str, Any]) -> None:
    admin.post_idea("Grüße 👋")
    plain = handler(ask(door, "GET", "/"), None)
    assert "Grüße 👋" in unpacked(plain)
    assert header(plain, "content-encoding") is None
    zipped = handler(ask(door, "GET", "/", **BROWSER), None)
    assert header(zipped, "content-type") == "text/html; charset=utf-8"
    assert unpacked(zipped) == unpacked(plain)


def test_an_unchanged_page(handler: Handler, admin: Person, door: dict[str, Any]) -> None:
    etag = header(handler(ask(door, "GET", "/"), None), "etag")
    assert etag
    again = handler(ask(door, "GET", "/", **{"if-none-match": etag}), None)
    assert (again["statusCode"], again["body"], header(again, "content-type")) == (304, "", None)
    assert header(again, "etag") == etag
    admin.post_idea()
    assert handler(ask(door, "GET", "/", **{"if-none-match": etag}), None)["statusCode"] == 200


def test_a_file_of_pages(handler: Handler, door: dict[str, Any]) -> None:
    (path,) = ASSET.findall(unpacked(handler(ask(door, "GET", "/"), None)))
    for headers in ({}, BROWSER):
        answer = handler(ask(door, "GET", path, **headers), None)
        assert ":focus-visible" in unpacked(answer)
        assert header(answer, "content-type") == "text/css; charset=utf-8"
        assert header(answer, "cache-control") == "public, max-age=31536000, immutable"


def test_an_icon_is_binary(handler: Handler, door: dict[str, Any]) -> None:
    """To Mangum, which knows no images that are text."""
    page = unpacked(handler(ask(door, "GET", "/"), None))
    (path,) = re.findall(r"/assets/heed\.[0-9a-f]{10}\.svg", page)
    answer = handler(ask(door, "GET", path), None)
    assert (answer["statusCode"], answer["isBase64Encoded"]) == (200, True)
    assert base64.b64decode(answer["body"]).startswith(b"<svg ")


def test_who_is_signed_in(handler: Handler, superuser: Engine, admin: Person, door: dict[str, Any]) -> None:
    """An HTTP API and a function URL hand on cookies beside the headers."""
    cookie = f"__Host-heed={sign_in(superuser, admin.email).token}"
    event = ask(door, "GET", "/")
    if "cookies" in event:
        event["cookies"] = ["language=de", cookie]
    else:
        event = ask(door, "GET", "/", cookie=f"language=de; {cookie}")
    answer = handler(event | secure(event), None)
    assert "Admin" in unpacked(answer)
    assert header(answer, "cache-control") == "private, no-store"
    assert header(answer, "etag") is None


def secure(event: dict[str, Any]) -> dict[str, Any]:
    """What each door says of TLS."""
    name = "multiValueHeaders" if event.get("multiValueHeaders") else "headers"
    value: Any = ["https"] if name == "multiValueHeaders" else "https"
    return {name: event[name] | {"x-forwarded-proto": value}}


def test_a_form(handler: Handler, superuser: Engine, admin: Person, door: dict[str, Any]) -> None:
    """As a browser sends it; a gateway may have it in base64."""
    post = admin.post_idea()
    cookie = f"__Host-heed={sign_in(superuser, admin.email).token}"
    headers = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
    for body, encoded in (("voted=no", False), (base64.b64encode(b"voted=yes&to=/").decode(), True)):
        event = ask(door, "POST", f"/posts/{post['id']}/vote", body, cookie=cookie, **headers)
        event |= {"isBase64Encoded": encoded} | secure(event)
        if "cookies" in event:
            event["cookies"] = [cookie]
        answer = handler(event, None)
        assert answer["statusCode"] == 303, answer
    assert header(answer, "location") == "/"
    assert admin.client.get(f"/v1/posts/{post['id']}").json()["votes_count"] == 1


@pytest.mark.parametrize("event", [REST_API, HTTP_API], ids=["REST API", "HTTP API"])
def test_links_lead_back_behind_a_stage(handler: Handler, admin: Person, event: dict[str, Any]) -> None:
    admin.post_idea()
    inside = "/prod" if "http" in event["requestContext"] else ""
    context = {"requestContext": event["requestContext"] | {"stage": "prod", "path": "/prod/"}}
    page = unpacked(handler(ask(event | context, "GET", f"{inside}/"), None)).replace("&#x2f;", "/")
    links = re.findall(r'(?:href|action|src)="([^"]*)"', page)
    assert len(links) > 10
    assert not [link for link in links if not link.startswith(("/prod/", "#", "https://"))]
    (path,) = ASSET.findall(page)
    assert handler(ask(event | context, "GET", f"{inside}{path}"), None)["statusCode"] == 200
