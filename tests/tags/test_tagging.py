"""PUT and DELETE /v1/posts/{id}/tags/{slug}"""

from functools import partial

import httpx
import pytest

from tests.support.boards import in_parallel
from tests.support.people import Person
from tests.support.problems import assert_problem
from tests.support.tags import add_tag, tag_post


def version(client: httpx.Client, post_id: int) -> str:
    etag: str = client.get(f"/v1/posts/{post_id}").headers["ETag"]
    return etag.partition("-")[0]


def test_tagging_twice_is_tagging_once(visitor: httpx.Client, admin: Person, member: Person) -> None:
    web, legal = add_tag(admin, "web"), add_tag(admin, "legal", staff_only=True)
    post = member.post_idea()
    path = f"/v1/posts/{post['id']}"
    for method, tags, version_then in [
        ("PUT", [legal, web], '"3'), ("PUT", [legal, web], '"3'), ("DELETE", [legal], '"4'), ("DELETE", [legal], '"4'),
    ]:  # fmt: skip
        tag_post(admin, post["id"], "legal")
        answer = admin.client.request(method, f"{path}/tags/web")
        assert (answer.status_code, answer.json()) == (200, {"items": tags})
        assert admin.client.get(path).json()["tags"] == tags
        assert visitor.get(path).json()["tags"] == [tag for tag in tags if tag is web]
        assert version(visitor, post["id"]) == version_then
    assert visitor.get(path).json()["updated_at"] > post["updated_at"]
    actions = [entry["action"] for entry in visitor.get("/v1/moderation-log").json()["items"]]
    assert actions[:3] == ["post.untagged", "post.tagged", "post.tagged"]
    assert actions[3:] == ["tag.created", "tag.created"]


def test_what_is_hidden_is_tagged_too(admin: Person, member: Person) -> None:
    add_tag(admin, "web")
    post = f"/v1/posts/{member.post_idea()['id']}"
    admin.client.patch(post, json={"visibility": "hidden"}).raise_for_status()
    assert [tag["slug"] for tag in admin.client.put(f"{post}/tags/web").json()["items"]] == ["web"]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_refusals(visitor: httpx.Client, admin: Person, member: Person, method: str) -> None:
    add_tag(admin, "web")
    post_id = member.post_idea()["id"]
    if method == "DELETE":
        tag_post(admin, post_id, "web")
    before = admin.client.get(f"/v1/posts/{post_id}").json()
    path = f"/v1/posts/{post_id}/tags/web"
    assert_problem(visitor.request(method, path), 401)
    assert_problem(member.client.request(method, path), 403)
    assert_problem(admin.client.request(method, "/v1/posts/99/tags/web"), 404)
    assert_problem(admin.client.request(method, f"/v1/posts/{post_id}/tags/nothing"), 404)
    assert admin.client.get(f"/v1/posts/{post_id}").json() == before


def test_many_tags_at_once(visitor: httpx.Client, admin: Person, member: Person) -> None:
    slugs = [f"tag-{number}" for number in range(6)]
    for slug in slugs:
        add_tag(admin, slug)
    post_id = member.post_idea()["id"]

    def give(client: httpx.Client, slug: str) -> int:
        client.headers["Authorization"] = admin.client.headers["Authorization"]
        return client.put(f"/v1/posts/{post_id}/tags/{slug}").status_code

    assert in_parallel([partial(give, slug=slug) for slug in slugs]) == [200] * 6
    assert [tag["slug"] for tag in visitor.get(f"/v1/posts/{post_id}").json()["tags"]] == slugs
    assert version(visitor, post_id) == '"7'
