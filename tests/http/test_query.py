"""The query of a list: each parameter once, what is unknown goes no further, and a refusal says what to write."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.support.people import Person
from tests.support.problems import assert_problem

LISTS = {
    "posts": ("/v1/posts", ["sort=votes", "status=open", "author=1", "limit=5", "q=dark", "cursor=abc"]),
    "similar": ("/v1/posts/similar?title=dark", ["title=dark"]),
    "comments": ("/v1/posts/1/comments", ["limit=5"]),
    "history": ("/v1/posts/1/history", ["limit=5"]),
    "voters": ("/v1/posts/1/votes", ["limit=5"]),
    "members": ("/v1/users", ["limit=5"]),
    "moderation log": ("/v1/moderation-log", ["limit=5"]),
}


@pytest.mark.parametrize(("path", "parameters"), LISTS.values(), ids=LISTS)
def test_a_parameter_that_is_there_twice(admin: Person, path: str, parameters: list[str]) -> None:
    admin.post_idea()
    for parameter in parameters:
        name = parameter.partition("=")[0]
        separator = "&" if "?" in path else "?"
        problem = assert_problem(admin.client.get(f"{path}{separator}{parameter}&{parameter}"), 422)
        assert problem["errors"] == [{"pointer": f"query:{name}", "message": "must be given once"}]


def test_unknown_parameters_are_ignored_and_go_no_further(visitor: httpx.Client, admin: Person) -> None:
    for _ in range(3):
        admin.post_idea()
    first = visitor.get("/v1/posts?limit=1&utm_source=mail&utm_source=feed&sort=newest&%3Cscript%3E=1")
    link = first.headers["Link"]
    query = parse_qs(urlsplit(link[1 : link.index(">")]).query)
    assert query.keys() == {"limit", "sort", "cursor"}
    second = visitor.get("/v1/posts", params={"limit": 1, "sort": "newest", "cursor": first.json()["next"]})
    assert [post["id"] for post in second.json()["items"]] == [2]


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00%2B23:59",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00%2B00:01",
        "9999-12-31T23:59:59-00:01",
    ],
)
def test_a_time_that_is_none_in_utc(admin: Person, visitor: httpx.Client, moment: str) -> None:
    problem = assert_problem(visitor.get(f"/v1/posts?updated_since={moment}"), 422)
    assert problem["errors"][0]["pointer"] == "query:updated_since"
    assert visitor.get("/v1/posts").status_code == 200


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2026-01-01T00:00:00%2B14:00"]
)
def test_the_first_and_the_last_time(visitor: httpx.Client, moment: str) -> None:
    assert visitor.get(f"/v1/posts?updated_since={moment}").status_code == 200


@pytest.mark.parametrize("moment", ["0.5", "1767225600", "2026-01-01", "20260101"])
def test_a_number_or_a_day_is_no_time(visitor: httpx.Client, moment: str) -> None:
    problem = assert_problem(visitor.get(f"/v1/posts?updated_since={moment}"), 422)
    assert "like 2026-01-31T12:00:00Z" in problem["errors"][0]["message"]


@pytest.mark.parametrize(
    "moment",
    ["2026-01-01T00:00:00+00:00", "2026-01-01T00:00+0200", "2026-01-01t00:00:00.5+14:00", "2026-01-01+00:00:00+00:00"],
)
def test_a_plus_that_was_not_encoded(visitor: httpx.Client, moment: str) -> None:
    problem = assert_problem(visitor.get(f"/v1/posts?updated_since={moment}"), 422)
    assert "%2B" in problem["errors"][0]["message"]
