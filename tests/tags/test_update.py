"""PATCH and DELETE /v1/tags/{slug}"""

from typing import Any, NoReturn

import httpx
import pytest
from sqlalchemy import Engine, text

from app.tags import changes
from tests.support.people import Person
from tests.support.problems import assert_problem
from tests.support.tags import add_tag, tag_post


def test_only_what_was_sent_changes(visitor: httpx.Client, admin: Person, member: Person) -> None:
    add_tag(admin, "web")
    tagged, other = member.post_idea(), member.post_idea()
    tag_post(admin, tagged["id"], "web")
    before = visitor.get(f"/v1/posts/{tagged['id']}")
    answer = admin.client.patch("/v1/tags/web", json={"name": "In the browser"})
    assert answer.json() == {"slug": "web", "name": "In the browser", "staff_only": False}
    assert answer.headers["ETag"].startswith('"2-')
    after = visitor.get(f"/v1/posts/{tagged['id']}").json()
    assert after["tags"] == [answer.json()]
    assert after["updated_at"] > before.json()["updated_at"]
    assert visitor.get(f"/v1/posts/{other['id']}").json() == other | {"has_voted": None}
    hidden = admin.client.patch("/v1/tags/web", json={"staff_only": True}).json()
    assert hidden == answer.json() | {"staff_only": True}
    assert visitor.get("/v1/tags").json()["items"] == []
    assert visitor.get(f"/v1/posts/{tagged['id']}").json()["tags"] == []
    assert admin.client.get(f"/v1/posts/{tagged['id']}").json()["tags"] == [hidden]
    actions = [entry["action"] for entry in visitor.get("/v1/moderation-log").json()["items"]]
    assert actions[:2] == ["tag.changed", "tag.changed"]


def test_a_deleted_tag_leaves_its_posts(visitor: httpx.Client, admin: Person, member: Person) -> None:
    for slug in ("web", "android"):
        add_tag(admin, slug)
    post = member.post_idea()
    for slug in ("web", "android"):
        tag_post(admin, post["id"], slug)
    before = visitor.get(f"/v1/posts/{post['id']}").json()
    answer = admin.client.delete("/v1/tags/web")
    assert (answer.status_code, answer.content) == (204, b"")
    after = visitor.get(f"/v1/posts/{post['id']}").json()
    assert [tag["slug"] for tag in after["tags"]] == ["android"]
    assert after["updated_at"] > before["updated_at"]
    assert [tag["slug"] for tag in visitor.get("/v1/tags").json()["items"]] == ["android"]
    assert visitor.get("/v1/moderation-log").json()["items"][0]["action"] == "tag.deleted"
    assert_problem(admin.client.delete("/v1/tags/web"), 404)


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_refusals(visitor: httpx.Client, admin: Person, member: Person, method: str) -> None:
    tag = add_tag(admin, "web")
    body = {"name": "Changed"} if method == "PATCH" else None
    assert_problem(visitor.request(method, "/v1/tags/web", json=body), 401)
    assert_problem(member.client.request(method, "/v1/tags/web", json=body), 403)
    assert_problem(admin.client.request(method, "/v1/tags/nothing", json=body), 404)
    assert_problem(admin.client.request(method, "/v1/tags/No-Slug", json=body), 422)
    assert visitor.get("/v1/tags").json()["items"] == [tag]


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_tag_that_changed_since(visitor: httpx.Client, admin: Person, method: str) -> None:
    stale = admin.client.post("/v1/tags", json={"slug": "web", "name": "Web"}).headers["ETag"]
    current = admin.client.patch("/v1/tags/web", json={"name": "Browser"}, headers={"If-Match": stale}).headers["ETag"]
    body = {"name": "Changed"} if method == "PATCH" else None
    assert_problem(admin.client.request(method, "/v1/tags/web", json=body, headers={"If-Match": stale}), 412)
    assert visitor.get("/v1/tags").json()["items"][0]["name"] == "Browser"
    assert admin.client.request(method, "/v1/tags/web", json=body, headers={"If-Match": current}).is_success


@pytest.mark.parametrize("body", [{"slug": "other"}, {"name": ""}, {"staff_only": "yes"}])
def test_what_a_tag_keeps(admin: Person, body: dict[str, object]) -> None:
    add_tag(admin, "web")
    assert_problem(admin.client.patch("/v1/tags/web", json=body), 422)


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_tag_that_is_deleted_and_made_anew_meanwhile(
    admin: Person, superuser: Engine, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that was asked for is gone. No version was named that another one could contradict."""
    add_tag(admin, "web")
    explain = changes.explain_unchanged

    def make_anew(*arguments: Any) -> NoReturn:
        with superuser.connect() as connection:
            connection.execute(text("INSERT INTO tags (slug, name) VALUES ('web', 'Anew')"))
        explain(*arguments)

    with superuser.connect() as connection:
        connection.execute(text("DELETE FROM tags"))
    monkeypatch.setattr(changes, "explain_unchanged", make_anew)
    body = {"name": "Browser"} if method == "PATCH" else None
    assert_problem(admin.client.request(method, "/v1/tags/web", json=body), 404)
    monkeypatch.undo()
    answer = admin.client.request(method, "/v1/tags/web", json=body, headers={"If-Match": '"7-0123456789abcdef"'})
    assert "version 1, not 7" in assert_problem(answer, 412)["detail"]
    assert admin.client.request(method, "/v1/tags/web", json=body).is_success
