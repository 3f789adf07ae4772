"""Bodies that are no form of the board's, and the headers that every page has."""

import itertools

import httpx
import pytest

from tests.support.browsing import Browser
from tests.support.people import Person

pytestmark = pytest.mark.adversary
FORM = "application/x-www-form-urlencoded"
PART = (
    b'--b\r\nContent-Disposition: form-data; name="voted"\r\n'
    b"Content-Type: text/plain; charset=utf-7\r\n\r\nyes\r\n--b--\r\n"
)
BODIES: dict[str, tuple[int, str | None, bytes]] = {
    "JSON": (400, "application/json", b'{"voted": "yes"}'),
    "multipart": (400, "multipart/form-data; boundary=b", PART),
    "plain": (400, "text/plain", b"voted=yes"),
    "of no type": (400, None, b"voted=yes"),
    "another character set": (400, f"{FORM}; charset=utf-16", "voted=yes".encode("utf-16")),
    "with a type twice": (400, f"{FORM}, text/plain", b"voted=yes"),
    "of 300 KB": (413, FORM, b"voted=" + b"y" * 300_000),
    "of 200 fields": (303, FORM, b"&".join(b"%d=1" % number for number in range(200))),
    "of 201 fields": (400, FORM, b"&".join(b"%d=1" % number for number in range(201))),
    "of a field that is there twice": (400, FORM, b"voted=yes&voted=no"),
    "of a field with 10,000 characters": (303, FORM, b"a" * 10_000 + b"=1&voted=yes"),
    "of nothing": (303, FORM, b""),
    "with NUL": (303, FORM, b"voted=%00&to=%00"),
    "with surrogates": (303, FORM, b"voted=%ed%a0%80&to=%2f%ed%a0%80"),
    "with raw bytes": (303, FORM, b"voted=\xff\xfe&to=\x00"),
}


@pytest.mark.parametrize(("status", "kind", "body"), BODIES.values(), ids=BODIES)
def test_a_body(
    signed_in: Browser, visitor: httpx.Client, admin: Person, status: int, kind: str | None, body: bytes
) -> None:
    admin.post_idea()
    headers = {"Sec-Fetch-Site": "same-origin", **({"Content-Type": kind} if kind else {})}
    answer = signed_in.client.post("/posts/1/vote", content=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers.get("Location", "/posts/1") == "/posts/1"
    if status >= 400:
        assert answer.headers["Content-Type"].startswith("text/html")
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert visitor.get("/v1/posts/1").json()["votes_count"] == 1 + (status == 303)


@pytest.mark.parametrize("version", ["", "x", "-1", "1.0", "١", "9" * 9, "9" * 10, "9" * 5_000])
def test_a_version_that_is_none_matches_none(signed_in: Browser, member: Person, version: str) -> None:
    member.post_idea()
    assert signed_in.send("/edit/posts/1", {"title": "Ours", "version": version}).status == 412


PAGES = (
    *("/", "/posts/1/dark-mode", "/posts/new", "/people/1", "/sign-in"),
    *("/settings", "/nowhere", "/posts/x", "/?limit=0"),
)


def test_a_page_is_in_no_frame_and_runs_nothing_else(signed_in: Browser, visitor: httpx.Client, admin: Person) -> None:
    admin.post_idea()
    for client, path in itertools.product((signed_in.client, visitor), PAGES):
        answer = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        directives = answer.headers["Content-Security-Policy"].split(";")
        policy = dict(each.strip().partition(" ")[::2] for each in directives)
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["form-action"] == policy["img-src"] == policy["connect-src"] == "'self'"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Strict-Transport-Security"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert set(answer.headers["Vary"].split(", ")) >= {"Cookie", "Accept-Language", "Accept-Encoding"}


def test_head_is_get_without_its_body(signed_in: Browser, admin: Person) -> None:
    admin.post_idea()
    for path in PAGES:
        got, head = (signed_in.client.request(each, path, headers={"Accept": "text/html"}) for each in ("GET", "HEAD"))
        assert (head.status_code, head.content) == (got.status_code, b""), path
        differing = {name for name, value in head.headers.items() if got.headers.get(name) != value}
        assert differing <= {"x-request-id", "content-length"}, path


def test_an_if_none_match_of_anything(visitor: httpx.Client, signed_in: Browser, admin: Person) -> None:
    """A member is never told that a page is the one from before."""
    page = visitor.get("/", headers={"Accept": "text/html"})
    tag = page.headers["ETag"]
    for given in (tag, "*", "W/", '"', '"x", ' * 500, "\u00e9", f"*, {tag}"):
        answer = signed_in.client.get("/", headers=[(b"If-None-Match", given.encode())])
        assert (answer.status_code, answer.headers.get("ETag")) == (200, None), given
    again = visitor.get("/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in page.headers
