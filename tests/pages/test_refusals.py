"""What each refusal says, and what it leads to."""

import httpx
import pytest
from minijinja import TemplateError

from app.pages.response.rendering import environment
from tests.support.browsing import Browser
from tests.support.people import Person

SITE = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
EDIT = {"title": "Ours", "version": "7"}
CASES: dict[str, tuple[str, str, dict[str, str], int, str, str]] = {
    "an address": ("GET", "/?limit=0", {}, 400, "That address is not right", "Start again from the board."),
    "somebody else's": ("GET", "/edit/posts/1", {}, 403, "You may not do this", "Only its author or the team"),
    "an unknown address": ("GET", "/nowhere", {}, 404, "There is nothing here", "never been here."),
    "an id that is none": ("GET", "/posts/x", {}, 404, "There is nothing here", "never been here."),
    "another method": ("PUT", "/language", {}, 405, "This can't be done here", "To the board"),
    "what is gone": ("GET", "/posts/2", {}, 410, "This is gone", "It was deleted."),
    "what has changed": ("POST", "/edit/posts/3", EDIT, 412, "Somebody was faster", "beside what is there now."),
    "a long text": ("POST", "/posts/new", {"content": "x" * 300_000}, 413, "That is too much", "Shorten the text"),
    "an empty field": ("POST", "/posts/new", {}, 422, "Something is not right yet", "Look at what is marked below."),
    "no such language": ("POST", "/language", {}, 422, "Something is not right yet", "Look at what is marked below."),
}


@pytest.mark.parametrize(("method", "path", "data", "status", "title", "explanation"), CASES.values(), ids=CASES)
def test_it_says_what_happened_and_what_to_do(
    signed_in: Browser,
    admin: Person,
    member: Person,
    method: str,
    path: str,
    data: dict[str, str],
    status: int,
    title: str,
    explanation: str,
) -> None:
    admin.post_idea()
    deleted = member.post_idea("Another")
    member.post_idea("A third")
    member.client.delete(f"/v1/posts/{deleted['id']}").raise_for_status()
    answer = signed_in.client.request(method, path, data=data or None, headers=SITE)
    assert answer.status_code == status
    assert f">{title}<" in answer.text.replace("&#x27;", "'")
    assert explanation in answer.text


def test_what_does_not_work_any_more(visitor: httpx.Client, admin: Person) -> None:
    admin.post_idea()
    admin.client.put("/v1/posts/1/status", json={"status": "planned"}).raise_for_status()
    staff = Browser(visitor)
    staff.sign_in(admin.email)
    shown = staff.send("/roadmap/1", {"before": "2"})
    assert (shown.status, shown.heading) == (409, "This doesn't work any more")
    assert "It has changed since you opened the page. Load it again." in shown.text


@pytest.mark.parametrize(
    ("method", "path", "way"),
    [("POST", "/posts/7/vote", "/posts/7"), ("POST", "/posts/x/vote", "/"), ("GET", "/posts/7", "/")],
)
def test_the_way_on(signed_in: Browser, method: str, path: str, way: str) -> None:
    shown = signed_in.open(path) if method == "GET" else signed_in.send(path, {"voted": "yes"})
    assert shown.status == 404
    assert [each.get("href") for each in shown.content.iter("a")] == [way]


def test_a_program_is_told_as_by_the_api(visitor: httpx.Client) -> None:
    """Where it asks for no page, and what is refused is none yet."""
    answer = visitor.post("/posts/new", content=b"{}", headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    known = visitor.get("/posts/7")
    assert (known.status_code, known.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    shown = visitor.post("/posts/new", content=b"{}", headers=SITE)
    assert (shown.status_code, shown.headers["Content-Type"]) == (400, "text/html; charset=utf-8")


def test_a_broken_template_tells_the_log_no_values() -> None:
    with pytest.raises(TemplateError) as raised:
        environment().render_str("{{ name.nothing }}", name="Zanzibar")
    assert "Zanzibar" not in str(raised.value)
