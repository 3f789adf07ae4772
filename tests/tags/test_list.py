"""GET /v1/tags, and posts by tag"""

import httpx
import pytest

from tests.people import Person
from tests.problems import assert_problem
from tests.tags.shelf import add_tag, tag_post


def test_staff_see_those_for_staff(visitor: httpx.Client, admin: Person, member: Person) -> None:
    web, android, legal = add_tag(admin, "web"), add_tag(admin, "android"), add_tag(admin, "legal", staff_only=True)
    assert visitor.get("/v1/tags").json() == {"items": [android, web]}
    assert member.client.get("/v1/tags").json() == {"items": [android, web]}
    assert admin.client.get("/v1/tags").json() == {"items": [android, legal, web]}


def test_no_tags(visitor: httpx.Client) -> None:
    assert visitor.get("/v1/tags").json() == {"items": []}


def test_posts_by_tag(visitor: httpx.Client, admin: Person, member: Person) -> None:
    add_tag(admin, "web")
    add_tag(admin, "android")
    ids = [member.post_idea()["id"] for _ in range(3)]
    for post_id in ids[:2]:
        tag_post(admin, post_id, "web")
    assert [post["id"] for post in visitor.get("/v1/posts?tag=web").json()["items"]] == ids[1::-1]
    assert visitor.get("/v1/posts?tag=android").json() == {"items": [], "next": None}


@pytest.mark.parametrize("query", ["", "&limit=1&sort=votes", "&status=open"])
def test_an_unknown_tag(visitor: httpx.Client, admin: Person, member: Person, query: str) -> None:
    add_tag(admin, "legal", staff_only=True)
    tag_post(admin, member.post_idea()["id"], "legal")
    for tag in ("nothing", "legal"):
        problem = assert_problem(visitor.get(f"/v1/posts?tag={tag}{query}"), 422)
        assert [error["pointer"] for error in problem["errors"]] == ["query:tag"]
    assert len(admin.client.get(f"/v1/posts?tag=legal{query}").json()["items"]) == 1
    assert_problem(admin.client.get(f"/v1/posts?tag=nothing{query}"), 422)
