"""POST /v1/tags, and the tags of POST /v1/posts"""

import httpx
import pytest

from tests.support.people import Person
from tests.support.problems import assert_problem
from tests.support.tags import add_tag


def test_a_tag(visitor: httpx.Client, admin: Person) -> None:
    answer = admin.client.post("/v1/tags", json={"slug": "mobile-app", "name": " Mobile app "})
    assert (answer.status_code, answer.headers["Location"]) == (201, "/v1/tags/mobile-app")
    assert answer.headers["ETag"].startswith('"1-')
    assert answer.json() == {"slug": "mobile-app", "name": "Mobile app", "staff_only": False}
    assert visitor.get("/v1/tags").json()["items"] == [answer.json()]
    entry = visitor.get("/v1/moderation-log").json()["items"][0]
    assert (entry["action"], entry["target_type"], entry["target_id"]) == ("tag.created", "tag", 1)


def test_a_slug_is_one_tags(visitor: httpx.Client, admin: Person) -> None:
    tag = add_tag(admin, "mobile")
    problem = assert_problem(admin.client.post("/v1/tags", json={"slug": "mobile", "name": "Again"}), 409)
    assert problem["type"] == "urn:problem-type:heed:tag-exists"
    assert visitor.get("/v1/tags").json()["items"] == [tag]


@pytest.mark.parametrize("slug", ["", "Mobile", "mobile app", "-mobile", "mobile-", "a--b", "ümlaut", "x" * 51, "a/b"])
def test_what_is_no_slug(visitor: httpx.Client, admin: Person, slug: str) -> None:
    problem = assert_problem(admin.client.post("/v1/tags", json={"slug": slug, "name": "x"}), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["#/slug"]
    assert visitor.get("/v1/tags").json()["items"] == []


def test_it_is_for_staff(visitor: httpx.Client, member: Person) -> None:
    body = {"slug": "mobile", "name": "Mobile"}
    assert_problem(visitor.post("/v1/tags", json=body), 401)
    assert_problem(member.client.post("/v1/tags", json=body), 403)
    assert visitor.get("/v1/tags").json()["items"] == []


def test_an_idea_with_tags(visitor: httpx.Client, admin: Person, member: Person) -> None:
    for slug in ("web", "android"):
        add_tag(admin, slug)
    add_tag(admin, "legal", staff_only=True)
    tags = ["web", "android", "web"]
    post = member.client.post("/v1/posts", json={"title": "Dark mode", "tags": tags}).json()
    assert [tag["slug"] for tag in post["tags"]] == ["android", "web"]
    for unknown in ("nothing", "legal"):
        body = {"title": "Dark mode", "tags": ["web", unknown]}
        problem = assert_problem(member.client.post("/v1/posts", json=body), 422)
        assert [error["pointer"] for error in problem["errors"]] == ["#/tags"]
    assert [each["id"] for each in visitor.get("/v1/posts").json()["items"]] == [post["id"]]
    assert admin.client.post("/v1/posts", json={"title": "Ours", "tags": ["legal"]}).status_code == 201
