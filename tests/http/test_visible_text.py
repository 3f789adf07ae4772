"""Text that one member writes breaks nothing for others: by Unicode property, in every field that people see."""

import unicodedata
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.people import Person
from tests.support.problems import assert_problem

# Where people see text that somebody else wrote, and the field that a refusal names.
FIELDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "own name": ("PATCH", "/v1/users/me", {"name": ...}),
    "member's name": ("PATCH", "/v1/users/1", {"name": ...}),
    "title": ("POST", "/v1/posts", {"title": ...}),
    "new title": ("PATCH", "/v1/posts/1", {"title": ...}),
    "comment": ("POST", "/v1/posts/1/comments", {"content": ...}),
    "tag": ("POST", "/v1/tags", {"slug": "web", "name": ...}),
    "response": ("PUT", "/v1/posts/1/status", {"status": "planned", "response": ...}),
}
INVISIBLE = [
    "\u200b", "\u200b\u200c\u200d\ufeff", "\u3164", "\u2800", "\u115f\u1160", "\uffa0", "\u00ad", "\u034f", "\u061c",
    "\u17b4\u17b5", "\u180e", "\u2060\u2064", "\ufe0f", "\U000e0001", "\U000e0020\U000e007f", "\u0301\u0302",
    "\u2800 \u3164", "\U0001d159", "\U00013441\U00013442", "\U0001d173",
]  # fmt: skip
NONCHARACTERS = ["\ufffe", "\uffff", "\ufdd0", "\ufdef", "\U0001fffe", "\U0010ffff"]


def send(author: Person, field: str, text: str) -> httpx.Response:
    method, path, body = FIELDS[field]
    return author.client.request(
        method, path, json={name: text if value is ... else value for name, value in body.items()}
    )


@pytest.fixture
def author(admin: Person) -> Person:
    admin.post_idea("Canary")
    return admin


@pytest.mark.parametrize("field", FIELDS)
def test_what_shows_nothing_is_refused(author: Person, field: str) -> None:
    name = next(name for name, value in FIELDS[field][2].items() if value is ...)
    for text in INVISIBLE:
        problem = assert_problem(send(author, field, text), 422)
        assert [error["pointer"] for error in problem["errors"]] == [f"#/{name}"], ascii(text)


@pytest.mark.parametrize("field", [*FIELDS])
def test_noncharacters_are_refused(author: Person, field: str) -> None:
    for text in NONCHARACTERS:
        assert_problem(send(author, field, f"Dark {text} mode"), 422)
    assert_problem(author.client.post("/v1/posts", json={"title": "Dark", "content": NONCHARACTERS[0]}), 422)


@pytest.mark.parametrize(
    "text", ["👍", "é", "日", "ก", "?", "5", "a\u200b", "👨\u200d👩\u200d👧", "\u0627\u200c", "𝄞", "ﷺ"]
)
def test_one_sign_that_is_seen_is_enough(author: Person, text: str) -> None:
    assert send(author, "title", text).status_code == 201


@pytest.mark.parametrize("text", ["one\u2028two", "one\u2029two"])
def test_a_line_separator_ends_a_line(author: Person, text: str) -> None:
    problem = assert_problem(send(author, "title", text), 422)
    assert problem["errors"] == [{"pointer": "#/title", "message": "Value error, must be one line"}]
    assert send(author, "comment", text).status_code == 201


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Without Cn: what Python's Unicode leaves unassigned may be a letter in pydantic's, which is newer.
@given(text=st.text(st.characters(exclude_categories=["L", "N", "P", "S", "Cs", "Cn"]), min_size=1, max_size=20))
def test_no_text_without_a_letter_number_or_sign_is_a_title(author: Person, text: str) -> None:
    assert {unicodedata.category(character)[0] for character in text} <= set("MZC")
    assert_problem(send(author, "title", text), 422)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=20), content=st.text(max_size=40), name=st.text(max_size=20))
def test_whatever_is_taken_leaves_the_feed_readable(author: Person, title: str, content: str, name: str) -> None:
    author.client.patch("/v1/users/me", json={"name": name})
    author.client.post("/v1/posts", json={"title": title, "content": content})
    answer = author.client.get("/feed.atom")
    assert answer.status_code == 200
    ET.fromstring(answer.content)
